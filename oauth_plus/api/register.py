"""The client registration endpoint (RFC 7591 §3), at the address that v16 has for it, and the client configuration
endpoint (RFC 7592 §2)."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants import registration, registration_management
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.request import read_bearer, read_json, read_query
from oauth_plus.http.response import NOT_STORED, json_response
from oauth_plus.rules.limits import LimitKind


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("POST", refusal_event="registration_refused", limit=LimitKind.REGISTER)
def register_client() -> Response:
	"""Register a client by its metadata (RFC 7591 §3.2.1)."""
	request = frappe.request
	return json_response(registration.register(read_json(request), read_bearer(request)), 201)


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("GET", "PUT", "DELETE", refusal_event="registration_refused", limit=LimitKind.REGISTER)
def registered_client() -> Response:
	"""Return, change or delete the client that the registration access token manages (RFC 7592 §2)."""
	request = frappe.request
	client_id = read_query(request).require_sound().get("client_id") or ""
	token = read_bearer(request)
	if request.method == "DELETE":
		registration_management.delete(client_id, token)
		return Response(status=204, headers=NOT_STORED)
	if request.method == "PUT":
		return json_response(registration_management.change(client_id, token, read_json(request)))
	return json_response(registration_management.read(client_id, token))
