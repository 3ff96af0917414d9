"""Tokens and codes from before the app become digests: in batches, cut off at any point, never twice (H9)."""

import secrets
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from frappe.model.base_document import BaseDocument
from frappe.utils import add_to_date, now_datetime

from oauth_plus import tasks
from oauth_plus.patches.v0_1 import hashed_existing_tokens
from oauth_plus.rules.secret import digest, is_digest
from oauth_plus.tests import bench
from oauth_plus.tests.factories import App, a_regular, an_old_app
from oauth_plus.tests.journey import Proof, Tokens, acts_as, redeem, refresh, sign_in, tokens_of
from oauth_plus.tests.ledger import rows_of

TOKEN, CODE = "OAuth Bearer Token", "OAuth Authorization Code"

CUT_OFF = """
import os
import signal
import sys

import frappe
from oauth_plus.jobs import hash_existing_credentials

frappe.init(sys.argv[1], sites_path=".")
frappe.connect()
hash_existing_credentials.BATCH, batches = 5, 0
create_families_for = hash_existing_credentials.adoption.create_families_for

def die_in_the_midst_of_a_batch(rows):
	global batches
	batches += 1
	if batches == 3:
		os.kill(os.getpid(), signal.SIGKILL)
	create_families_for(rows)

hash_existing_credentials.adoption.create_families_for = die_in_the_midst_of_a_batch
from oauth_plus.patches.v0_1.hashed_existing_tokens import execute
execute()
"""
"""A conversion in batches of five that is killed in the third, between its tokens and their families."""


def a_plain_token(app: App, **values: Any) -> tuple[str, str]:
	"""As stock stores it: named by itself. Returns the access and the refresh token."""
	access, refreshing = secrets.token_hex(15), secrets.token_hex(15)
	row = {
		"name": access,
		"access_token": access,
		"refresh_token": refreshing,
		"client": app.client_id,
		"user": a_regular(),
		"scopes": "all openid",
		"status": "Active",
		"expires_in": 3600,
		"expiration_time": add_to_date(now_datetime(), hours=1),
	}
	_insert(TOKEN, row | values)
	return access, refreshing


def a_plain_code(app: App, **values: Any) -> str:
	code = secrets.token_hex(15)
	row = {
		"name": code,
		"authorization_code": code,
		"client": app.client_id,
		"user": a_regular(),
		"scopes": "all openid",
		"redirect_uri_bound_to_authorization_code": app.redirect_uri,
		"validity": "Valid",
	}
	_insert(CODE, row | values)
	return code


def _insert(doctype: str, row: dict[str, Any]) -> None:
	BaseDocument.db_insert(frappe.get_doc({"doctype": doctype, **row}))  # as Frappe did before this app
	frappe.db.set_value(doctype, row["name"], "creation", now_datetime(), update_modified=False)
	frappe.db.commit()


def lying(app: App) -> dict[str, Any]:
	"""All rows of the client by what they hold."""
	frappe.db.rollback()
	return {row.access_token: row for row in frappe.get_all(TOKEN, {"client": app.client_id}, ["*"])}


@pytest.fixture
def app() -> Iterator[App]:
	"""An old client; nothing of other tests waits to be converted."""
	hashed_existing_tokens.execute()
	tasks.finish_conversion()
	return an_old_app()


def test_plain_rows_become_digests_and_work_as_before(app: App):
	"""Issue 2, item 7"""
	access, refreshing = a_plain_token(app)
	code = a_plain_code(app)
	assert acts_as(access) is None
	hashed_existing_tokens.execute()
	(row,) = lying(app).values()
	assert (row.name, row.access_token, row.refresh_token) == (
		digest(access),
		digest(access),
		digest(refreshing),
	)
	assert acts_as(access) == a_regular()
	assert tokens_of(app, refresh(Tokens(app, access, refreshing, {})))
	assert tokens_of(app, redeem(app, code))


def test_a_plain_challenge_which_is_the_verifier_is_digested_with_its_code():
	"""RFC 7636 §4.2: who reads the table cannot redeem what it holds"""
	app, proof = an_old_app(), Proof()
	code = a_plain_code(app, code_challenge=proof.verifier, code_challenge_method="plain")
	frappe.db.commit()
	hashed_existing_tokens.execute()
	(row,) = rows_of(app, CODE)
	assert (row.code_challenge, row.code_challenge_method) == (proof.challenge, "s256")
	assert tokens_of(app, redeem(app, code, proof))


def test_cut_off_it_goes_on_where_it_stopped(app: App):
	"""Issue 2, item 7: no row is lost, none is digested twice"""
	plain = dict(a_plain_token(app) for _ in range(23))
	ended = bench.python("-c", CUT_OFF, frappe.local.site)
	assert ended.returncode == -9, ended.stderr
	held = lying(app)
	assert len(held) == len(plain)
	assert 0 < sum(is_digest(token) for token in held) < 13, "whole batches are done, the last is undone"
	assert all(token in plain or is_digest(token) for token in held)

	hashed_existing_tokens.execute()
	held = lying(app)
	assert set(held) == {digest(access) for access in plain}
	assert {row.refresh_token for row in held.values()} == {
		digest(refreshing) for refreshing in plain.values()
	}
	assert {row.name for row in held.values()} == set(held)
	assert all(acts_as(access) == a_regular() for access in list(plain)[:3])


def test_migrating_finishes_what_was_cut_off(app: App):
	"""Issue 2, items 4 and 7"""
	access, _refreshing = a_plain_token(app)
	bench.migrate()
	assert acts_as(access) == a_regular()


def test_a_second_run_finds_nothing_to_do(app: App):
	"""Issue 2, item 7"""
	for _ in range(3):
		a_plain_token(app)
	hashed_existing_tokens.execute()
	tokens = sign_in(app)
	before = lying(app)
	hashed_existing_tokens.execute()
	assert lying(app) == before
	assert acts_as(tokens.access_token) == a_regular()


def test_a_row_is_found_whatever_its_name(app: App):
	"""Later Frappes name a token otherwise than by itself"""
	access, _refreshing = a_plain_token(app, name=secrets.token_hex(5))
	name = lying(app)[access].name
	hashed_existing_tokens.execute()
	assert lying(app)[digest(access)].name == name
	assert acts_as(access) == a_regular()


def test_a_row_without_a_refresh_token_stays_without(app: App):
	access, _refreshing = a_plain_token(app, refresh_token=None)
	hashed_existing_tokens.execute()
	assert not lying(app)[digest(access)].refresh_token
	assert acts_as(access) == a_regular()


def test_a_revoked_and_an_expired_token_stay_what_they_are(app: App):
	revoked, _ = a_plain_token(app, status="Revoked")
	expired, _ = a_plain_token(app, expiration_time=add_to_date(now_datetime(), seconds=-5))
	hashed_existing_tokens.execute()
	assert acts_as(revoked) is None
	assert acts_as(expired) is None
	assert lying(app)[digest(revoked)].status == "Revoked"


def test_many_are_converted_with_a_word_on_the_way(app: App, capsys: pytest.CaptureFixture):
	for _ in range(3):
		a_plain_token(app)
	a_plain_code(app)
	hashed_existing_tokens.execute()
	said = capsys.readouterr().out
	assert "OAuth Plus: 3 tokens digested" in said
	assert "OAuth Plus: 1 codes digested" in said
