"""A stand-in for Frappe Assistant Core: what it does with tokens, metadata and clients, in as few lines.

The real one was installed beside this app as well, in both orders.
"""

import base64
import contextlib
import json
from collections.abc import Iterator
from typing import Any

import frappe
from werkzeug.wrappers import Response

from oauth_plus.tests import neighbour

CONFIGURATION = "frappe.integrations.oauth2.openid_configuration"
TOKEN = "frappe.integrations.oauth2.get_token"

ENDPOINT = f"{__name__}.handle"
REGISTER = f"{__name__}.register"


@frappe.whitelist(allow_guest=True)
def handle() -> Any:
	"""An MCP endpoint that looks at the header, and looks the token up, for itself."""
	scheme, _, token = frappe.request.headers.get("Authorization", "").partition(" ")
	if scheme != "Bearer":
		return _unauthorized("Authentication required")
	try:
		found = frappe.get_doc("OAuth Bearer Token", {"access_token": token})
	except frappe.DoesNotExistError:
		return _unauthorized("Token not found")
	if found.status != "Active" or found.expiration_time < frappe.utils.now_datetime():
		return _unauthorized("Token has expired")
	frappe.set_user(found.user)
	return {"user": frappe.session.user, "todos": frappe.get_list("ToDo", pluck="name"), "notes": _notes()}


def _notes() -> list[str]:
	try:
		return frappe.get_list("Note", pluck="name")
	except frappe.PermissionError:
		return []


def _unauthorized(message: str) -> Response:
	headers = {"WWW-Authenticate": f'Bearer realm="Assistant", error_description="{message}"'}
	body = json.dumps({"error": "invalid_token", "message": message})
	return Response(body, 401, headers, mimetype="application/json")


@frappe.whitelist(allow_guest=True)
def locked() -> Response:
	"""One that answers 401 whoever comes."""
	return _unauthorized("Not today")


@frappe.whitelist(allow_guest=True)
def openid_configuration() -> None:
	"""Its own idea of the metadata."""
	frappe.local.response = frappe._dict(
		issuer="https://wrong.example.com",
		jwks_uri="https://wrong.example.com/no-keys",
		id_token_signing_alg_values_supported=["HS256"],
		registration_endpoint=f"https://erp.example.com/api/method/{REGISTER}",
		mcp_endpoint=f"https://wrong.example.com/api/method/{ENDPOINT}",
	)


@frappe.whitelist(allow_guest=True)
def get_token() -> None:
	"""Copies Basic into the form, and asks the shared server."""
	from frappe.integrations.oauth2 import get_oauth_server

	request = frappe.request
	form = request.form.to_dict()
	header = request.headers.get("Authorization", "")
	if header.startswith("Basic ") and not form.get("client_id"):
		form["client_id"], form["client_secret"] = base64.b64decode(header[6:]).decode().split(":", 1)
	_headers, body, _status = get_oauth_server().create_token_response(
		request.url, request.method, form, request.headers, None
	)
	said = frappe._dict(json.loads(body))
	frappe.local.response = said
	if said.error:
		frappe.local.response["http_status_code"] = 400


@frappe.whitelist(allow_guest=True)
def register() -> Response:
	"""A client by dynamic registration, with the fields of stock v15, saved twice."""
	asked = frappe.request.json
	client = frappe.get_doc({"doctype": "OAuth Client"})
	client.app_name = asked["client_name"]
	client.scopes = asked.get("scope") or "all"
	client.redirect_uris = "\n".join(asked["redirect_uris"])
	client.default_redirect_uri = asked["redirect_uris"][0]
	client.response_type, client.grant_type = "Code", "Authorization Code"
	client.skip_authorization = False
	client.append("allowed_roles", {"role": "All"})
	client.insert(ignore_permissions=True)
	client.redirect_uris = " ".join(asked["redirect_uris"])
	client.save(ignore_permissions=True)
	told = {"client_id": client.client_id, "client_secret": client.get_password("client_secret")}
	return Response(json.dumps(told), 201, mimetype="application/json")


@contextlib.contextmanager
def installed(*, before_us: bool) -> Iterator[None]:
	"""Its overrides stand before or after ours."""
	overrides = {
		name: list(named) for name, named in frappe.get_hooks("override_whitelisted_methods").items()
	}
	for method, own in ((CONFIGURATION, openid_configuration), (TOKEN, get_token)):
		name = f"{__name__}.{own.__name__}"
		overrides[method] = [name, *overrides[method]] if before_us else [*overrides[method], name]
	with neighbour.hooked(override_whitelisted_methods=overrides):
		yield
