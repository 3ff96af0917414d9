"""An OAuth Manager sees no token and no secret: in no list, report, print, export, form or answer."""

import json

import frappe
import pytest

from oauth_plus.rules import secret
from oauth_plus.rules.client_delegation import MANAGER
from oauth_plus.rules.secret import MASK
from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.connections import answers_for, proposed
from oauth_plus.tests.factories import CALLBACK, App, a_user, an_app
from oauth_plus.tests.journey import sign_in
from oauth_plus.tests.ledger import rows_of
from oauth_plus.tests.managing import CLIENT, an_oauth_manager, edits, own_client

SECRET_ROW, TOKEN, CODE = "OAuth Plus Client Secret", "OAuth Bearer Token", "OAuth Authorization Code"


@pytest.fixture(scope="module")
def manager(site) -> Browser:
	return an_oauth_manager()


@pytest.fixture(scope="module")
def app(site) -> App:
	"""Somebody signed in with it."""
	app = an_app()
	_TOKENS.append(sign_in(app))
	return app


_TOKENS: list = []


def words(app: App) -> tuple[str, ...]:
	"""What must be in no answer: the values, their digests, and the hint."""
	[tokens] = _TOKENS
	values = (app.client_secret, tokens.access_token, tokens.refresh_token)
	return (*values, *map(secret.digest, values), app.client_secret[-4:])


@pytest.mark.parametrize(
	"doctype", [TOKEN, CODE, SECRET_ROW, "OAuth Plus Signing Key", "OAuth Plus Device Request"]
)
def test_what_holds_credentials_is_not_theirs_to_read(manager, app, doctype):
	for path in (f"/api/resource/{doctype}", f"/api/v2/document/{doctype}"):
		assert manager.get(path).status_code == 403
	frappe.db.rollback()
	for name in frappe.get_all(doctype, pluck="name", limit=1):
		assert manager.get(f"/api/resource/{doctype}/{name}").status_code == 403
		said = {"doctype": doctype, "name": name}
		assert (
			manager.get(
				METHOD + "frappe.www.printview.get_html_and_style", {**said, "doc": doctype}
			).status_code
			>= 400
		)
		assert manager.get(METHOD + "frappe.utils.print_format.download_pdf", said).status_code >= 400
	asked = {"doctype": doctype, "fields": '["*"]'}
	for method in ("frappe.desk.reportview.get", "frappe.client.get_list"):
		assert manager.get(METHOD + method, asked).status_code == 403, method
	counted = manager.get(
		METHOD + "frappe.client.get_count", asked
	)  # earlier versions of Frappe let everybody count
	assert counted.status_code == 403 or isinstance(body(counted)["message"], int)
	export = asked | {"file_format_type": "CSV"}
	assert manager.post(METHOD + "frappe.desk.reportview.export_query", export).status_code == 403


def test_no_answer_about_clients_and_grants_holds_one(manager, app):
	"""Each way in which they may read what they manage"""
	frappe.db.rollback()
	[grant] = frappe.get_all("OAuth Plus Grant", {"client": app.client_id}, pluck="name")
	every = [
		(f"/api/resource/{CLIENT}/{app.client_id}", {}),
		(f"/api/resource/{CLIENT}", {"fields": '["*"]', "filters": json.dumps({"name": app.client_id})}),
		(f"/api/resource/OAuth Plus Grant/{grant}", {}),
		("/api/resource/OAuth Plus Grant", {"fields": '["*"]', "filters": json.dumps({"name": grant})}),
		(
			"/api/resource/OAuth Plus Event",
			{"fields": '["*"]', "filters": json.dumps({"client": app.client_id})},
		),
		(METHOD + "oauth_plus.api.clients.live_secrets", {"client": app.client_id}),
		(METHOD + "frappe.desk.form.load.getdoc", {"doctype": CLIENT, "name": app.client_id}),
		("/printview", {"doctype": CLIENT, "name": app.client_id}),
	]
	for path, asked in every:
		answer = manager.get(path, asked)
		assert answer.status_code == 200, (path, answer.text[:500])
		found = [
			word
			for word in words(app)
			if f'"{word}"' in answer.text or (len(word) > 8 and word in answer.text)
		]
		assert found == [], path


@pytest.mark.parametrize("field", ["client.client_secret", "sealed_successor", "session"])
def test_a_hidden_column_is_not_listed(manager, app, field):
	asked = {"fields": json.dumps(["name", field]), "filters": json.dumps({"client": app.client_id})}
	answer = manager.get("/api/resource/OAuth Plus Grant", asked)
	if answer.status_code == 200:
		shown = {value for row in body(answer)["data"] for name, value in row.items() if name != "name"}
		assert shown <= {MASK, None, ""}


def test_they_see_when_a_secret_ends(manager, app):
	asked = {"client": app.client_id}
	[known] = body(manager.get(METHOD + "oauth_plus.api.clients.live_secrets", asked))["message"]
	assert known["label"]
	assert known["hint"] == ""


def test_they_rotate_none(manager, app):
	before = [row.name for row in rows_of(app, SECRET_ROW)]
	answer = manager.post(METHOD + "oauth_plus.api.clients.new_secret", {"client": app.client_id})
	assert answer.status_code == 403
	assert "Only a System Manager" in answer.text
	assert [row.name for row in rows_of(app, SECRET_ROW)] == before


def test_a_client_of_theirs_has_no_secret_until_a_system_manager_makes_one(manager):
	"""Nobody would see it, so none is made: the event says what is missing"""
	answer = manager.open(
		f"/api/resource/{CLIENT}", "POST", json={"app_name": "New", "redirect_uris": CALLBACK}
	)
	data = body(answer)["data"]
	assert data["client_secret"] == MASK
	made = App(data["name"], "")
	assert rows_of(made, SECRET_ROW) == []
	assert [row.event for row in rows_of(made, "OAuth Plus Event")] == ["secret_missing"]


@pytest.mark.parametrize("value", ["chosen-by-them-0123456789abcdef", ""])
def test_they_choose_no_secret(manager, app, value):
	"""An empty one would make Frappe, and us, create another"""
	mine = own_client(manager)
	edits(manager, mine, client_secret=value)
	assert rows_of(App(mine, ""), SECRET_ROW) == []
	values = {"app_name": "New", "redirect_uris": CALLBACK, "client_secret": value or MASK}
	answer = manager.open(f"/api/resource/{CLIENT}", "POST", json=values)
	assert answer.status_code == 403 if value else body(answer)["data"]["client_secret"] == MASK


def test_a_public_client_of_theirs_that_becomes_confidential_has_none_either(manager):
	mine = own_client(manager, oauth_plus_client_type="Public")
	assert edits(manager, mine, oauth_plus_client_type="Confidential", client_secret="").status_code == 200
	assert rows_of(App(mine, ""), SECRET_ROW) == []


def test_the_dialog_new_connection_shows_them_none(site):
	"""It creates the client in their name, without permission checks of Frappe"""
	user, answers = a_user(MANAGER), answers_for("bi_tool", "users", scopes="openid doctype:ToDo:read")
	answer = proposed("create", "bi_tool", "users", answers, user)
	assert answer["faults"] == {}
	assert answer["client_secret"] == ""
	assert rows_of(App(answer["client"], ""), SECRET_ROW) == []


def test_the_dialog_gives_no_more_than_they_have(site):
	user = a_user(MANAGER)
	for scopes in ("all", "openid doctype:Error%20Log:read"):
		answers = answers_for("mobile_app", "browser", scopes=scopes)
		assert list(proposed("create", "mobile_app", "browser", answers, user)["faults"]) == ["scopes"]
