"""Clients and people, as many as a test wants; each has a name that no other test uses."""

import base64
import contextlib
import functools
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.utils.password import passlibctx

from oauth_plus.http.person import AUTH_TIME
from oauth_plus.store.clients.client_fields import auth_method_field
from oauth_plus.tests import handed_out
from oauth_plus.tests.browser import Browser

CALLBACK = "https://app.example.com/callback"
BY_SECRET = {"oauth_plus_id_token_signing": "Client Secret (HS256)"}
PASSWORD = "correct-Horse-7-battery"


@dataclass(frozen=True)
class App:
	"""A third-party app: what its developer holds in hands."""

	client_id: str
	client_secret: str = field(repr=False)
	is_public: bool = False
	redirect_uri: str = CALLBACK
	scope: str = "all openid"

	@property
	def basic(self) -> dict[str, str]:
		"""The header of client_secret_basic."""
		pair = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
		return {"Authorization": f"Basic {pair}"}

	@property
	def credentials(self) -> dict[str, str]:
		"""The fields of client_secret_post, or of a public client."""
		named = {"client_id": self.client_id}
		return named if self.is_public else named | {"client_secret": self.client_secret}


def an_app(**values: Any) -> App:
	"""A confidential client, made after installation: every gate enforces."""
	document = frappe.get_doc(
		{
			"doctype": "OAuth Client",
			"app_name": f"App {secrets.token_hex(4)}",
			"scopes": "all openid",
			"redirect_uris": CALLBACK,
			"default_redirect_uri": CALLBACK,
			"grant_type": "Authorization Code",
			"response_type": "Code",
			"allowed_roles": [{"role": "All"}],
			**values,
		}
	).insert(ignore_permissions=True)
	frappe.db.commit()
	return App(
		document.name,
		handed_out.note(document.client_secret),
		is_public=document.oauth_plus_client_type == "Public",
		redirect_uri=document.default_redirect_uri or document.redirect_uris.split()[0],
		scope=values.get("scopes") or "all openid",
	)


def a_public_app(**values: Any) -> App:
	"""A client without a secret: it owes PKCE."""
	return an_app(**{"oauth_plus_client_type": "Public", auth_method_field(): "None"} | values)


def a_machine(user: str | None = None, **values: Any) -> App:
	"""A confidential client that acts by itself, as a user of its own who may sign in."""
	return an_app(**{"oauth_plus_service_user": user or a_user(), "scopes": "all"} | values)


def a_device_app(**values: Any) -> App:
	"""A public client that may use the device flow, as a television's app is."""
	return a_public_app(**{"oauth_plus_device_flow": 1} | values)


def a_jwt_app(**values: Any) -> App:
	"""A confidential client whose access tokens are signed."""
	return an_app(**{"oauth_plus_access_token_format": "JWT"} | values)


def a_gateway(*apps: App, **values: Any) -> App:
	"""A confidential client that exchanges the tokens of these apps; of all, where none is named."""
	listed = "\n".join(app.client_id for app in apps) or "*"
	return an_app(**{"oauth_plus_exchanges_tokens": 1, "oauth_plus_exchanges_of": listed} | values)


def an_old_app(**values: Any) -> App:
	"""A client from before installation: its gates stand at Warn, and its secret signs its ID tokens."""
	return an_app(**{"oauth_plus_enforcement": "Warn", **BY_SECRET} | values)


def change(app: App, **values: Any) -> App:
	"""An administrator edits the client."""
	frappe.get_doc("OAuth Client", app.client_id).update(values).save(ignore_permissions=True)
	frappe.db.commit()
	return app


def tamper(app: App, **values: Any) -> App:
	"""The client's row is changed past the form, and past every hook."""
	frappe.db.set_value("OAuth Client", app.client_id, values)
	frappe.db.commit()
	return app


def a_user(*roles: str) -> str:
	"""A person with a password."""
	email = f"{secrets.token_hex(5)}@example.com"
	frappe.get_doc(
		{
			"doctype": "User",
			"email": email,
			"first_name": "Test",
			"last_name": "Person",
			"send_welcome_email": 0,
			"roles": [{"role": role} for role in roles],
		}
	).insert(ignore_permissions=True)
	frappe.db.sql(
		"INSERT INTO `__Auth` (doctype, name, fieldname, password, encrypted) VALUES ('User', %s, 'password', %s, 0)",
		(email, _hashed_password()),
	)
	frappe.db.commit()
	return email


@functools.cache
def _hashed_password() -> str:
	"""As Frappe stores it. To judge and to hash it for each person takes longer than all else of that person."""
	return passlibctx.hash(handed_out.note(PASSWORD))


_regulars: dict[str, str] = {}


def a_regular(name: str = "Alice") -> str:
	"""A person whom several tests share; hashing a password for each would take longer than the tests."""
	if name not in _regulars:
		_regulars[name] = a_user("System Manager")
	return _regulars[name]


def regulars() -> set[str]:
	"""All of them, so far."""
	return set(_regulars.values())


def an_api_key(user: str) -> tuple[str, str]:
	"""The key and the secret that Frappe's own button makes for a user."""
	from frappe.core.doctype.user.user import generate_keys

	api_secret = generate_keys(user)["api_secret"]
	frappe.db.commit()
	return frappe.db.get_value("User", user, "api_key"), api_secret


@contextlib.contextmanager
def a_private_file(owner: str, content: bytes) -> Iterator[str]:
	"""The path of a file that its owner alone may open."""
	name = f"{secrets.token_hex(6)}.txt"
	file = frappe.get_doc({"doctype": "File", "file_name": name, "content": content, "is_private": 1})
	file.insert(ignore_permissions=True).db_set("owner", owner)
	frappe.db.commit()
	yield file.file_url
	file.delete(ignore_permissions=True)
	frappe.db.commit()


_signed_in: dict[str, tuple[dict[str, Any], dict[str, str]]] = {}
"""Row of the first session of each person, as Frappe wrote it, and the cookies of its browser."""


def by_password(user: str | None = None) -> Browser:
	"""A browser in which that person typed their password: for tests of what a sign-in itself does."""
	return Browser().login(user or a_regular(), PASSWORD)


def signed_in(user: str | None = None) -> Browser:
	"""A browser with a new session of that person, who signed in this moment.

	The first one is signed in by password. Each later one gets a copy of that session, with an id and a time of its own:
	Frappe takes longer to sign somebody in than for all that follows.
	"""
	user = user or a_regular()
	if user not in _signed_in:
		browser = by_password(user)
		_signed_in[user] = _session_of(browser), browser.cookies()
		return browser
	row, cookies = _signed_in[user]
	browser = Browser()
	for name, value in (cookies | {"sid": _copy_of(row)}).items():
		browser.set_cookie(name, value)
	return browser


def _session_of(browser: Browser) -> dict[str, Any]:
	frappe.db.rollback()
	[row] = frappe.db.sql("SELECT * FROM `tabSessions` WHERE `sid` = %s", browser.cookie("sid"), as_dict=True)
	return row


def _copy_of(row: dict[str, Any]) -> str:
	"""The id of a session that was opened now, and is else as this one."""
	now, sid = frappe.utils.now(), secrets.token_hex(28)
	told = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?", now, row["sessiondata"])
	told = re.sub(rf"(['\"]{AUTH_TIME}['\"]: *)[\d.]+", rf"\g<1>{time.time()}", told)
	values = row | {"sid": sid, "sessiondata": told, "lastupdate": now}
	columns, places = (", ".join(form.format(name) for name in values) for form in ("`{}`", "%({})s"))
	frappe.db.sql(f"INSERT INTO `tabSessions` ({columns}) VALUES ({places})", values)
	frappe.db.commit()
	return sid


SESSION_IS_YOUNG = 600
"""Seconds. What asks for a recent login (`max_age`) asks for at least as much, or opens a session of its own."""

_sessions: dict[str, tuple[str, float]] = {}


def with_any_session(user: str | None = None) -> Browser:
	"""A browser with a session that other tests use as well."""
	user = user or a_regular()
	sid, began = _sessions.get(user, ("", 0.0))
	if abs(time.time() - began) < SESSION_IS_YOUNG and _is_alive(sid):
		return Browser().set_cookie("sid", sid)
	browser = signed_in(user)
	_sessions[user] = browser.cookie("sid"), time.time()
	return browser


def _is_alive(sid: str) -> bool:
	frappe.db.rollback()
	return bool(frappe.db.sql("SELECT 1 FROM tabSessions WHERE sid = %s", (sid,)))
