"""OAuth Clients and scopes that come by fixtures, Data Import and the code of apps (R05): none stops a migration, what
the site has set stays, and no secret is exported."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import jwt
import pytest
from frappe.core.doctype.data_import.data_import import export_json
from frappe.utils.fixtures import sync_fixtures

from oauth_plus.rules import secret
from oauth_plus.store import secret_rotation
from oauth_plus.store.client_secrets import secret_rows
from oauth_plus.store.clients import client_fields
from oauth_plus.tests import bench
from oauth_plus.tests.factories import (
	BY_SECRET,
	CALLBACK,
	App,
	a_public_app,
	a_regular,
	an_app,
	an_old_app,
	change,
)
from oauth_plus.tests.journey import acts_as, refresh, refused, sign_in, tokens_of
from oauth_plus.tests.ledger import recorded, would_refuse

FIXTURES = Path(__file__).parents[2] / "fixtures"
"""Those of an app that is installed: this one, which has none of its own."""

STOCKS = {
	"doctype": "OAuth Client",
	"docstatus": 0,
	"app_name": "Of a fixture",
	"scopes": "all openid",
	"redirect_uris": CALLBACK,
	"default_redirect_uri": CALLBACK,
	"grant_type": "Authorization Code",
	"response_type": "Code",
	"skip_authorization": 0,
	"modified": "2020-01-01 00:00:00",
	"allowed_roles": [{"role": "All"}],
}
"""A client as an app exported it that knows Frappe alone."""

DEFAULTS = {
	"oauth_plus_enabled": 1,
	"oauth_plus_client_type": "Confidential",
	"oauth_plus_enforcement": "Enforce",
	"oauth_plus_id_token_signing": "Site Key",
	"oauth_plus_refresh_tokens": "Always",
	"oauth_plus_rotation": "Rotate",
	"oauth_plus_grace": 30,
	"oauth_plus_introspects_all": 0,
	"oauth_plus_access_lifetime": 0,
}


def named() -> str:
	return frappe.generate_hash(length=10)


@contextlib.contextmanager
def fixtures(*documents: dict[str, Any]) -> Iterator[None]:
	"""An app brings these."""
	FIXTURES.mkdir()
	try:
		for place, document in enumerate(documents):
			(FIXTURES / f"{place:02}.json").write_text(json.dumps([document]))
		yield
	finally:
		for path in FIXTURES.iterdir():
			path.unlink()
		FIXTURES.rmdir()


def synced(*documents: dict[str, Any]) -> None:
	"""As every migration does."""
	with fixtures(*documents):
		sync_fixtures(bench.APP)
	frappe.db.commit()


def row_of(name: str) -> Any:
	frappe.db.rollback()
	return frappe.db.get_value("OAuth Client", name, "*", as_dict=True)


@contextlib.contextmanager
def flagged(flag: str) -> Iterator[None]:
	frappe.flags[flag] = True
	try:
		yield
	finally:
		frappe.flags[flag] = False


# A client of a fixture


def test_a_migration_brings_a_client_that_knows_nothing_of_us():
	name = named()
	with fixtures(STOCKS | {"name": name, "client_id": name}):
		bench.migrate()
		bench.migrate()
	row = row_of(name)
	assert {field: row[field] for field in DEFAULTS} == DEFAULTS
	assert row[client_fields.auth_method_field()] == "Client Secret Basic"
	assert row.client_secret == secret.MASK


def test_its_secret_of_the_fixture_works_and_lies_in_no_table():
	name, known = named(), frappe.generate_hash(length=10)
	synced(STOCKS | {"name": name, "client_secret": known})
	app = App(name, known)
	assert acts_as(sign_in(app).access_token) == a_regular()
	assert row_of(name).client_secret == secret.MASK


def test_a_client_without_a_secret_says_so_and_is_given_none_that_nobody_knows():
	name = named()
	synced(STOCKS | {"name": name, "client_secret": secret.MASK})
	app = App(name, "guessed")
	assert recorded(app, "secret_missing")
	assert frappe.db.count("OAuth Plus Client Secret", {"client": name}) == 0
	tokens = sign_in(an_app())
	assert refused(refresh(tokens, client_id=name, client_secret="guessed"), "invalid_client", 401)
	assert recorded(app, "token_refused", cause="The client has no secret")


def test_a_public_client_needs_none():
	name = named()
	synced(STOCKS | {"name": name, "oauth_plus_client_type": "Public"})
	assert not recorded(App(name, ""), "secret_missing")
	assert row_of(name)[client_fields.auth_method_field()] == "None"


@pytest.mark.parametrize(
	("values", "hardening"),
	[
		({"redirect_uris": "http://app.example.com/cb", "default_redirect_uri": ""}, "redirect_uri_form"),
		({"scopes": "all openid project"}, "scope"),
		({"grant_type": "Implicit", "response_type": "Token"}, "implicit_grant"),
	],
)
def test_a_client_that_enforce_would_not_let_be_saved_stops_no_migration(
	values: dict[str, Any], hardening: str
):
	"""It comes as it is, is refused when it is used, and the trail says why"""
	name = named()
	synced(STOCKS | {"name": name} | values)
	assert row_of(name).oauth_plus_enforcement == "Enforce"
	assert hardening in would_refuse(App(name, ""))


# A fixture that meets a client


def test_an_existing_client_keeps_what_the_site_has_set_and_its_grants_live():
	"""Warn stays Warn, HS256 stays HS256, and nobody has to sign in again"""
	app = an_old_app(oauth_plus_grace=7, oauth_plus_networks="127.0.0.1", oauth_plus_maker="Acme")
	tokens = sign_in(app)
	before = row_of(app.client_id)
	for _ in range(2):
		synced(STOCKS | {"name": app.client_id, "app_name": "Renamed by its app"})
		after = row_of(app.client_id)
		kept = {name: value for name, value in before.items() if name.startswith("oauth_plus_")}
		assert {name: after[name] for name in kept} == kept
		assert after.app_name == "Renamed by its app"
	assert acts_as(tokens.access_token) == a_regular()
	assert tokens_of(app, refresh(tokens))
	assert jwt.get_unverified_header(sign_in(app).answer["id_token"])["alg"] == "HS256"


@pytest.mark.parametrize(
	"said",
	[
		{"oauth_plus_enforcement": "Off"},
		{"oauth_plus_enabled": 1},
		{"oauth_plus_introspects_all": 1},
		{"oauth_plus_networks": ""},
		{"oauth_plus_client_type": "Public", "token_endpoint_auth_method": "None"},
	],
	ids=str,
)
def test_a_fixture_lets_off_no_client_that_the_site_holds(said: dict[str, Any]):
	app = change(an_app(oauth_plus_networks="192.0.2.0/24"), oauth_plus_enabled=0)
	before = row_of(app.client_id)
	synced(STOCKS | {"name": app.client_id} | said)
	after = row_of(app.client_id)
	for name in (*said, "oauth_plus_enabled"):
		assert after.get(name) == before.get(name), name


def test_a_public_client_stays_public():
	app = a_public_app()
	synced(STOCKS | {"name": app.client_id})
	row = row_of(app.client_id)
	assert (row.oauth_plus_client_type, row[client_fields.auth_method_field()]) == ("Public", "None")
	assert acts_as(sign_in(app).access_token) == a_regular()


def test_its_secrets_go_on_whatever_the_fixture_holds():
	app = an_app()
	for held in (secret.MASK, "", None, "another-one"):
		synced(STOCKS | {"name": app.client_id, "client_secret": held})
		assert acts_as(sign_in(app).access_token) == a_regular()
	assert frappe.db.count("OAuth Plus Client Secret", {"client": app.client_id}) == 1


def test_a_secret_that_was_ended_does_not_come_back_with_the_next_migration():
	from oauth_plus.platform import clock

	name, leaked = named(), frappe.generate_hash(length=10)
	synced(STOCKS | {"name": name, "client_secret": leaked})
	for each in secret_rows.live_of(name, clock.now()):
		secret_rotation.end(each)
	frappe.db.commit()
	synced(STOCKS | {"name": name, "client_secret": leaked})
	assert secret_rows.live_of(name, clock.now()) == []
	assert recorded(App(name, ""), "secret_missing")


def test_its_scopes_are_those_of_the_fixture_and_no_more():
	"""A new client gets the default scopes; one that is there was looked at by an administrator"""
	app = an_app()
	synced(STOCKS | {"name": app.client_id, "scopes": "all"})
	assert row_of(app.client_id).scopes == "all"


# Exports


def test_an_export_holds_no_secret(tmp_path: Path):
	apps = [an_app(), an_app(**BY_SECRET), a_public_app()]
	for doctype in (
		"OAuth Client",
		"OAuth Plus Client Secret",
		"OAuth Plus Signing Key",
		"OAuth Bearer Token",
	):
		export_json(doctype, str(tmp_path / f"{frappe.scrub(doctype)}.json"))
	tokens = sign_in(apps[0])
	export_json("OAuth Bearer Token", str(tmp_path / "later.json"))
	told = "".join(path.read_text() for path in tmp_path.iterdir())
	for value in (*(app.client_secret for app in apps), tokens.access_token, tokens.refresh_token):
		assert value not in told
	assert "PRIVATE KEY" not in told


def test_an_export_that_comes_back_changes_nothing(tmp_path: Path):
	app = change(an_old_app(), oauth_plus_default_scopes="openid")
	tokens, before = sign_in(app), row_of(app.client_id)
	path = tmp_path / "oauth_client.json"
	export_json("OAuth Client", str(path), filters={"name": app.client_id})
	synced(json.loads(path.read_text())[0])
	after = row_of(app.client_id)
	differing = {name for name in before if before[name] != after[name]}
	assert differing <= {"modified", "creation", "owner", "modified_by"}
	assert acts_as(tokens.access_token) == a_regular()


# Other ways in


@pytest.mark.parametrize("flag", ["in_import", "in_patch", "in_install", "in_migrate"])
def test_code_that_inserts_a_client_meets_no_field_of_ours(flag: str):
	with flagged(flag):
		document = frappe.get_doc(STOCKS | {"app_name": f"In {flag}"}).insert()
	frappe.db.commit()
	row = row_of(document.name)
	assert {field: row[field] for field in DEFAULTS} == DEFAULTS


def test_a_row_that_is_inserted_without_any_event_is_enabled_and_enforced():
	document = frappe.get_doc(STOCKS | {"name": named(), "client_secret": "a-secret-of-stocks"})
	document.db_insert()
	for child in document.allowed_roles:
		child.db_insert()
	frappe.db.commit()
	row = row_of(document.name)
	assert {field: row[field] for field in DEFAULTS} == DEFAULTS
	assert acts_as(sign_in(App(document.name, "a-secret-of-stocks")).access_token) == a_regular()


def test_data_import_inserts_and_updates(tmp_path: Path):
	path = tmp_path / "clients.csv"
	header = "app_name,scopes,redirect_uris,default_redirect_uri,grant_type,response_type"
	title = f"Of a file {named()}"
	path.write_text(f"{header}\n{title},all openid,{CALLBACK},{CALLBACK},Authorization Code,Code\n")
	imported(path, "Insert")
	[name] = frappe.get_all("OAuth Client", {"app_name": title}, pluck="name")
	row = row_of(name)
	assert {field: row[field] for field in DEFAULTS} == DEFAULTS
	assert recorded(App(name, ""), "secret_missing")

	app = an_old_app()
	tokens = sign_in(app)
	path.write_text(f"name,app_name\n{app.client_id},Of a file as well\n")
	imported(path, "Update")
	row = row_of(app.client_id)
	assert (row.app_name, row.oauth_plus_enforcement) == ("Of a file as well", "Warn")
	assert tokens_of(app, refresh(tokens))


def imported(path: Path, kind: str) -> None:
	from frappe.core.doctype.data_import.data_import import import_file

	frappe.db.delete(
		"Data Import Log", {"data_import": ("is", "not set")}
	)  # or Frappe takes it for the last one
	import_file("OAuth Client", str(path), kind, console=True)
	frappe.db.commit()


# Scopes


def a_scope(name: str, **values: Any) -> dict[str, Any]:
	rule = {"kind": "DocType", "target": "ToDo", "can_read": 1}
	document = {
		"doctype": "OAuth Plus Scope",
		"name": name,
		"scope": name,
		"title": "A scope",
		"rules": [rule],
	}
	return document | {"modified": "2020-01-01 00:00:00", "docstatus": 0} | values


def test_scopes_come_by_a_fixture_whatever_their_order_and_what_they_leave_out():
	inner, outer = f"inner.{named()}", f"outer.{named()}"
	rule = {"target": "ToDo", "can_read": 1}
	synced(a_scope(outer, contains=inner), a_scope(inner, title=None, rules=[rule]))
	synced(a_scope(outer, contains=inner), a_scope(inner, title=None, rules=[rule]))
	assert frappe.db.get_value("OAuth Plus Scope", inner, "title") == inner
	assert frappe.db.get_value("OAuth Plus Scope Rule", {"parent": inner}, "kind") == "DocType"
	for name in (outer, inner):
		frappe.delete_doc("OAuth Plus Scope", name)
	frappe.db.commit()


def test_a_scope_that_an_app_brings_stays_its_apps(tmp_path: Path):
	"""A fixture of all scopes holds those too: an administrator's title comes along, what it opens does not change"""
	path = tmp_path / "scopes.json"
	before = frappe.get_doc("OAuth Plus Scope", "openid").as_dict()
	export_json("OAuth Plus Scope", str(path), filters={"name": "openid"})
	said = json.loads(path.read_text())[0]
	synced(said | {"title": "Our sign-in", "rules": [], "is_standard": 0, "app": None})
	after = frappe.get_doc("OAuth Plus Scope", "openid")
	assert (after.is_standard, after.app, after.title) == (1, "oauth_plus", "Our sign-in")
	assert [rule.target for rule in after.rules] == [rule["target"] for rule in before["rules"]]
	after.update({"title": before.title}).save()
	frappe.db.commit()


def test_settings_come_by_a_fixture_and_leave_out_what_they_do_not_name():
	document = {
		"doctype": "OAuth Plus Settings",
		"name": "OAuth Plus Settings",
		"modified": "2020-01-01 00:00:00",
	}
	synced(document)
	settings = frappe.get_doc("OAuth Plus Settings")
	assert (settings.email_on_first_consent, settings.email_on_replay) == (1, 1)
	assert (settings.id_token_signing_algorithm, settings.signing_key_rotation_days) == ("RS256", 90)
