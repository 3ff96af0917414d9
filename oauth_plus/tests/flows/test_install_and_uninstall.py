"""`install-app` and `uninstall-app` on a real site: nothing is left behind, and stock goes on."""

from dataclasses import dataclass, field
from typing import Any

import frappe
import pytest

from oauth_plus.platform import navbar
from oauth_plus.rules import secret
from oauth_plus.setup import client_form, custom_fields
from oauth_plus.tests import bench, schema, stock
from oauth_plus.tests.browser import OAUTH, Browser, body, sent_to
from oauth_plus.tests.factories import BY_SECRET, a_regular, an_app, an_old_app, signed_in
from oauth_plus.tests.journey import (
	Tokens,
	acts_as,
	bearer,
	call,
	introspect,
	redeem,
	refresh,
	refused,
	revoke,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.keys import JOB, kid_of, private_halves, served, verified
from oauth_plus.tests.ledger import errors, rows_of, would_refuse
from oauth_plus.tests.stage import Stage

TOUCHED = ("OAuth Client", "OAuth Bearer Token", "OAuth Authorization Code")

OUR_WORDS = ("oauth_plus", "oauth plus", "oauth-plus")


@dataclass
class Scene:
	"""What was to be seen when the app had just come or gone."""

	said: str
	structure: set[tuple[Any, ...]] = field(default_factory=schema.structure)
	definitions: set[tuple[str, str]] = field(default_factory=schema.definitions)
	errors: int = field(default_factory=errors)


@dataclass
class Before:
	"""The site while the app was there."""

	manager: Browser
	tokens: Tokens
	forgotten: str
	errors: int = field(default_factory=errors)


@pytest.fixture(scope="module")
def before(stage: Stage) -> Before:
	"""A person is signed in, and an app acts for them."""
	return Before(signed_in(), sign_in(an_app(**BY_SECRET)), a_client_without_a_copy())


def a_client_without_a_copy() -> str:
	"""The site's key signs its ID tokens, so that the digest of its secret is enough."""
	return an_app().client_id


@pytest.fixture(scope="module")
def gone(before: Before, stage: Stage) -> Scene:
	"""The app was uninstalled."""
	return Scene(stage.without_the_app())


@pytest.fixture(scope="module")
def old(gone: Scene, before: Before) -> Tokens:
	"""A client of stock's making, and what it got there."""
	return stock.sign_in(before.manager, stock.a_client(before.manager))


@pytest.fixture(scope="module")
def back(old: Tokens, stage: Stage) -> Scene:
	"""The app was installed."""
	return Scene(stage.with_the_app())


@pytest.fixture(scope="module")
def gone_again(back: Scene, stage: Stage) -> Scene:
	"""The app was uninstalled once more."""
	return Scene(stage.without_the_app())


# A dry run


def test_a_dry_run_removes_nothing(before: Before):
	"""Frappe runs the hooks of an app for a dry run as well, and tells them nothing"""
	structure, definitions = schema.structure(), schema.definitions()
	said = bench.run("uninstall-app", bench.APP, "--yes", "--no-backup", "--dry-run")
	assert "OAuth Plus: would remove" in said
	assert "OAuth Plus: removed" not in said
	assert schema.structure() == structure
	assert schema.definitions() == definitions
	assert acts_as(before.tokens.access_token) == a_regular()


# The app is gone


def test_uninstalling_says_what_it_removed(gone: Scene):
	for doctype, fields in custom_fields.custom_fields(has_own_auth_method=True).items():
		for entry in fields:
			if entry["fieldtype"] not in ("Section Break", "Column Break"):
				assert entry["fieldname"] in gone.said, entry["fieldname"]
		assert doctype in gone.said
	assert "rows of OAuth Bearer Token, which only it can read" in gone.said
	assert "the index of OAuth Bearer Token on refresh_token" in gone.said
	assert "the scheduled job oauth_plus.tasks.rotate_signing_keys" in gone.said
	assert "the private halves of 1 signing keys" in gone.said
	assert "OAuth Clients their secret back" in gone.said
	assert "its entry from Desk's user menu" in gone.said
	for doctype in (
		"OAuth Plus Consent",
		"OAuth Plus Event",
		"OAuth Plus Settings",
		"OAuth Plus Signing Key",
		"OAuth Plus Client Secret",
		"OAuth Plus Initial Access Token",
	):
		assert f"'{doctype}'" in gone.said


def test_no_word_of_us_is_left_in_the_database(gone: Scene):
	"""Custom fields, property setters, DocTypes, roles, modules, patches, defaults: no row of any table"""
	assert schema.traces(*OUR_WORDS) == {}
	assert private_halves() == {}


def test_no_column_index_or_table_of_ours_is_left(gone: Scene):
	assert [
		entry for entry in gone.structure if any("oauth_plus" in str(part).lower() for part in entry)
	] == []
	assert [table for table in schema.tables() if "plus" in table.lower()] == []


@pytest.mark.parametrize("doctype", TOUCHED)
def test_a_table_of_frappes_has_the_columns_that_frappe_gave_it(doctype: str, gone: Scene):
	meta = frappe.get_meta(doctype, cached=False)
	assert {entry.fieldname for entry in meta.fields if entry.get("is_custom_field")} == set()
	optional = {
		"_user_tags",
		"_comments",
		"_assign",
		"_liked_by",
		"_seen",
		"parent",
		"parentfield",
		"parenttype",
	}
	there = {entry[2] for entry in gone.structure if entry[:2] == ("column", f"tab{doctype}")}
	assert there - optional == set(meta.get_valid_columns()) - optional


def test_what_was_set_on_frappes_fields_is_as_frappe_has_it(gone: Scene):
	for doctype, name, property_, _kind, _value in client_form.properties():
		if name.startswith("oauth_plus_"):  # gone with its field
			continue
		now = frappe.get_meta(doctype, cached=False).get_field(name).get(property_)
		assert now == frappe.db.get_value("DocField", {"parent": doctype, "fieldname": name}, property_)


def test_nothing_went_wrong_on_the_way(gone: Scene, before: Before):
	assert gone.errors == before.errors


def test_what_only_we_could_read_is_no_token_to_stock(gone: Scene, before: Before):
	"""H10: stock would take a digest for the token itself"""
	token = before.tokens.access_token
	for presented in (token, secret.digest(token)):
		assert call(presented).status_code == 401
	assert not any(
		secret.is_digest(row.access_token) for row in frappe.get_all("OAuth Bearer Token", fields=["*"])
	)


def test_stock_is_given_the_secrets_that_the_apps_have(gone: Scene, before: Before):
	"""In its own field, where it signs ID tokens with them; no client is left with the mask"""
	app = before.tokens.app
	assert frappe.db.get_value("OAuth Client", app.client_id, "client_secret") == app.client_secret
	assert frappe.db.count("OAuth Client", {"client_secret": secret.MASK}) == 0


def test_a_client_of_whose_secret_no_copy_is_left_has_a_new_one(gone: Scene, before: Before):
	"""Stock would sign with the mask, which everybody knows"""
	assert "OAuth Plus: made a new secret for" in gone.said
	made = frappe.db.get_value("OAuth Client", before.forgotten, "client_secret")
	assert secret.is_digest(made), "64 hex characters"


def test_none_of_our_hooks_acts_any_more(gone: Scene, before: Before):
	app = stock.a_client(before.manager)
	answer = stock.allow(before.manager, app)
	assert answer.status_code == 302
	assert "iss" not in sent_to(answer)
	assert "invalid_token" not in call("nonsense").headers.get("WWW-Authenticate", "")
	assert "oauth_plus" not in str(dict(frappe.get_hooks()))


def test_the_persons_own_page_is_gone_and_every_way_to_it(gone: Scene, before: Before):
	assert before.manager.get("/oauth-apps").status_code == 404
	assert before.manager.get("/third_party_apps").status_code == 200, "Frappe's own page of apps"
	assert "/oauth-apps" not in before.manager.get("/me").text
	assert frappe.get_all("Navbar Item", filters={"route": navbar.ITEM["route"]}) == []


def test_stock_oauth_works(old: Tokens, before: Before):
	"""The journey of old: authorize, allow, redeem, call, refresh, introspect, profile, revoke"""
	assert acts_as(old.access_token) == a_regular()
	assert call(old.access_token, "/api/resource/ToDo").status_code == 200
	second = tokens_of(old.app, refresh(old, client_secret=None))
	assert acts_as(second.access_token) == a_regular()
	assert body(introspect(old.app, second.access_token))["active"] is True
	profile = Browser().get(OAUTH + "openid_profile", headers=bearer(second.access_token))
	assert body(profile)["email"] == a_regular()
	assert revoke(old.app, second.access_token).status_code == 200
	assert call(second.access_token).status_code == 401


def test_uninstalling_what_is_not_there_changes_nothing(gone: Scene):
	said = bench.uninstall()
	assert "not installed" in said
	assert schema.structure() == gone.structure


# A Frappe that lacks something


def test_a_frappe_that_lacks_a_field_is_refused_before_anything_is_changed(old: Tokens):
	"""Issue 2, item 4: the sentence names what is missing"""
	structure, definitions = schema.structure(), schema.definitions()
	where = {"parent": "OAuth Authorization Code", "fieldname": "code_challenge"}
	row = frappe.get_doc("DocField", where)
	with _taken_away(row):
		ended = bench.command("install-app", bench.APP)
		assert ended.returncode != 0
		assert "this Frappe lacks OAuth Authorization Code.code_challenge" in ended.stdout + ended.stderr
		assert not bench.is_installed()
		assert schema.definitions() == definitions - {("DocField", row.name)}
	assert schema.structure() == structure
	assert schema.definitions() == definitions


class _taken_away:
	"""A row of Frappe's own that is not there for a while."""

	def __init__(self, row: Any) -> None:
		self.row = row

	def __enter__(self) -> None:
		frappe.db.delete("DocField", {"name": self.row.name})
		self._see()

	def __exit__(self, *_: object) -> None:
		self.row.db_insert()
		self._see()

	def _see(self) -> None:
		frappe.db.commit()
		frappe.clear_cache()


# The app is back


def test_installing_brings_the_journey_back(back: Scene):
	app = an_app()
	tokens = sign_in(app)
	assert acts_as(tokens.access_token) == a_regular()
	assert would_refuse(app) == set()
	assert refused(redeem(app, "guessed"), "invalid_grant")


def test_the_persons_own_page_is_back_and_every_way_to_it(back: Scene):
	manager = signed_in()
	assert manager.get("/oauth-apps").status_code == 200, "though it was looked for while it was gone"
	assert manager.get("/third_party_apps").status_code == 302
	[item] = frappe.get_all("Navbar Item", filters={"route": navbar.ITEM["route"]}, fields=["idx", "parent"])
	last = frappe.get_all(
		"Navbar Item", filters={"parent": item.parent, "item_label": "Log out"}, pluck="idx"
	)
	assert [item.idx < each for each in last] == [True]


def test_installing_brings_nothing_but_what_uninstalling_removes(back: Scene, gone: Scene):
	"""The mirror: all that is new bears our name, or stands on a DocType of ours"""
	ours = [entry for entry in back.structure - gone.structure if "plus" not in str(entry).lower()]
	assert ours == []
	assert gone.structure - back.structure == set()
	assert gone.definitions - back.definitions == set()


def test_clients_of_before_are_watched_and_new_ones_are_held_to_the_rules(back: Scene, old: Tokens):
	"""decisions.md, decision 6"""
	levels = dict(frappe.get_all("OAuth Client", fields=["name", "oauth_plus_enforcement"], as_list=True))
	assert levels[old.app.client_id] == "Warn"
	assert frappe.db.get_value("OAuth Client", an_app().client_id, "oauth_plus_enforcement") == "Enforce"


def test_clients_of_before_verify_with_their_secret_and_new_ones_with_the_sites_key(back: Scene, old: Tokens):
	"""Issue 3, point 6: the key is published before the first app asks"""
	ways = dict(frappe.get_all("OAuth Client", fields=["name", "oauth_plus_id_token_signing"], as_list=True))
	assert ways[old.app.client_id] == "Client Secret (HS256)"
	[kid] = served()
	app = an_app()
	token = sign_in(app).answer["id_token"]
	assert kid_of(token) == kid
	assert verified(token, app)["email"] == a_regular()


def test_a_scheduled_job_came_with_the_app_and_went_with_it(back: Scene, gone: Scene):
	came = {name for doctype, name in back.definitions - gone.definitions if doctype == "Scheduled Job Type"}
	assert frappe.db.get_value("Scheduled Job Type", {"method": JOB}) in came


def test_installing_twice_changes_nothing(back: Scene):
	app = an_app()
	structure, definitions = schema.structure(), schema.definitions()
	assert "already installed" in bench.install()
	assert schema.structure() == structure
	assert schema.definitions() == definitions
	assert frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_enforcement") == "Enforce"


def test_installing_by_force_lets_no_client_off(back: Scene):
	"""`--force` runs the hook again (and trips over Frappe's own Module Def on SQLite, so only the hook is run)"""
	app = an_app()
	tokens = sign_in(app)
	bench.run("execute", "oauth_plus.setup.install.after_install")
	assert frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_enforcement") == "Enforce"
	assert acts_as(tokens.access_token) == a_regular()


def form_changes() -> dict[str, Any]:
	"""When each change of Frappe's forms was written last."""
	frappe.db.rollback()
	return {
		doctype: dict(frappe.get_all(doctype, fields=["name", "modified"], as_list=True))
		for doctype in ("Custom Field", "Property Setter")
	}


FILLED_BY_A_PATCH = "oauth_plus_watched_since"


def as_before(field: str, patch: str) -> None:
	"""The site is of a version that had not this field of OAuth Client, nor the patch that fills it."""
	frappe.db.delete("Custom Field", {"dt": "OAuth Client", "fieldname": field})
	frappe.db.delete("Patch Log", {"patch": patch})
	frappe.db.sql_ddl(f"ALTER TABLE `tabOAuth Client` DROP COLUMN `{field}`")
	frappe.clear_cache(doctype="OAuth Client")
	frappe.db.commit()


def test_migrating_twice_changes_nothing_the_second_time(back: Scene):
	"""Issue 2, item 4; the first time, a patch fills a field that the site did not have"""
	app, watched = an_app(), an_old_app()
	tokens = sign_in(app)
	as_before(FILLED_BY_A_PATCH, "oauth_plus.patches.v0_1.watching_has_begun")
	bench.migrate()
	assert frappe.db.get_value("OAuth Client", watched.client_id, FILLED_BY_A_PATCH)
	assert not frappe.db.get_value("OAuth Client", app.client_id, FILLED_BY_A_PATCH)
	structure, definitions, rows = schema.structure(), schema.definitions(), rows_of(app)
	forms = form_changes()
	bench.migrate()
	assert schema.structure() == structure
	assert schema.definitions() == definitions
	assert rows_of(app) == rows
	assert form_changes() == forms
	assert frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_enforcement") == "Enforce"
	assert acts_as(tokens.access_token) == a_regular()


# Once more


def test_uninstalling_again_leaves_the_site_as_the_first_time(gone_again: Scene, gone: Scene):
	assert gone_again.structure == gone.structure
	assert gone_again.definitions == gone.definitions
	assert schema.traces(*OUR_WORDS) == {}


def test_stock_issues_new_tokens_to_a_client_that_has_seen_it_all(
	gone_again: Scene, old: Tokens, before: Before
):
	assert call(old.access_token).status_code == 401
	assert acts_as(stock.sign_in(before.manager, old.app).access_token) == a_regular()
