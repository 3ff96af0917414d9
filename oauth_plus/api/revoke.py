"""The revocation endpoint (RFC 7009)."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants import revocation
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.request import read_client_request
from oauth_plus.http.response import json_response


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("POST", judged=("GET",), refusal_event="revocation_refused")
def revoke_token() -> Response:
	"""End a token and all that came of the same grant (RFC 7009 §2)."""
	return json_response(revocation.revoke(read_client_request(frappe.request)))
