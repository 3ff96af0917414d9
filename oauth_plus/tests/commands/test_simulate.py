"""`bench oauth-plus simulate` says what a real call then meets."""

from typing import Any

import pytest

from oauth_plus.tests.browser import body
from oauth_plus.tests.commands import line
from oauth_plus.tests.every_door import lacking
from oauth_plus.tests.factories import App, a_machine, a_regular, a_user, an_app, an_old_app, change
from oauth_plus.tests.journey import Tokens, by_itself, call, sign_in
from oauth_plus.tests.ledger import events_of

SCOPE = "doctype:ToDo:read openid"


@pytest.fixture(scope="module")
def reader(site) -> Tokens:
	return sign_in(an_app(scopes=SCOPE), scope=SCOPE)


def simulated(app: App, words: str, *options: str, user: str = "", code: int = 0) -> dict[str, Any]:
	of_whom = ("--client", app.client_id, "--user", user or a_regular())
	return line.in_json("simulate", *of_whom, "--call", words, *options, code=code)


@pytest.mark.parametrize(
	("path", "arguments"),
	[
		("/api/resource/ToDo", ""),
		("/api/v2/document/ToDo", "?limit=2"),
		("/api/resource/Note", ""),
		("/api/method/frappe.client.get_list", "?doctype=ToDo"),
		("/api/method/frappe.client.get_list", "?doctype=Note"),
		("/api/method/frappe.client.get_count", "?doctype=ToDo"),
	],
)
def test_it_says_what_the_door_says(reader: Tokens, path: str, arguments: str):
	met = call(reader.access_token, path + arguments)
	expected = simulated(reader.app, f"GET {path}{arguments}", code=0 if met.status_code == 200 else 1)
	assert expected["is_allowed"] is (met.status_code == 200)
	if met.status_code == 403:
		assert lacking(met) == set(expected["needed"])
	else:
		assert {each["scope"] for each in expected["accesses"]} == {"doctype:ToDo:read"}
		assert "DocType ToDo (" in expected["accesses"][0]["rule"]


def test_a_missing_scope_is_named_with_its_cause_and_fix(reader: Tokens):
	said = simulated(reader.app, "DELETE /api/resource/ToDo/x", code=1)
	[objection] = said["objections"]
	assert (objection["level"], objection["hardening"]) == ("Enforce", "scope")
	assert "DocType ToDo (delete)" in objection["cause"]
	assert said["needed"]
	assert [each["scope"] for each in said["accesses"]] == [""]


def test_a_body_is_read_as_the_door_reads_it():
	app = an_app(scopes="doctype:ToDo:write openid")
	assert simulated(app, "PUT /api/resource/ToDo/x", "--data", '{"description": "x"}')["is_allowed"]
	assert not simulated(
		app, "POST /api/method/frappe.client.insert", "--data", '{"doc": {"doctype": "Note"}}', code=1
	)["is_allowed"]


def test_what_is_watched_only_is_allowed_and_said():
	app = an_old_app(scopes=SCOPE)
	said = simulated(app, "/api/resource/Note", "--scope", SCOPE)
	assert said["is_allowed"]
	assert [each["level"] for each in said["objections"]] == ["Warn"]


def test_a_disabled_client_a_user_without_a_role_and_their_permissions_count():
	app = an_app(scopes="all", allowed_roles=[{"role": "System Manager"}])
	user = a_user("Website Manager")
	said = simulated(app, "/api/resource/DocType", user=user, code=1)
	assert [each["hardening"] for each in said["objections"]] == ["client_roles"]
	assert [each["user_may"] for each in said["accesses"]] == [False]
	change(app, oauth_plus_enabled=0)
	assert "The client is disabled" in [
		each["cause"] for each in simulated(app, "/api/resource/ToDo", code=1)["objections"]
	]


def test_a_service_user_needs_none_of_the_allowed_roles():
	"""As its calls need none: an administrator has named it on the same form"""
	person = a_user("Website Manager")
	app = a_machine(person, scopes="all", allowed_roles=[{"role": "System Manager"}])
	assert call(body(by_itself(app))["access_token"]).status_code == 200
	assert simulated(app, "/api/method/frappe.auth.get_logged_user", user=person)["is_allowed"]


def test_nothing_is_called_and_nothing_recorded(reader: Tokens):
	before = len(events_of(reader.app))
	simulated(reader.app, "POST /api/resource/Note", "--data", '{"title": "x"}', code=1)
	assert len(events_of(reader.app)) == before


def test_people_read_lines_and_sentences(reader: Tokens):
	words = ("--client", reader.app.client_id, "--user", a_regular())
	said = line.said("simulate", *words, "--call", "GET /api/resource/ToDo")
	assert said.startswith("Allowed\n")
	assert "opened by the scope doctype:ToDo:read" in said
	for senseless in ("x", "GET //["):
		assert line.refusal("simulate", *words, "--call", senseless, code=2).startswith(
			"Invalid value for --call"
		)
	assert "No User is named" in line.refusal(
		"simulate", "--client", reader.app.client_id, "--user", "nobody", "--call", "/"
	)
