"""H9, H10: whoever reads the database, a backup or Desk's lists of tokens holds nothing that works."""

import hashlib
import json
import logging

import frappe
import pytest

from oauth_plus.tests.browser import Browser, body, sent_to
from oauth_plus.tests.factories import a_public_app, a_regular, a_user, an_app, signed_in
from oauth_plus.tests.journey import (
	Proof,
	Tokens,
	a_code,
	acts_as,
	ask,
	bearer,
	call,
	decide,
	introspect,
	redeem,
	refresh,
	refused,
	revoke,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import every_value, rows_of

HOLDS_CREDENTIALS = ("OAuth Bearer Token", "OAuth Authorization Code")


def digest(value: str) -> str:
	return hashlib.sha256(value.encode()).hexdigest()


@pytest.mark.parametrize("make", [an_app, a_public_app])
def test_no_column_of_any_table_holds_what_was_given_out(make):
	"""H9, RFC 9700 §4.9.2"""
	app, proof = make(), Proof()
	unredeemed, code = a_code(app, None, proof), a_code(app, None, proof)
	first = tokens_of(app, redeem(app, code, proof))
	second = tokens_of(app, refresh(first))
	refused(refresh(Tokens(an_app(), "", second.refresh_token, {})), "invalid_grant")
	given = {unredeemed, code, first.access_token, first.refresh_token, second.access_token}
	given |= {second.refresh_token, proof.verifier, first.answer["id_token"]}
	assert _is_in("OAuth Bearer Token", digest(first.access_token)), "the search finds what is there"
	for table in _tables():
		assert not [value for value in given if _is_in(table, value)], table


def _tables() -> list[str]:
	"""Ours and Frappe's: a request may leave something anywhere."""
	return [table.removeprefix("tab") for table in frappe.db.get_tables(cached=False) if table[:3] == "tab"]


def _is_in(doctype: str, value: str) -> bool:
	"""Also as a part of something longer, such as an address in a log."""
	columns = [f"`{column}` LIKE %(like)s ESCAPE '!'" for column in frappe.db.get_table_columns(doctype)]
	query = f"SELECT COUNT(*) FROM `tab{doctype}` WHERE {' OR '.join(columns)}"
	return bool(frappe.db.sql(query, {"like": f"%{value.replace('_', '!_')}%"})[0][0])


@pytest.mark.parametrize("make", [an_app, a_public_app])
def test_what_is_stored_is_refused_in_place_of_what_was_given_out(make):
	"""H10: reading a digest is not having a token"""
	app, proof = make(), Proof()
	code = a_code(app, None, proof)
	tokens = sign_in(app)
	stored = every_value("OAuth Bearer Token") | every_value("OAuth Authorization Code")
	for value in (code, tokens.access_token, tokens.refresh_token):
		assert digest(value) in stored
	assert refused(redeem(app, digest(code), proof), "invalid_grant")
	assert refused(call(digest(tokens.access_token)), "invalid_token", 401)
	assert refused(refresh(tokens, refresh_token=digest(tokens.refresh_token)), "invalid_grant")
	assert revoke(app, digest(tokens.access_token)).status_code == 200
	assert revoke(app, digest(tokens.refresh_token)).status_code == 200
	if not app.is_public:
		assert body(introspect(app, digest(tokens.access_token))) == {"active": False}
	assert acts_as(tokens.access_token)
	assert tokens_of(app, refresh(tokens))
	assert tokens_of(app, redeem(app, code, proof))


@pytest.mark.parametrize("column", ["access_token", "refresh_token", "name", "oauth_plus_family"])
@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Basic", "token"])
def test_no_column_of_a_token_is_a_credential(column, scheme):
	"""H10: nor the name of the row, nor that of its grant"""
	app = an_app()
	sign_in(app)
	[row] = rows_of(app)
	answer = Browser().get("/api/resource/ToDo", headers={"Authorization": f"{scheme} {row[column]}"})
	assert answer.status_code in (401, 403)


@pytest.mark.parametrize("doctype", HOLDS_CREDENTIALS)
def test_a_system_manager_sees_digests_only(doctype):
	"""H10: stock let a System Manager read, and use, Administrator's token"""
	app, manager = an_app(), signed_in(a_regular("Mallory"))
	code = a_code(app)
	tokens = tokens_of(app, redeem(app, code))
	filters = json.dumps([["client", "=", app.client_id]])
	listed = manager.get(f"/api/resource/{doctype}", {"fields": '["*"]', "filters": filters})
	assert listed.status_code == 200
	assert app.client_id in listed.text
	for value in (code, tokens.access_token, tokens.refresh_token):
		assert value not in listed.text


@pytest.mark.parametrize(
	"doctype",
	[
		*HOLDS_CREDENTIALS,
		"OAuth Client",
		"OAuth Plus Event",
		"OAuth Plus Settings/OAuth Plus Settings",
		"OAuth Plus Signing Key",
		"OAuth Plus Initial Access Token",
	],
)
def test_anybody_else_sees_nothing(doctype):
	"""Doorkeeper 2020-10187: secrets in a list of apps"""
	app = an_app()
	sign_in(app)
	for browser, status in ((Browser(), 401), (signed_in(_somebody()), 403)):
		answer = browser.get(f"/api/resource/{doctype}", {"fields": '["*"]'})
		assert answer.status_code == status
		assert app.client_secret not in answer.text


def _somebody() -> str:
	if not hasattr(_somebody, "email"):
		_somebody.email = a_user()
	return _somebody.email


def test_no_log_line_holds_what_was_given_out_or_tried(caplog):
	"""RFC 9700 §4.9.2; django-oauth-toolkit logged attempted secrets at debug level"""
	caplog.set_level(logging.DEBUG)
	app, browser, proof = an_app(), signed_in(), Proof()
	code = sent_to(decide(browser, ask(browser, app, **proof.asked)))["code"]
	redeem(app, code, proof, client_secret="an-attempted-secret")
	tokens = tokens_of(app, redeem(app, code, proof))
	redeem(app, code, proof)
	refresh(tokens)
	introspect(app, tokens.access_token)
	call(tokens.access_token)
	call("an-attempted-bearer")
	revoke(app, tokens.refresh_token)
	logged = caplog.text
	for value in ("an-attempted-secret", "an-attempted-bearer", app.client_secret, code, proof.verifier):
		assert value not in logged
	for value in (tokens.access_token, tokens.refresh_token, tokens.answer["id_token"]):
		assert value not in logged


def test_an_event_says_why_without_saying_what():
	"""Decision 9 of the trail: never a secret"""
	app = an_app()
	code = a_code(app)
	redeem(app, code, client_secret="an-attempted-secret")
	redeem(app, code + "x")
	Browser().get("/api/method/ping", headers=bearer("an-attempted-bearer"))
	written = str(every_value("OAuth Plus Event"))
	for value in ("an-attempted-secret", "an-attempted-bearer", code, app.client_secret):
		assert value not in written
