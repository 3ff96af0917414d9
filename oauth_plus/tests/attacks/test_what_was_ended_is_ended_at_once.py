"""Issue 12, item 6: whatever ends a token ends it with the next request, and a name in other letters names nothing."""

from collections.abc import Callable

import frappe
import pytest

from oauth_plus.rules import secret
from oauth_plus.store import client_lookup
from oauth_plus.store.grants import revocation
from oauth_plus.tests import bench
from oauth_plus.tests.browser import METHOD, body
from oauth_plus.tests.factories import a_regular, a_user, an_app, signed_in
from oauth_plus.tests.journey import Tokens, acts_as, refresh, refused, sign_in, tokens_of
from oauth_plus.tests.ledger import families_of, rows_of

TOKEN = "OAuth Bearer Token"
ROWS = f"/api/resource/{TOKEN}/"


def row(token: str):
	return frappe.get_doc(TOKEN, secret.digest(token))


def used(user: str | None = None) -> Tokens:
	"""A grant whose access token is remembered."""
	tokens = sign_in(an_app(), signed_in(user) if user else None)
	assert acts_as(tokens.access_token)
	return tokens


def _save_as_revoked(token: str) -> None:
	row(token).update({"status": "Revoked"}).save(ignore_permissions=True)


ENDS: dict[str, Callable[[str], object]] = {
	"deleted over REST": lambda token: signed_in().open(ROWS + secret.digest(token), "DELETE"),
	"deleted in Desk": lambda token: signed_in().post(
		METHOD + "frappe.desk.reportview.delete_items",
		{"doctype": TOKEN, "items": frappe.as_json([secret.digest(token)])},
	),
	"deleted by code": lambda token: frappe.delete_doc(TOKEN, secret.digest(token), ignore_permissions=True),
	"saved as revoked": _save_as_revoked,
	"revoked by db_set": lambda token: row(token).db_set("status", "Revoked"),
}

by_every_way = pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)


@by_every_way
def test_the_current_token_ends_at_once_and_its_grant_with_it(end):
	"""RFC 7009 §2.1: the refresh token lies in the same row, as in stock's"""
	tokens = used()
	end(tokens.access_token)
	assert acts_as(tokens.access_token) is None
	assert refused(refresh(tokens), "invalid_grant")
	assert families_of(tokens.app)[0].state == "Revoked"


@by_every_way
def test_a_superseded_token_ends_alone(end):
	"""decisions.md, decision 14"""
	first = used()
	second = tokens_of(first.app, refresh(first))
	assert acts_as(first.access_token) == acts_as(second.access_token) == a_regular()
	end(first.access_token)
	assert acts_as(first.access_token) is None
	assert acts_as(second.access_token) == a_regular()
	assert refresh(second).status_code == 200


def test_an_access_token_whose_refresh_token_went_on_ends_alone():
	app = an_app(oauth_plus_rotation="Static")
	first = sign_in(app)
	second = tokens_of(app, refresh(first))
	assert acts_as(first.access_token) == a_regular()
	frappe.delete_doc(TOKEN, secret.digest(first.access_token), ignore_permissions=True)
	assert acts_as(first.access_token) is None
	assert acts_as(second.access_token) == a_regular()


def test_a_grant_without_refresh_tokens_ends_with_its_only_token():
	tokens = sign_in(an_app(oauth_plus_refresh_tokens="Never"))
	assert acts_as(tokens.access_token)
	row(tokens.access_token).delete(ignore_permissions=True)
	assert acts_as(tokens.access_token) is None
	assert families_of(tokens.app)[0].state == "Revoked"


@pytest.mark.parametrize("doctype", ["User", "OAuth Client"])
def test_who_is_disabled_by_db_set_stops_at_once(doctype: str):
	person = a_user("System Manager")
	tokens = used(person)
	if doctype == "User":
		frappe.get_doc("User", person).db_set("enabled", 0)
	else:
		frappe.get_doc("OAuth Client", tokens.app.client_id).db_set("oauth_plus_enabled", 0)
	assert acts_as(tokens.access_token) is None
	assert families_of(tokens.app)[0].state == "Revoked"


# Names, byte for byte


def _in_other_letters(name: str) -> list[str]:
	return [name.swapcase(), f"{name} "]


def test_a_grants_name_in_other_letters_ends_nothing_and_says_so():
	tokens = used()
	[family] = families_of(tokens.app)
	manager = signed_in()
	for name in _in_other_letters(family.name):
		own = manager.post(METHOD + "oauth_plus.api.account.end_grant", {"family": name})
		assert own.status_code == 403, own.text
		any_ = manager.post(METHOD + "oauth_plus.api.grants.end_grant", {"family": name})
		assert body(any_)["message"] == 0
		assert revocation.end([name], "ended_by_administrator") == 0
	assert acts_as(tokens.access_token) == a_regular()
	ended = manager.post(METHOD + "oauth_plus.api.account.end_grant", {"family": family.name})
	assert body(ended)["message"] == 1
	assert acts_as(tokens.access_token) is None


@pytest.mark.parametrize("who", ["client", "user"])
def test_a_clients_or_a_users_name_in_other_letters_names_nobody(who: str):
	person = a_user("System Manager")
	tokens = used(person)
	named = tokens.app.client_id if who == "client" else person
	manager = signed_in()
	for name in _in_other_letters(named):
		answer = manager.post(METHOD + "oauth_plus.api.grants.end_grants", {who: name})
		assert body(answer)["message"] == 0
	said = bench.command("oauth-plus", "revoke", f"--{who}", named.swapcase())
	assert said.returncode != 0
	assert named.swapcase() in said.stderr
	own = signed_in(person)
	for name in _in_other_letters(tokens.app.client_id):
		own.post(METHOD + "oauth_plus.api.account.end_access", {"client": name})
		own.post(METHOD + "frappe.www.third_party_apps.delete_client", {"client_id": name})
	assert acts_as(tokens.access_token) == person
	assert body(manager.post(METHOD + "oauth_plus.api.grants.end_grants", {who: named}))["message"] == 1
	assert acts_as(tokens.access_token) is None


@pytest.mark.parametrize(
	("method", "more"),
	[
		("new_secret", {}),
		("live_secrets", {}),
		("effective_lifetimes", {}),
		("suggest_scopes", {}),
		("end_secret", {"name": "x"}),
	],
)
def test_the_buttons_of_a_client_know_it_by_its_very_name(method: str, more: dict[str, str]):
	app = an_app()
	before = rows_of(app, "OAuth Plus Client Secret")
	for name in _in_other_letters(app.client_id):
		answer = signed_in().post(METHOD + f"oauth_plus.api.clients.{method}", {"client": name} | more)
		assert answer.status_code == 404, answer.text
	assert rows_of(app, "OAuth Plus Client Secret") == before


def test_a_client_id_in_other_letters_is_unknown():
	app = an_app()
	for name in _in_other_letters(app.client_id):
		assert client_lookup.find_fresh(name) is None
