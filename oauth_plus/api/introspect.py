"""The introspection endpoint (RFC 7662)."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants import introspection
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.request import read_client_request
from oauth_plus.http.response import json_response


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("POST", judged=("GET",), refusal_event="introspection_refused")
def introspect_token() -> Response:
	"""Tell an authenticated client what a token is worth (RFC 7662 §2)."""
	return json_response(introspection.introspect(read_client_request(frappe.request)))
