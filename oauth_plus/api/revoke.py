"""The revocation endpoint (RFC 7009)."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants.server import provider
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.request import read_client_request
from oauth_plus.http.response import token_response


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("POST", judged=("GET",))
def revoke_token() -> Response:
	"""End a token and all that came of the same grant (RFC 7009 §2)."""
	query, body = read_client_request(frappe.request)
	return token_response(
		provider().create_revocation_response(query, frappe.request.method, body, frappe.request.headers)
	)
