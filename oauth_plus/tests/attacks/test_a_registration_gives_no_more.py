"""Who registers a client by themselves gets no more than an app that users may allow (RFC 7591 §5)."""

from html import unescape

import frappe
import pytest

from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import CALLBACK, a_public_app, a_user, an_app, signed_in, with_any_session
from oauth_plus.tests.journey import Proof, ask, by_itself, refused
from oauth_plus.tests.ledger import events_of
from oauth_plus.tests.registering import WEB, app_of, manage, register, registered, row_of
from oauth_plus.tests.site import registration_open

OF_DESK = {
	"skip_authorization": 1,
	"trusted": 1,
	"user": "Administrator",
	"owner": "Administrator",
	"name": "chosen-name",
	"allowed_roles": [{"role": "All"}],
	"oauth_plus_enforcement": "Off",
	"oauth_plus_maker": "Bank",
	"oauth_plus_logo": "/files/bank.png",
	"oauth_plus_service_user": "Administrator",
	"oauth_plus_device_flow": 1,
	"oauth_plus_introspects_all": 1,
	"oauth_plus_private_http": 1,
	"oauth_plus_backchannel_private": 1,
	"oauth_plus_above_a_year": 1,
	"oauth_plus_access_lifetime": 31_536_000,
	"oauth_plus_open_to": "Desk, Portal and Website Users",
	"oauth_plus_registration": "",
	"oauth_plus_document_url": "https://app.example.com/client",
	"oauth_plus_registration_token": "0" * 64,
	"grant_type": "Implicit",
}
"""Fields of the form, and what stock's form has."""


@pytest.fixture(autouse=True)
def is_open():
	with registration_open():
		yield


def test_fields_of_desk_cannot_be_registered_nor_changed():
	plain = row_of(registered()).as_dict()
	said = registered(OF_DESK)
	changed = manage(said, "PUT", **WEB | OF_DESK | {"client_id": said["client_id"]})
	assert changed.status_code == 200
	stored = row_of(said).as_dict()
	for name in set(OF_DESK) & set(plain) - {"name", "oauth_plus_registration_token", "allowed_roles"}:
		assert stored[name] == plain[name], name
	assert [row.role for row in stored.allowed_roles] == [row.role for row in plain.allowed_roles]
	assert stored.name not in ("chosen-name", plain.name)
	assert stored.oauth_plus_registration_token != OF_DESK["oauth_plus_registration_token"]
	assert not set(OF_DESK) & set(body(changed))
	assert refused(by_itself(app_of(said)), "unauthorized_client")


def test_nobody_asks_for_all_later_either():
	said = registered({"scope": "openid"})
	told = body(manage(said, "PUT", **WEB | {"client_id": said["client_id"], "scope": "openid all"}))
	assert told["scope"] == "openid"
	page = ask(with_any_session(), app_of(said), scope="all", **Proof().asked)
	assert "invalid_scope" in page.headers.get("Location", page.text) or page.status_code == 400


def test_a_scope_that_an_administrator_took_away_stays_away():
	said = registered({"scope": "openid email profile"})
	row = row_of(said)
	row.scopes = "openid email"
	row.save(ignore_permissions=True)
	frappe.db.commit()
	for asked in (
		"openid email profile",
		"openid email",
		"openid email profile",
	):  # nor by forgetting it once
		sent = WEB | {"client_id": said["client_id"], "scope": asked}
		assert body(manage(said, "PUT", **sent))["scope"] == "openid email"


def test_a_scope_that_the_app_dropped_itself_it_may_have_again():
	said = registered({"scope": "openid email"})
	for asked in ("openid", "openid email"):
		told = body(manage(said, "PUT", **WEB | {"client_id": said["client_id"], "scope": asked}))
		assert told["scope"] == asked


def test_a_binding_that_an_administrator_demands_stays():
	"""RFC 9449 §5.2, RFC 9126 §6"""
	said = registered()
	row_of(said).update({"oauth_plus_dpop_required": 1, "oauth_plus_requires_push": 1}).save(
		ignore_permissions=True
	)
	frappe.db.commit()
	members = ("dpop_bound_access_tokens", "require_pushed_authorization_requests")
	for asks in (False, True, False):  # the app does not make it its own by asking for it, too
		sent = WEB | {"client_id": said["client_id"]} | (dict.fromkeys(members, True) if asks else {})
		told = body(manage(said, "PUT", **sent))
		assert [told[member] for member in members] == [True, True]
		stored = row_of(said)
		assert (stored.oauth_plus_dpop_required, stored.oauth_plus_requires_push) == (1, 1)


def test_a_binding_that_the_app_demanded_itself_it_may_take_back():
	said = registered({"dpop_bound_access_tokens": True})
	told = body(manage(said, "PUT", **WEB | {"client_id": said["client_id"]}))
	assert "dpop_bound_access_tokens" not in told


@pytest.mark.parametrize(
	"change",
	[
		{"client_id": "another"},
		{"client_id": None},
		{"client_secret": "of-my-own-choosing-0123456789abcdef"},
		{"client_secret": 5},
		{"client_secret": ""},
	],
)
def test_neither_client_id_nor_secret_can_be_chosen(change):
	"""RFC 7592 §2.2"""
	said = registered()
	sent = WEB | {"client_id": said["client_id"], "client_name": "New"} | change
	assert refused(manage(said, "PUT", **sent), "invalid_client_metadata")
	assert row_of(said).app_name == "Ledger"
	assert (
		manage(said, "PUT", **sent | {k: said[k] for k in ("client_id", "client_secret")}).status_code == 200
	)


def test_one_client_does_not_manage_another():
	mine, other = registered(), registered({"client_name": "Victim"})
	sent = WEB | {"client_id": other["client_id"]}
	token = mine["registration_access_token"]
	assert refused(manage(other, "PUT", token=token, **sent), "invalid_token", 401)
	assert refused(manage(mine, "PUT", **sent), "invalid_client_metadata")
	assert refused(manage(other, "DELETE", token=token), "invalid_token", 401)
	assert row_of(other).app_name == "Victim"


def test_a_token_of_registration_is_no_access_token():
	said = registered()
	headers = {"Authorization": f"Bearer {said['registration_access_token']}"}
	assert Browser().get("/api/method/frappe.auth.get_logged_user", headers=headers).status_code == 401
	assert Browser().get(OAUTH + "openid_profile", headers=headers).status_code == 401


def test_another_apps_name_and_redirect_uri_are_unverified_beside_it():
	"""The page makes the difference visible, and the answer goes to the redirect URI's owner alone"""
	known = an_app(app_name="Ledger", oauth_plus_maker="Ledger Ltd.")
	posing = app_of(registered({"client_name": "Ledger"}))
	pages = [unescape(ask(with_any_session(), app, **Proof().asked).text) for app in (known, posing)]
	assert "Made by Ledger Ltd." in pages[0]
	assert "This app registered itself." not in pages[0]
	assert "This app registered itself." in pages[1]
	assert "Made by" not in pages[1]


def test_who_was_vouched_for_cannot_become_somebody_else():
	"""An administrator filled in the maker, and skips the question, for the app as it was"""
	for change, is_other in (
		({"client_name": "Bank"}, True),
		({"redirect_uris": [CALLBACK, "https://evil.example/cb"]}, True),
		({"tos_uri": "https://app.example.com/tos"}, False),
	):
		said = registered()
		row = row_of(said)
		row.update({"oauth_plus_maker": "Ledger Ltd.", "skip_authorization": 1}).save(ignore_permissions=True)
		frappe.db.commit()
		assert manage(said, "PUT", **WEB | {"client_id": said["client_id"]} | change).status_code == 200
		stored = row_of(said)
		expected = ("", 0) if is_other else ("Ledger Ltd.", 1)
		assert (stored.oauth_plus_maker or "", stored.skip_authorization) == expected


def test_a_program_that_was_vouched_for_cannot_become_another():
	"""Its private-use scheme is its host (RFC 8252 §7.1)"""
	native = {"redirect_uris": ["com.example.app:/cb"], "token_endpoint_auth_method": "none"}
	said = registered(native)
	row_of(said).update({"oauth_plus_maker": "Ledger Ltd."}).save(ignore_permissions=True)
	frappe.db.commit()
	sent = WEB | native | {"client_id": said["client_id"]}
	for uri, maker in (("com.example.app:/other", "Ledger Ltd."), ("com.evil.app:/cb", "")):
		assert manage(said, "PUT", **sent | {"redirect_uris": [uri]}).status_code == 200
		assert (row_of(said).oauth_plus_maker or "") == maker


def test_a_session_registers_nothing_of_its_own():
	"""A page of somebody else could send it"""
	browser = signed_in(a_user("System Manager"))
	answer = register(WEB | {"scope": "all unknown"}, browser=browser)
	assert answer.status_code == 201, answer.text
	said = body(answer)
	assert "all" not in said["scope"].split()
	assert row_of(said).owner == "Guest"


@pytest.mark.parametrize("cmd", ["register_client", "registered_client"])
def test_by_no_other_address(cmd: str):
	"""Frappe calls methods by their second names and by parameters too"""
	said = registered()
	token = {"Authorization": f"Bearer {said['registration_access_token']}"}
	path = f"/api/method/oauth_plus.api.register.{cmd}"
	if cmd == "register_client":
		assert Browser().open(path, "POST", json=WEB).status_code == 404
	answer = Browser().open(
		"/api/method/upload_file", "POST", data={"method": f"oauth_plus.api.register.{cmd}"}, headers=token
	)
	assert answer.status_code in (401, 403, 404)
	assert manage(said).status_code == 200


@pytest.mark.parametrize(
	"query", ["", "client_id=", "client_id=a&client_id=b", "client_id=%00", f"client_id={'x' * 9_000}"]
)
def test_a_bad_address_is_a_refusal(query: str):
	said = registered()
	address = said["registration_client_uri"].partition("?")[0]
	answer = manage(said | {"registration_client_uri": f"{address}?{query}"})
	assert answer.status_code in (400, 401)
	assert "error" in body(answer)


def test_what_a_registration_says_is_in_events_without_a_secret():
	said = registered({"client_name": "A" * 100})
	app = app_of(said)
	told = " ".join(event.cause + event.fix for event in events_of(app))
	assert said["registration_access_token"] not in told
	assert said["client_secret"] not in told
	assert a_public_app().client_id not in told
