"""What lets one person or client become another is closed for old clients too, whatever their gate."""

import frappe
import pytest

from oauth_plus.rules import secret
from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import App, a_regular, a_user, an_app, change, signed_in
from oauth_plus.tests.journey import (
	Tokens,
	a_code,
	acts_as,
	ask,
	call,
	decide,
	introspect,
	redeem,
	refresh,
	refused,
	sign_in,
	token_request,
	tokens_of,
)
from oauth_plus.tests.ledger import every_value, rows_of, would_refuse

CREDENTIALS_LIE_IN = ("OAuth Bearer Token", "OAuth Authorization Code", "OAuth Plus Event", "Error Log")


@pytest.fixture(params=["Warn", "Off"])
def old(request) -> App:
	"""A client from before installation, which nothing is held against."""
	return an_old_app(request.param)


def an_old_app(level: str) -> App:
	return change(an_app(oauth_plus_enforcement="Off"), oauth_plus_enforcement=level)


def test_a_code_is_the_sessions_whatever_the_cookies_say(old: App):
	"""C1"""
	mallory = a_regular("Mallory")
	browser = signed_in(mallory).set_cookie("user_id", "Administrator")
	tokens = sign_in(old, browser)
	assert acts_as(tokens.access_token) == mallory
	assert {row.user for row in rows_of(old)} == {mallory}
	assert {row.user for row in rows_of(old, "OAuth Authorization Code")} == {mallory}


@pytest.mark.parametrize("typed", [["like", "%"], ["!=", ""], {"like": "%"}, True, 0])
def test_no_filter_gets_a_token_out_of_introspection(old: App, typed: object):
	"""C2"""
	tokens = sign_in(old)
	answer = Browser().post(
		OAUTH + "introspect_token", json={"token": typed, "token_type_hint": "access_token"}
	)
	assert refused(answer, "invalid_request", 415)
	answer = Browser().post(OAUTH + "introspect_token", {"token": "%"})
	assert body(answer) == {"active": False}
	assert acts_as(tokens.access_token) == a_regular()


def test_a_credential_in_other_letters_is_another_one(old: App):
	"""C3"""
	tokens, code = sign_in(old), a_code(old)
	assert refused(call(tokens.access_token.swapcase()), "invalid_token", 401)
	assert refused(refresh(_with(tokens, tokens.refresh_token.swapcase())), "invalid_grant")
	assert refused(redeem(old, code.swapcase()), "invalid_grant")
	assert body(introspect(old, tokens.access_token.swapcase())) == {"active": False}
	assert tokens_of(old, redeem(old, code))


def test_a_disabled_persons_grants_stop_at_once(old: App):
	"""C8"""
	leaver = a_user("System Manager")
	browser = signed_in(leaver)
	tokens, code = sign_in(old, browser), a_code(old, browser)
	_disable(leaver)
	assert refused(call(tokens.access_token), "invalid_token", 401)
	assert refused(refresh(tokens), "invalid_grant")
	assert refused(redeem(old, code), "invalid_grant")
	assert body(introspect(old, tokens.access_token)) == {"active": False}


def test_a_refresh_token_is_of_no_use_to_another_client(old: App):
	"""H6"""
	tokens, other = sign_in(old), an_old_app("Off")
	stolen = {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token}
	assert refused(token_request(stolen | other.credentials), "invalid_grant")
	assert refused(token_request(stolen | {"client_id": other.client_id}), "invalid_grant")
	assert {row.client for row in rows_of(old)} == {old.client_id}
	assert rows_of(other) == []
	assert tokens_of(old, refresh(tokens))


def test_what_a_system_manager_reads_in_the_database_is_no_token(old: App):
	"""H9, H10"""
	tokens, code = sign_in(old), a_code(old)
	seen = set().union(*(every_value(doctype) for doctype in CREDENTIALS_LIE_IN))
	assert not any(
		kept in value for value in seen for kept in (tokens.access_token, tokens.refresh_token, code)
	)

	manager = signed_in(a_regular("Mallory"))
	row = manager.get(f"/api/resource/OAuth Bearer Token/{secret.digest(tokens.access_token)}")
	read = body(row)["data"]
	assert refused(call(read["access_token"]), "invalid_token", 401)
	assert refused(call(read["name"]), "invalid_token", 401)
	assert refused(refresh(_with(tokens, read["refresh_token"])), "invalid_grant")
	assert refused(redeem(old, secret.digest(code)), "invalid_grant")
	assert body(introspect(old, read["access_token"])) == {"active": False}


def test_the_way_that_old_clients_go_is_open_all_the_same():
	"""Closing the holes closed nothing else: no secret, no PKCE, the person's Allow, and a refresh."""
	old = an_old_app("Warn")
	browser = signed_in()
	assert decide(browser, ask(browser, old)).status_code == 303
	tokens = tokens_of(old, redeem(old, a_code(old), client_secret=None))
	assert acts_as(tokens_of(old, refresh(tokens, client_secret=None)).access_token) == a_regular()
	assert would_refuse(old) == {"client_authentication"}


def _disable(user: str) -> None:
	frappe.get_doc("User", user).update({"enabled": 0}).save(ignore_permissions=True)


def _with(tokens: Tokens, refresh_token: str) -> Tokens:
	return Tokens(tokens.app, tokens.access_token, refresh_token, tokens.answer)
