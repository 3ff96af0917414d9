"""`bench oauth-plus client …`"""

import frappe
import pytest

from oauth_plus.tests import bench, handed_out
from oauth_plus.tests.commands import line
from oauth_plus.tests.factories import App, a_public_app, a_user, an_app, an_old_app
from oauth_plus.tests.journey import acts_as, redeem, refused, sign_in
from oauth_plus.tests.ledger import families_of


def proves_itself(client_id: str, secret: str) -> bool:
	"""The token endpoint gets as far as the code, which is none."""
	answer = redeem(App(client_id, handed_out.note(secret)), "no such code")
	return answer.status_code == 400 and refused(answer, "invalid_grant")


def test_a_client_is_created_shown_listed_and_gets_a_new_secret():
	made = line.in_json(
		"client",
		"create",
		"--name",
		"Ledger",
		"--redirect-uri",
		"https://ledger.example.com/cb",
		"--scopes",
		"openid",
	)
	client_id = made["client_id"]
	assert proves_itself(client_id, made["client_secret"])
	shown = line.in_json("client", "show", client_id)
	assert (shown["app_name"], shown["scopes"], shown["oauth_plus_enforcement"]) == (
		"Ledger",
		"openid",
		"Enforce",
	)
	assert [secret["hint"] for secret in shown["secrets"]] == [made["client_secret"][-4:]]
	assert {each["name"]: each["source"] for each in shown["lifetimes"]}["access"] == "default"
	[listed] = [each for each in line.in_json("client", "list") if each["client_id"] == client_id]
	assert (listed["title"], listed["type"], listed["is_enabled"]) == ("Ledger", "Confidential", True)
	rotated = line.in_json("client", "rotate-secret", client_id, "--overlap", "0")["client_secret"]
	assert proves_itself(client_id, rotated)
	assert not proves_itself(client_id, made["client_secret"])
	everything = bench.run("oauth-plus", "client", "show", client_id)
	assert "app_name: Ledger" in everything
	assert rotated not in everything
	assert made["client_secret"] not in everything


def test_a_public_client_has_no_secret():
	made = line.in_json(
		"client", "create", "--name", "Phone", "--public", "--redirect-uri", "com.example.app:/cb"
	)
	assert made["client_secret"] is None
	assert "has no secret" in line.refusal("client", "rotate-secret", made["client_id"])


def test_a_client_with_a_fault_is_refused_in_one_sentence():
	before = frappe.db.count("OAuth Client")
	said = line.refusal("client", "create", "--name", "Bad", "--redirect-uri", "http://old.example.com/cb")
	assert "http://old.example.com/cb" in said
	assert "<" not in said
	both = line.refusal("client", "create", "--name", "Bad", "--role", "All", code=2)
	assert both == "--role needs --open-to roles"
	assert frappe.db.count("OAuth Client") == before


def test_disabling_says_first_whom_it_locks_out():
	app = an_app(app_name="Ledger")
	tokens = sign_in(app)
	asked = bench.command("oauth-plus", "client", "disable", app.client_id)
	assert asked.returncode == 1
	assert "Ledger: 1 grants of 1 users end. Disable it?" in asked.stdout
	assert acts_as(tokens.access_token)
	assert "--yes" in line.refusal("client", "disable", app.client_id, "--json", code=2)
	done = line.in_json("client", "disable", app.client_id, "--yes")
	assert done == {"client_id": app.client_id, "is_enabled": False, "ended_grants": 1}
	assert acts_as(tokens.access_token) is None
	assert [family.end_reason for family in families_of(app)] == ["client_disabled"]
	assert line.in_json("client", "enable", app.client_id)["is_enabled"] is True
	assert sign_in(app)


def test_a_list_is_narrowed():
	app, old = an_app(), an_old_app()
	warned = {each["client_id"] for each in line.in_json("client", "list", "--gate", "Warn")}
	assert old.client_id in warned
	assert app.client_id not in warned


def test_a_client_of_a_user_acts_by_itself():
	user = a_user("System Manager")
	made = line.in_json("client", "create", "--name", "Robot", "--service-user", user)
	assert line.in_json("client", "show", made["client_id"])["oauth_plus_service_user"] == user


@pytest.mark.parametrize("command", ["show", "disable", "enable", "rotate-secret"])
def test_an_unknown_client_is_a_sentence(command: str):
	assert line.refusal("client", command, "nobody") == "No OAuth Client is named nobody"


def test_the_name_of_an_app_writes_no_control_characters():
	app = a_public_app()
	frappe.db.set_value("OAuth Client", app.client_id, "app_name", "Bad\x1b[2J app")
	frappe.db.commit()
	assert "\x1b" not in line.said("client", "list")


def test_every_command_has_help():
	for group in ((), ("client",), ("grant",)):
		listed = line.said(*group, "--help").partition("Commands:\n")[2]
		commands = [row.split()[0] for row in listed.splitlines() if row.startswith("  ") and row[2] != " "]
		assert commands
		for command in commands:
			text = line.said(*group, command, "--help")
			assert "Usage:" in text
			assert len(text.splitlines()) > 3
