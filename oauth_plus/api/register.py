"""The client registration endpoint (RFC 7591 §3), at the address that v16 has for it."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants import registration
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.request import read_json
from oauth_plus.http.response import json_response


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("POST")
def register_client() -> Response:
	"""Register a client by its metadata (RFC 7591 §3.2.1)."""
	return json_response(registration.register(read_json(frappe.request)), 201)
