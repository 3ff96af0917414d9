"""`bench oauth-plus check-clients`: an administrator sees before the switch what Enforce would refuse."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from oauth_plus.tests import bench
from oauth_plus.tests import site as the_site
from oauth_plus.tests.factories import App, an_app, an_old_app, tamper

COMMAND = ("oauth-plus", "check-clients")


@pytest.fixture
def alone(site) -> Iterator[None]:
	"""The clients of other tests are set aside."""
	frappe.db.sql_ddl("CREATE TABLE `clients_aside` AS SELECT * FROM `tabOAuth Client`")
	frappe.db.delete("OAuth Client")
	frappe.db.commit()
	yield
	for name in frappe.get_all("OAuth Client", pluck="name"):
		frappe.delete_doc("OAuth Client", name, force=True, ignore_permissions=True)
	frappe.db.sql("INSERT INTO `tabOAuth Client` SELECT * FROM `clients_aside`")
	frappe.db.commit()
	frappe.db.sql_ddl("DROP TABLE `clients_aside`")


@pytest.fixture
def faulty(alone) -> App:
	"""An old client that breaks two rules, and holds a secret in its redirect URI."""
	app = an_old_app(redirect_uris="http://old.example.com/cb/7f3a9c?key=s3cr3t", default_redirect_uri="")
	return tamper(app, grant_type="Implicit", app_name="Old\x1b[2J app")


def in_json() -> tuple[int, list[dict[str, Any]]]:
	"""Exit code, and the clients that are printed."""
	ended = bench.command(*COMMAND, "--json")
	the_site.see_what_others_wrote()
	return ended.returncode, json.loads(ended.stdout)


def test_a_site_without_faults_ends_with_0(alone):
	app = an_app(app_name="Ledger")
	assert "1 clients checked, 0 with faults" in bench.run(*COMMAND)
	code, [client] = in_json()
	assert code == 0
	assert client == {
		"client_id": app.client_id,
		"title": "Ledger",
		"enforcement": "Enforce",
		"enabled": True,
		"faults": [],
	}


def test_every_fault_is_printed_with_its_cause_and_fix(faulty: App):
	ended = bench.command(*COMMAND)
	assert ended.returncode == 1
	assert faulty.client_id in ended.stdout
	assert "(Warn)" in ended.stdout
	assert "implicit grant, which puts tokens into the address bar" in ended.stdout
	assert "Fix: Choose Authorization Code on the OAuth Client." in ended.stdout
	assert "redirect_uris: The redirect URI http://old.example.com" in ended.stdout
	assert "1 clients checked, 1 with faults" in ended.stdout
	assert "s3cr3t" not in ended.stdout + ended.stderr
	assert "\x1b" not in ended.stdout


def test_every_fault_is_a_member_of_the_json(faulty: App):
	code, [client] = in_json()
	assert code == 1
	assert client["enforcement"] == "Warn"
	assert [(each["kind"], each["hardening"], each["error"], each["field"]) for each in client["faults"]] == [
		("implicit_grant", "implicit_grant", "invalid_client_metadata", "grant_type"),
		("unfit_redirect_uri", "redirect_uri_form", "invalid_redirect_uri", "redirect_uris"),
	]
	assert all(each["cause"] and each["fix"] for each in client["faults"])
	assert "s3cr3t" not in json.dumps(client)


def test_a_check_changes_nothing(faulty: App):
	before = frappe.db.get_value("OAuth Client", faulty.client_id, "*", as_dict=True)
	events = frappe.db.count("OAuth Plus Event")
	bench.command(*COMMAND)
	the_site.see_what_others_wrote()
	assert frappe.db.get_value("OAuth Client", faulty.client_id, "*", as_dict=True) == before
	assert frappe.db.count("OAuth Plus Event") == events
