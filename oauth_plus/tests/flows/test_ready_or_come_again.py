"""Without the mark of readiness no token is judged; while old tokens are converted they work in either form."""

import contextlib
import pickle
import secrets
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import frappe
import pytest
from werkzeug.test import TestResponse

from oauth_plus import tasks
from oauth_plus.platform import cache, installed_apps, readiness
from oauth_plus.rules.secret import digest
from oauth_plus.setup import install
from oauth_plus.tests import bench
from oauth_plus.tests import site as the_site
from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import a_regular, an_api_key, an_app, an_old_app, signed_in, with_any_session
from oauth_plus.tests.journey import (
	Proof,
	Tokens,
	acts_as,
	ask,
	call,
	introspect,
	redeem,
	refresh,
	refused,
	revoke,
	sign_in,
	token_request,
	tokens_of,
)
from oauth_plus.tests.ledger import errors, rows_of
from oauth_plus.tests.site import configured
from oauth_plus.tests.store.test_old_tokens_are_digested_once import a_plain_code, a_plain_token

WELL_KNOWN = ("openid-configuration", "oauth-authorization-server", "jwks.json")


@pytest.fixture(autouse=True)
def ready_at_the_end(site) -> Iterator[None]:
	yield
	frappe.db.rollback()
	tasks.finish_conversion()
	readiness.announce(converting=False)


@contextlib.contextmanager
def marked(value: str | None) -> Iterator[None]:
	readiness._write(value)
	try:
		yield
	finally:
		readiness.announce(converting=False)


def asked_to_come_again(answer: TestResponse) -> bool:
	assert answer.status_code == 503, f"{answer.status_code}: {answer.text[:500]}"
	assert int(answer.headers["Retry-After"]) > 0
	assert "Traceback" not in answer.text
	return True


@pytest.mark.parametrize("mark", [None, "0", "1", "99", "99 converting", "nonsense"])
def test_a_site_that_is_not_ready_for_this_code_judges_no_token(mark: str | None):
	"""Installed by halves, migrated for newer code than this worker has, or not yet for code as new as this"""
	app = an_app()
	tokens = sign_in(app)
	with marked(mark):
		assert asked_to_come_again(call(tokens.access_token))
		assert asked_to_come_again(call("unknown-but-a-good-form"))
		assert asked_to_come_again(refresh(tokens))
		assert asked_to_come_again(redeem(app, "guessed"))
		assert asked_to_come_again(introspect(app, tokens.access_token))
		assert asked_to_come_again(revoke(app, tokens.access_token))
		assert asked_to_come_again(ask(with_any_session(), app))
		for document in WELL_KNOWN:
			assert asked_to_come_again(Browser().get(f"/.well-known/{document}"))
	assert acts_as(tokens.access_token) == a_regular()
	assert tokens_of(app, refresh(tokens))


def test_an_app_is_told_so_in_the_words_of_the_rfc():
	tokens = sign_in(an_app())
	with marked(None):
		assert refused(refresh(tokens), "temporarily_unavailable", 503)
		assert refused(call(tokens.access_token), "temporarily_unavailable", 503)


def test_all_other_requests_go_on_meanwhile():
	key, secret = an_api_key(a_regular())
	browser = signed_in()
	with marked(None):
		assert Browser().get("/api/method/ping").status_code == 200
		assert body(browser.get("/api/method/frappe.auth.get_logged_user"))["message"] == a_regular()
		header = {"Authorization": f"token {key}:{secret}"}
		assert Browser().get("/api/resource/ToDo", headers=header).status_code == 200
		assert signed_in(a_regular())


def test_a_cache_that_is_older_than_the_mark_holds_up_nobody():
	tokens = sign_in(an_app())
	defaults = dict(frappe.defaults.get_defaults_for("__global"))
	defaults.pop(readiness.KEY)
	if hasattr(frappe, "client_cache"):
		frappe.client_cache.set_value("defaults::__global", frappe._dict(defaults))
	else:
		frappe.cache.hset("defaults", "__global", frappe._dict(defaults))
	assert acts_as(tokens.access_token) == a_regular()


@pytest.mark.parametrize(
	("table", "column"),
	[
		("OAuth Client", "oauth_plus_networks"),
		("OAuth Bearer Token", "oauth_plus_granted_scopes"),
		("OAuth Plus Grant", "absolute_ends"),
	],
)
def test_a_column_that_is_missing_is_no_error_of_the_app_that_asks(table: str, column: str):
	"""Newer code than the tables: a worker was restarted before the site was migrated"""
	tokens = sign_in(an_app())
	with renamed(f"ALTER TABLE `tab{table}` CHANGE `{{}}` `{{}}` TEXT", column, "away"):
		assert asked_to_come_again(call(tokens.access_token))
		assert asked_to_come_again(refresh(tokens))
	assert acts_as(tokens.access_token) == a_regular()
	assert tokens_of(tokens.app, refresh(tokens))


def test_a_table_that_is_missing_is_none_either():
	tokens = sign_in(an_app())
	with renamed("RENAME TABLE `{}` TO `{}`", "tabOAuth Plus Grant", "tabAway"):
		assert asked_to_come_again(call(tokens.access_token))
		assert asked_to_come_again(refresh(tokens))
	assert tokens_of(tokens.app, refresh(tokens))


@contextlib.contextmanager
def renamed(statement: str, name: str, other: str) -> Iterator[None]:
	if frappe.db.db_type == "sqlite":
		pytest.skip("SQLite changes its tables otherwise")
	kind = _column_type(statement, name)
	frappe.db.commit()
	frappe.db.sql_ddl(statement.replace("TEXT", kind).format(name, other))
	the_site.forget_all_that_redis_knows()
	try:
		yield
	finally:
		frappe.db.commit()
		frappe.db.sql_ddl(statement.replace("TEXT", kind).format(other, name))
		the_site.forget_all_that_redis_knows()


def _column_type(statement: str, column: str) -> str:
	if not statement.startswith("ALTER"):
		return ""
	table = statement.split("`")[1]
	return next(row.type for row in frappe.db.get_table_columns_description(table) if row.name == column)


def test_hooks_that_name_what_this_worker_does_not_have_are_no_error_of_the_app_that_asks():
	"""Workers share the hooks by Redis: one with newer code has written them"""
	tokens = sign_in(an_app())
	store = getattr(frappe, "client_cache", frappe.cache)
	hooks = dict(frappe.get_hooks())
	endpoint = "frappe.integrations.oauth2.get_token"
	newer = {**hooks["override_whitelisted_methods"], endpoint: ["oauth_plus.api.tomorrow.get_token"]}
	with configured(developer_mode=0):
		store.set_value("app_hooks", {**hooks, "override_whitelisted_methods": newer})
		try:
			assert asked_to_come_again(refresh(tokens))
		finally:
			store.delete_value("app_hooks")
	assert tokens_of(tokens.app, refresh(tokens))


def test_hooks_that_a_request_of_before_puts_back_are_not_kept():
	"""It read the list of apps before the installation; with its hooks, stock would be asked about digests"""
	store = getattr(frappe, "client_cache", frappe.cache)
	stale = {**frappe.get_hooks(), "app_name": ["frappe"]}
	pause = 0.2
	with configured(developer_mode=0):
		key, value = frappe.cache.make_key("app_hooks"), pickle.dumps(stale)
		late = threading.Timer(pause / 2, frappe.cache.set, args=(key, value))
		store.set_value("app_hooks", stale)
		late.start()
		began = time.monotonic()
		installed_apps.wait_until_called("oauth_plus", pause)
		assert time.monotonic() - began >= 2 * pause, "it looked a second time"
		assert "oauth_plus" in frappe.get_hooks("app_name")


def test_frappes_own_maintenance_says_when_to_come_again():
	tokens = sign_in(an_app())
	with configured(maintenance_mode=1):
		answer = call(tokens.access_token)
		assert asked_to_come_again(refresh(tokens))
	assert answer.status_code == 503
	assert int(answer.headers["Retry-After"]) > 0


# Old tokens are being converted


@pytest.fixture
def old(ready_at_the_end) -> Tokens:
	"""A pair and a client of before, none of them converted."""
	app = an_old_app()
	access, refreshing = a_plain_token(app)
	readiness.announce(converting=True)
	return Tokens(app, access, refreshing, {})


def test_a_plain_token_opens_what_it_opened(old: Tokens):
	assert acts_as(old.access_token) == a_regular()
	assert [row.name for row in rows_of(old.app)] == [old.access_token], "a request that reads writes nothing"


def test_a_bearer_that_loses_a_deadlock_is_answered_as_if_it_had_come_later(old: Tokens):
	"""The database undoes the request that has written less, while its token is being converted"""
	if frappe.db.db_type == "sqlite":
		pytest.skip("SQLite locks no rows")
	before = errors()
	for _ in range(20):  # more than the request writes
		frappe.get_doc(doctype="ToDo", description="Weight").insert()
	table = "SELECT name FROM `tabOAuth Bearer Token` WHERE name = %s FOR UPDATE"
	frappe.db.sql(table, (digest(old.access_token),))  # the gap that its new name goes to
	with ThreadPoolExecutor() as meanwhile:
		answer = meanwhile.submit(call, old.access_token)
		time.sleep(1)
		frappe.db.sql(table, (old.access_token,))
		frappe.db.rollback()
	assert body(answer.result())["message"] == a_regular()
	assert errors() == before


def test_an_error_beside_a_bearer_shows_no_token():
	"""RFC 9700 §4.9.2: Frappe's Error Log has the variables of every frame of what broke"""
	token = sign_in(an_app()).access_token
	assert acts_as(token) == a_regular()
	frappe.cache.set(cache.key_of("bearer", digest(token)), b"no bearer")
	before = errors()
	assert call(token).status_code == 500
	assert errors() == before + 1
	waiting = frappe.cache.lrange("insert_queue_for_Error Log", 0, -1)
	assert waiting
	assert token not in str(waiting)
	the_site.forget_all_that_redis_knows()


def test_a_plain_refresh_token_is_exchanged_once_and_has_a_grant(old: Tokens):
	second = tokens_of(old.app, refresh(old))
	assert tokens_of(old.app, refresh(second))
	first = next(row for row in rows_of(old.app) if row.access_token == digest(old.access_token))
	assert first.refresh_token == digest(old.refresh_token)
	assert first.oauth_plus_family


def test_a_plain_code_is_redeemed_once(old: Tokens):
	code = a_plain_code(old.app)
	readiness.announce(converting=True)
	assert tokens_of(old.app, redeem(old.app, code))
	proof = Proof()
	code = a_plain_code(old.app, code_challenge=proof.verifier, code_challenge_method="plain")
	assert tokens_of(old.app, redeem(old.app, code, proof))


def test_a_plain_token_is_introspected_and_taken_back(old: Tokens):
	assert body(introspect(old.app, old.access_token))["active"] is True
	assert body(introspect(old.app, old.refresh_token))["active"] is True
	assert revoke(old.app, old.refresh_token).status_code == 200
	assert acts_as(old.access_token) is None
	assert refused(refresh(old), "invalid_grant")


def test_what_was_revoked_or_has_expired_stays_so(old: Tokens):
	revoked, refreshing = a_plain_token(old.app, status="Revoked")
	expired, _ = a_plain_token(old.app, expiration_time="2020-01-01 00:00:00")
	assert acts_as(revoked) is None
	assert acts_as(expired) is None
	assert refused(refresh(Tokens(old.app, revoked, refreshing, {})), "invalid_grant")


def test_a_digest_is_no_token_though_its_row_holds_it(old: Tokens):
	"""H10: whoever reads the table could use it otherwise"""
	tokens = sign_in(an_old_app())
	for row in rows_of(tokens.app):
		assert acts_as(row.access_token) is None
		stolen = Tokens(tokens.app, "", row.refresh_token, {})
		assert refused(refresh(stolen), "invalid_grant")
		assert body(introspect(tokens.app, row.access_token))["active"] is False
	assert acts_as(tokens.access_token) == a_regular()


def test_letter_case_counts_for_a_plain_token_too(old: Tokens):
	mixed = f"AbCdEfGhIjKlMnOpQrStUv{secrets.token_hex(4)}"
	access, _ = a_plain_token(old.app, access_token=mixed, name=mixed)
	assert acts_as(mixed) == a_regular()
	assert acts_as(mixed.lower()) is None
	assert access


def test_once_nothing_is_left_a_plain_token_opens_nothing(old: Tokens):
	"""decisions.md, decision 2: nothing usable lies in the database"""
	tasks.finish_conversion()
	assert readiness.is_converting(), "it has just found some"
	tasks.finish_conversion()
	assert not readiness.is_converting()
	assert acts_as(old.access_token) == a_regular()
	later, refreshing = a_plain_token(old.app)
	assert acts_as(later) is None
	assert refused(refresh(Tokens(old.app, later, refreshing, {})), "invalid_grant")


# Migrating


def test_a_migration_leaves_a_ready_site_ready():
	tokens = sign_in(an_app())
	install.before_migrate()
	assert acts_as(tokens.access_token) == a_regular()


def test_requests_wait_while_a_site_is_migrated_to_another_layout():
	tokens = sign_in(an_app())
	with marked("0"):
		install.before_migrate()
		assert asked_to_come_again(call(tokens.access_token))
		bench.migrate()
		assert acts_as(tokens.access_token) == a_regular()


def test_a_dry_run_of_uninstalling_holds_up_nobody():
	tokens = sign_in(an_app())
	bench.run("uninstall-app", bench.APP, "--yes", "--no-backup", "--dry-run")
	assert readiness.is_ready()
	assert acts_as(tokens.access_token) == a_regular()


def test_a_worker_that_read_the_hooks_before_the_installation_asks_to_come_again(monkeypatch):
	"""RFC 9110 §15.6.4: it calls our endpoint, and has not called our hook"""
	hooks = frappe.get_hooks

	def without_ours(name: str | None = None, *args: Any, **kwargs: Any) -> Any:
		return [] if name == "before_request" else hooks(name, *args, **kwargs)

	monkeypatch.setattr(frappe, "get_hooks", without_ours)
	answer = Browser().get(OAUTH + "openid_profile")
	assert answer.status_code == 503
	assert body(answer)["error"] == "temporarily_unavailable"
	assert answer.headers["Retry-After"] == "2"


def test_who_misses_a_token_while_the_app_is_withdrawn_is_not_told_that_it_is_unknown(monkeypatch):
	"""The request had begun before: its worker still takes the site for ready"""
	app = an_app()
	monkeypatch.setattr(readiness, "is_ready", lambda: True)
	form = {"grant_type": "refresh_token", "refresh_token": secrets.token_urlsafe(32)} | app.credentials
	assert token_request(form).status_code == 400
	with marked(None):
		answer = token_request(form)
	assert answer.status_code == 503
	assert body(answer)["error"] == "temporarily_unavailable"
