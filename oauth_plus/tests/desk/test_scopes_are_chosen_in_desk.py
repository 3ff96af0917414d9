"""A System Manager finds the scopes that a client needs, and takes from live grants what it may no longer have."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import frappe
import pytest

from oauth_plus import tasks
from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.desk.test_an_oauth_client_is_made import control, open_form, save
from oauth_plus.tests.factories import App, an_app
from oauth_plus.tests.journey import call, sign_in
from oauth_plus.tests.scoping import a_free_name

if TYPE_CHECKING:
	from playwright.sync_api import Page

SCOPES = control("scopes") + " textarea"
DIALOG = ".modal.show"


@pytest.fixture
def word(site) -> Iterator[str]:
	with a_free_name() as name:
		yield name


def press(desk: "Page", label: str) -> None:
	desk.click(f"{DIALOG} button:visible:has-text('{label}')")


def saved(desk: "Page") -> None:
	with desk.expect_response(lambda answer: "savedocs" in answer.url):
		save(desk)
	desk.wait_for_function("() => !cur_frm.is_dirty()")


def test_a_scope_is_made_of_what_the_app_did(desk, word):
	app = an_app(scopes="all openid")
	token = sign_in(app).access_token
	assert call(token, "/api/resource/ToDo").status_code == call(token, "/about").status_code == 200
	tasks.note_uses()
	open_form(desk, app)
	desk.click("button:has-text('Suggest Scopes from Use'):visible")
	press(desk, "Suggest")
	desk.wait_for_selector(f"{DIALOG} .oauth-plus-suggested li:has-text('openid')")
	assert desk.locator(f"{DIALOG}:visible").inner_text().count("Page /about") == 1
	look(desk, "suggested")
	press(desk, "Combine into One Scope")
	name = f"{DIALOG} .frappe-control[data-fieldname=scope] input:visible"
	desk.wait_for_selector(name)
	assert desk.input_value(name).endswith(":use")
	desk.fill(name, word)
	look(desk, "to-be-named")
	press(desk, "Create")
	desk.wait_for_selector(f"{DIALOG}:has-text('allows exactly what the app did')")
	look(desk, "made")
	desk.click(f"{DIALOG} .btn-modal-close:visible")
	assert {"openid", word} <= set(desk.input_value(SCOPES).split())
	assert "all" not in desk.input_value(SCOPES).split()
	frappe.db.rollback()
	rules = [(rule.kind, rule.target) for rule in frappe.get_doc("OAuth Plus Scope", word).rules]
	assert rules == [("DocType", "ToDo"), ("Page", "/about")]


def narrow(desk: "Page", app: App) -> None:
	open_form(desk, app)
	desk.fill(SCOPES, "openid doctype:ToDo:read")
	desk.click(control("app_name") + " input")
	saved(desk)
	desk.wait_for_selector(f"{DIALOG}:has-text('scopes that this client no longer has')")


@pytest.mark.parametrize(
	("button", "told", "status", "words"),
	[
		("Narrow Grants", "Grants narrowed: 1", 200, {"openid", "doctype:ToDo:read"}),
		("End Grants", "Grants ended: 1", 401, {"all", "openid"}),
	],
)
def test_who_narrows_a_client_is_told_what_live_grants_hold(desk, button, told, status, words):
	app = an_app(scopes="all openid")
	token = sign_in(app).access_token
	narrow(desk, app)
	assert "all" in desk.locator(f"{DIALOG} .oauth-plus-beyond").inner_text()
	look(desk, f"beyond-{status}")
	press(desk, button)
	desk.wait_for_selector(f"text={told}")
	frappe.db.rollback()
	assert call(token, "/api/resource/ToDo").status_code == status
	held = frappe.db.get_value("OAuth Plus Grant", {"client": app.client_id}, "scopes")
	assert set(held.split()) == words


def test_who_changes_something_else_is_asked_nothing(desk):
	app = an_app(scopes="openid doctype:ToDo:read")
	sign_in(app)
	open_form(desk, app)
	desk.fill(control("app_name") + " input", "Renamed")
	desk.click(SCOPES)
	saved(desk)
	desk.wait_for_timeout(1_000)
	assert desk.locator(DIALOG).count() == 0


def test_the_rules_of_a_scope_can_follow_links_and_attach(desk, word):
	document = {"doctype": "OAuth Plus Scope", "scope": word, "title": "Orders"}
	rule = {"kind": "DocType", "target": "ToDo", "can_read": 1, "can_write": 1}
	frappe.get_doc(document | {"rules": [rule]}).insert()
	frappe.db.commit()
	desk.goto(f"/app/oauth-plus-scope/{word}")
	desk.wait_for_selector(".grid-row[data-idx='1']")
	desk.click(".grid-row[data-idx='1'] .btn-open-row")
	for field in ("can_attach", "reads_links"):
		desk.click(f".grid-row-open .frappe-control[data-fieldname={field}] input[type=checkbox]")
	look(desk, "rule")
	desk.keyboard.press("Escape")
	saved(desk)
	frappe.db.rollback()
	[row] = frappe.get_doc("OAuth Plus Scope", word).rules
	assert (row.can_attach, row.reads_links) == (1, 1)
