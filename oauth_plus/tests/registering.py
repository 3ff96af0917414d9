"""Apps that register themselves, as their developers write them (RFC 7591, RFC 7592)."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import frappe
from werkzeug.test import TestResponse

from oauth_plus.platform import clock
from oauth_plus.store.clients import registration_tokens
from oauth_plus.tests import handed_out
from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import CALLBACK, App

TOKEN_MODE = "With an Initial Access Token"

WEB = {"client_name": "Ledger", "redirect_uris": [CALLBACK], "scope": "openid"}


def register(sent: Any, token: str = "", browser: Browser | None = None) -> TestResponse:
	headers = {"Authorization": f"Bearer {token}"} if token else {}
	return (browser or Browser()).open(OAUTH + "register_client", "POST", json=sent, headers=headers)


def registered(sent: dict[str, Any] | None = None, token: str = "") -> dict[str, Any]:
	"""What the app is answered."""
	answer = register(WEB | (sent or {}), token)
	assert answer.status_code == 201, answer.text
	return body(answer)


def app_of(said: dict[str, Any]) -> App:
	"""The app with what it was answered."""
	secret = said.get("client_secret", "")
	return App(said["client_id"], secret, not secret, said["redirect_uris"][0], said["scope"])


def manage(said: dict[str, Any], method: str = "GET", token: str | None = None, **sent: Any) -> TestResponse:
	"""A request to the app's own address (RFC 7592 §2)."""
	address = urlsplit(said["registration_client_uri"])
	presented = said["registration_access_token"] if token is None else token
	headers = {"Authorization": f"Bearer {presented}"} if presented else {}
	values = {"json": sent} if sent else {}
	return Browser().open(f"{address.path}?{address.query}", method, headers=headers, **values)


def an_initial_token(uses: int = 1, days: float = 1) -> str:
	"""A System Manager made it."""
	token = str(registration_tokens.issue("For a test", uses, clock.now() + timedelta(days=days)))
	frappe.db.commit()
	return handed_out.note(token)


def row_of(said: dict[str, Any]) -> Any:
	"""The client as it is stored."""
	frappe.db.rollback()
	return frappe.get_doc("OAuth Client", said["client_id"])
