"""The token endpoint (RFC 6749 §3.2)."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants.server import provider
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.request import read_client_request
from oauth_plus.http.response import token_response


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("POST", judged=("GET",))
def get_token() -> Response:
	"""Exchange a grant for tokens (RFC 6749 §4.1.3, §6)."""
	query, body = read_client_request(frappe.request)
	return token_response(
		provider().create_token_response(query, frappe.request.method, body, frappe.request.headers)
	)
