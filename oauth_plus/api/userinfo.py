"""The userinfo endpoint (OpenID Connect Core §5.3)."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants import openid
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.request import bearer_of
from oauth_plus.http.response import json_response


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("GET", "POST")
def openid_profile() -> Response:
	"""Return the claims of the access token's user (OpenID Connect Core §5.3.2)."""
	return json_response(openid.userinfo(bearer_of(frappe.request)))
