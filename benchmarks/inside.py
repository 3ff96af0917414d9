"""What has to be done by Frappe itself: `python -m benchmarks.inside SITE WORD`, in a bench's sites folder.

The last line printed is the answer, as JSON.
"""

import json
import secrets
import sys
import time
from collections.abc import Callable
from typing import Any

import frappe

CALLBACK = "https://app.example.com/callback"
SCOPES = "all openid"
CLIENTS = 20
JWT_CLIENTS = 4
"""Clients whose access tokens are signed, where the app is."""
TODOS = 20
UNREACHED = 100_000_000
TITLE = "Benchmark"


def cast() -> dict[str, Any]:
	"""A person with a password, an API key and ToDos, clients with their secrets, and the site's clock."""
	_forget_former_clients()
	password = secrets.token_hex(12) + "-Aa1"
	user = _a_person("benchmark@example.com", password)
	_a_page_of_todos(user)
	has_app = "oauth_plus" in frappe.get_installed_apps()
	if has_app:
		_raise_limits()
	serves = {"oauth_plus_service_user": user} if has_app else {}
	signed = serves | ({"oauth_plus_access_token_format": "JWT"} if has_app else {})
	return {
		"user": user,
		"password": password,
		"api_key": _an_api_key(user),
		"clients": [_a_client(number, serves) for number in range(CLIENTS)],
		"jwt_clients": [_a_client(CLIENTS + number, signed) for number in range(JWT_CLIENTS)],
		"now": str(frappe.utils.now_datetime()),
		"epoch": time.time(),
		"frappe": frappe.__version__,
		"apps": frappe.get_installed_apps(),
	}


def remember_consent() -> None:
	"""Frappe's own "Skip Authorization: Auto"."""
	_set_skip_authorization("Auto")


def ask_always() -> None:
	"""As Frappe comes."""
	_set_skip_authorization("Force")


def limits_on() -> None:
	"""As the app comes."""
	_set_limits(1)


def limits_off() -> None:
	"""No request is counted."""
	_set_limits(0)


def digest() -> None:
	"""What installing the app does to the tokens that it finds."""
	from oauth_plus.patches.v0_1 import hashed_existing_tokens

	hashed_existing_tokens.execute()


def purge_when_told() -> None:
	"""For each line that comes in, a number of seconds, purge for so long, as the scheduler's worker does it, and
	answer with a line that says how many rows that were."""
	from oauth_plus.jobs import retention
	from oauth_plus.jobs.run import Run
	from oauth_plus.platform import clock

	for line in sys.stdin:
		run = retention.purge(Run("purge", seconds=float(line)), clock.now())
		print(sum(run.counts.values()), flush=True)


def _forget_former_clients() -> None:
	names = frappe.get_all("OAuth Client", filters={"app_name": ("like", f"{TITLE} %")}, pluck="name")
	for name in names:
		frappe.db.delete("OAuth Client", {"name": name})
		frappe.db.delete("OAuth Client Role", {"parent": name})


def _a_person(email: str, password: str) -> str:
	if not frappe.db.exists("User", email):
		person = {"doctype": "User", "email": email, "first_name": "Ben", "send_welcome_email": 0}
		frappe.get_doc(person | {"roles": [{"role": "System Manager"}]}).insert(ignore_permissions=True)
	from frappe.utils.password import update_password

	update_password(email, password)
	return email


def _an_api_key(user: str) -> str:
	"""What comes after `Authorization: token`."""
	document = frappe.get_doc("User", user)
	document.api_key, document.api_secret = secrets.token_hex(8), secrets.token_hex(8)
	document.save(ignore_permissions=True)
	return f"{document.api_key}:{document.get_password('api_secret')}"


def _a_page_of_todos(user: str) -> None:
	for number in range(TODOS - frappe.db.count("ToDo", {"description": ("like", f"{TITLE} %")})):
		todo = {"doctype": "ToDo", "description": f"{TITLE} {number}", "allocated_to": user}
		frappe.get_doc(todo).insert(ignore_permissions=True)


def _a_client(number: int, serves: dict[str, str]) -> tuple[str, str]:
	"""Its id and its secret: confidential, client_secret_post, as the app makes new clients; with the app, it may act by
	itself."""
	secret = secrets.token_hex(32)
	client = {
		"doctype": "OAuth Client",
		"app_name": f"{TITLE} {number}",
		"client_secret": secret,
		"scopes": SCOPES,
		"redirect_uris": CALLBACK,
		"default_redirect_uri": CALLBACK,
		"grant_type": "Authorization Code",
		"response_type": "Code",
		"allowed_roles": [{"role": "All"}],
		**serves,
	}
	method = next(
		(
			name
			for name in ("token_endpoint_auth_method", "oauth_plus_token_endpoint_auth_method")
			if frappe.get_meta("OAuth Client").has_field(name)
		),
		"",
	)
	document = frappe.get_doc(client | ({method: "Client Secret Post"} if method else {}))
	return document.insert(ignore_permissions=True).name, secret


def _set_skip_authorization(value: str) -> None:
	document = frappe.get_doc("OAuth Provider Settings")
	document.skip_authorization = value
	document.save(ignore_permissions=True)


def _raise_limits() -> None:
	"""Above what two clients send in a minute: requests are counted, and none is refused."""
	from oauth_plus.store.site import limit_settings

	document = frappe.get_doc("OAuth Plus Settings")
	document.update({limit_settings.field(*each): UNREACHED for each in limit_settings.DEFAULTS})
	document.save(ignore_permissions=True)


def _set_limits(value: int) -> None:
	"""Also for the tokens that are cached with their limits."""
	document = frappe.get_doc("OAuth Plus Settings")
	document.limit_requests = value
	document.save(ignore_permissions=True)
	frappe.db.commit()
	frappe.cache.delete_keys("oauth_plus:bearer")


WORDS: dict[str, Callable[[], Any]] = {
	"cast": cast,
	"remember-consent": remember_consent,
	"ask-always": ask_always,
	"digest": digest,
	"limits-on": limits_on,
	"limits-off": limits_off,
	"purge-when-told": purge_when_told,
}


def main(site: str, word: str) -> None:
	"""Connect, do it, commit, answer."""
	frappe.init(site, sites_path=".")
	frappe.connect()
	answer = WORDS[word]()
	frappe.db.commit()
	frappe.destroy()
	print(f"\n{json.dumps(answer)}")


if __name__ == "__main__":
	main(*sys.argv[1:])
