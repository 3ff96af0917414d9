"""Metadata of the authorization server at Frappe's old address."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants import metadata
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.response import open_response


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("GET", "POST")
def openid_configuration() -> Response:
	"""The provider's configuration (OpenID Connect Discovery §4)."""
	return open_response(metadata.openid_provider())
