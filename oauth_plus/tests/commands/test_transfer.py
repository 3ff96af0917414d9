"""`bench oauth-plus export` and `import`: clients and scopes from one site to another, without secrets."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest

from oauth_plus.tests import bench
from oauth_plus.tests.commands import line
from oauth_plus.tests.factories import App, an_app, change
from oauth_plus.tests.ledger import recorded


@pytest.fixture
def scope(site) -> Iterator[str]:
	document = frappe.get_doc(
		{
			"doctype": "OAuth Plus Scope",
			"scope": "notes",
			"title": "Notes",
			"description": "Read your notes.",
			"rules": [{"kind": "DocType", "target": "Note", "can_read": 1}],
		}
	).insert()
	frappe.db.commit()
	yield document.name
	frappe.delete_doc("OAuth Plus Scope", document.name, ignore_missing=True)
	frappe.db.commit()


@pytest.fixture
def app(scope: str) -> App:
	return an_app(app_name="R&D notes", scopes="notes openid")


@pytest.fixture
def file(app: App, tmp_path: Path) -> Path:
	path = tmp_path / "clients.json"
	line.said("export", "--client", app.client_id, "--output", str(path))
	return path


def bring_in(file: Path, *options: str) -> dict[tuple[str, str], str]:
	changes = line.in_json("import", str(file), *options)["changes"]
	return {(each["kind"], each["name"]): each["action"] for each in changes}


def changed_file(file: Path, **values: Any) -> Path:
	said = json.loads(file.read_text())
	said["clients"][0].update(values)
	file.write_text(json.dumps(said))
	return file


def test_an_export_holds_everything_but_secrets(app: App, file: Path, scope: str):
	text = file.read_text()
	assert app.client_secret not in text
	assert "secret" not in json.loads(text)["clients"][0]
	said = json.loads(text)
	assert [client["client_id"] for client in said["clients"]] == [app.client_id]
	assert said["clients"][0]["app_name"] == "R&D notes"
	assert scope in [each["scope"] for each in said["scopes"]]
	assert not {"client_secret", "oauth_plus_registration_token"} & set(said["clients"][0])


def test_an_import_on_the_same_site_changes_nothing(app: App, file: Path, scope: str):
	before = frappe.db.get_value("OAuth Client", app.client_id, "modified")
	actions = bring_in(file)
	assert actions["client", app.client_id] == actions["scope", scope] == "unchanged"
	assert frappe.db.get_value("OAuth Client", app.client_id, "modified") == before


def test_an_import_creates_what_is_missing_and_repeats_itself(app: App, file: Path, scope: str):
	frappe.delete_doc("OAuth Client", app.client_id, force=True)
	frappe.delete_doc("OAuth Plus Scope", scope)
	frappe.db.commit()
	asked = bring_in(file, "--dry-run")
	assert asked["client", app.client_id] == asked["scope", scope] == "created"
	assert not frappe.db.exists("OAuth Client", app.client_id), "a dry run changes nothing"
	assert bring_in(file) == asked
	row = frappe.get_doc("OAuth Client", app.client_id)
	assert (row.app_name, row.scopes, [each.role for each in row.allowed_roles]) == (
		"R&D notes",
		"notes openid",
		["All"],
	)
	assert [rule.target for rule in frappe.get_doc("OAuth Plus Scope", scope).rules] == ["Note"]
	assert not frappe.db.exists("OAuth Plus Client Secret", {"client": app.client_id})
	assert recorded(app, "secret_missing")
	assert bring_in(file)["client", app.client_id] == "unchanged"
	assert line.in_json("client", "rotate-secret", app.client_id)["client_secret"]


def test_a_dry_run_says_what_would_change(app: App, file: Path):
	change(app, scopes="openid", oauth_plus_maker="Somebody")
	said = line.said("import", str(file), "--dry-run")
	assert f"would be changed  client {app.client_id}: " in said
	for field in ("scopes", "oauth_plus_maker"):
		assert field in said
	assert frappe.db.get_value("OAuth Client", app.client_id, "scopes") == "openid"
	assert bring_in(file)["client", app.client_id] == "changed"
	assert frappe.db.get_value("OAuth Client", app.client_id, "scopes") == "notes openid"


def test_an_import_obeys_the_same_law_and_is_all_or_nothing(app: App, file: Path):
	change(app, scopes="openid")
	bad = {"client_id": "badclient1", "app_name": "Bad", "redirect_uris": "http://bad.example.com/cb"}
	said = json.loads(file.read_text())
	said["clients"].append(said["clients"][0] | bad)
	file.write_text(json.dumps(said))
	refused = line.refusal("import", str(file))
	assert refused.startswith("The client badclient1 cannot be imported: ")
	assert "http://bad.example.com/cb" in refused
	assert refused.endswith("Nothing was changed")
	assert frappe.db.get_value("OAuth Client", app.client_id, "scopes") == "openid"


def test_a_secret_in_a_file_is_left_out(app: App, file: Path):
	changed_file(file, client_secret="f" * 64, oauth_plus_registration_token="x", of_the_future=1)
	[change_] = [each for each in line.in_json("import", str(file))["changes"] if each["kind"] == "client"]
	assert set(change_["left_out"]) == {"client_secret", "oauth_plus_registration_token", "of_the_future"}
	assert change_["action"] == "unchanged"


@pytest.mark.parametrize(
	("text", "sentence"),
	[
		("{", "The file is no JSON"),
		("[]", "The file is no export of oauth_plus"),
		('{"format": "oauth_plus", "version": 9}', "The file has the version 9"),
		('{"format": "oauth_plus", "version": 1, "clients": [{}]}', "One of the clients has no client_id"),
		(
			'{"format": "oauth_plus", "version": 1, "scopes": [{"scope": "a", "contains": ["b"]}, {"scope": "b", "contains": ["a"]}]}',
			"These scopes contain each other",
		),
	],
)
def test_a_file_that_is_no_export_is_a_sentence(tmp_path: Path, text: str, sentence: str):
	path = tmp_path / "clients.json"
	path.write_text(text)
	assert line.refusal("import", str(path)).startswith(sentence)


def test_apps_that_registered_themselves_are_left_out():
	app = an_app()
	frappe.db.set_value("OAuth Client", app.client_id, "oauth_plus_registration", "The App Itself")
	frappe.db.commit()
	ended = bench.command("oauth-plus", "export")
	assert ended.returncode == 0
	assert app.client_id not in [each["client_id"] for each in json.loads(ended.stdout)["clients"]]
	registered = frappe.db.sql("SELECT COUNT(*) FROM `tabOAuth Client` WHERE oauth_plus_registration != ''")
	assert f"{registered[0][0]} apps that registered themselves are left out" in ended.stderr
	assert app.client_id in line.refusal("export", "--client", app.client_id)
