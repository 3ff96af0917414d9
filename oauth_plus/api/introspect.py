"""The introspection endpoint (RFC 7662)."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants.server import provider
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.request import read_body
from oauth_plus.http.response import token_response


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("POST")
def introspect_token() -> Response:
	"""Tell an authenticated client what a token is worth (RFC 7662 §2)."""
	form = read_body(frappe.request).require_sound()
	return token_response(
		provider().create_introspect_response("", "POST", form.values, frappe.request.headers)
	)
