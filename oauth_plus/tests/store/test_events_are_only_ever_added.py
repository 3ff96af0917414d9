"""The audit trail is append-only: over HTTP nobody writes, changes or deletes an event, Administrator neither."""

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from werkzeug.test import TestResponse

from oauth_plus.tests.browser import METHOD, Browser, browser_of
from oauth_plus.tests.factories import a_regular, an_app, signed_in
from oauth_plus.tests.journey import sign_in

EVENT = "OAuth Plus Event"
RESOURCE = f"/api/resource/{EVENT}"

FORGED = {"doctype": EVENT, "event": "token_issued", "outcome": "Allowed", "cause": "forged"}


def client(browser: Browser, method: str, **values: Any) -> TestResponse:
	"""A call of Frappe's own client library."""
	return browser.post(
		f"{METHOD}frappe.client.{method}",
		{name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()},
	)


ATTEMPTS: dict[str, Callable[[Browser, str], TestResponse]] = {
	"create": lambda browser, name: browser.open(RESOURCE, "POST", json=FORGED),
	"change": lambda browser, name: browser.open(f"{RESOURCE}/{name}", "PUT", json={"cause": "forged"}),
	"delete": lambda browser, name: browser.open(f"{RESOURCE}/{name}", "DELETE"),
	"create_v2": lambda browser, name: browser.open(f"/api/v2/document/{EVENT}", "POST", json=FORGED),
	"change_v2": lambda browser, name: browser.open(
		f"/api/v2/document/{EVENT}/{name}", "PATCH", json={"cause": "forged"}
	),
	"delete_v2": lambda browser, name: browser.open(f"/api/v2/document/{EVENT}/{name}", "DELETE"),
	"client_insert": lambda browser, name: client(browser, "insert", doc=FORGED),
	"client_set_value": lambda browser, name: client(
		browser, "set_value", doctype=EVENT, name=name, fieldname={"cause": "forged"}
	),
	"client_save": lambda browser, name: client(
		browser,
		"save",
		doc=frappe.get_doc(EVENT, name).as_dict(convert_dates_to_str=True) | {"cause": "forged"},
	),
	"client_bulk_update": lambda browser, name: client(
		browser, "bulk_update", docs=[{"doctype": EVENT, "docname": name, "cause": "forged"}]
	),
	"client_delete": lambda browser, name: client(browser, "delete", doctype=EVENT, name=name),
	"client_rename": lambda browser, name: client(
		browser, "rename_doc", doctype=EVENT, old_name=name, new_name="forged"
	),
	"list_delete": lambda browser, name: browser.post(
		f"{METHOD}frappe.desk.reportview.delete_items", {"doctype": EVENT, "items": json.dumps([name])}
	),
	"list_edit": lambda browser, name: browser.post(
		f"{METHOD}frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		{
			"doctype": EVENT,
			"docnames": json.dumps([name]),
			"action": "update",
			"data": json.dumps({"cause": "forged"}),
		},
	),
}


@pytest.fixture(scope="module")
def event() -> str:
	"""The name of an event that is there."""
	app = an_app()
	sign_in(app)
	return frappe.get_all(EVENT, {"client": app.client_id, "event": "token_issued"}, pluck="name")[0]


def the_trail(event: str) -> tuple[Any, ...]:
	"""The event's row, and whether anything forged is there."""
	frappe.db.rollback()
	row = frappe.db.get_value(EVENT, event, "*", as_dict=True)
	return row, frappe.db.count(EVENT), frappe.db.exists(EVENT, {"cause": "forged"})


@pytest.fixture(params=["Administrator", "System Manager", "Guest"])
def somebody(request) -> Browser:
	"""People over HTTP, the mightiest first."""
	return {
		"Administrator": lambda: browser_of("Administrator"),
		"System Manager": signed_in,
		"Guest": Browser,
	}[request.param]()


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_an_event_stays_as_it_was_written(somebody: Browser, attempt: Callable, event: str):
	"""Issue 2, item 8"""
	before = the_trail(event)
	assert before[0].cause != "forged"
	answer = attempt(somebody, event)
	assert the_trail(event) == before
	assert answer.status_code in (200, 202, 401, 403, 404, 405, 417), answer.text[:500]


def test_an_event_is_refused_in_a_sentence_to_administrator(event: str):
	answer = ATTEMPTS["change"](browser_of("Administrator"), event)
	assert answer.status_code == 403
	assert "Only the server writes events" in answer.text


def test_a_system_manager_reads_events_and_a_person_without_the_role_does_not(event: str):
	assert signed_in(a_regular()).get(f"{RESOURCE}/{event}").status_code == 200
	assert Browser().get(f"{RESOURCE}/{event}").status_code == 401


def test_a_client_can_be_deleted_and_its_events_stay():
	"""`ignore_links_on_delete`: evidence binds nobody"""
	app = an_app()
	sign_in(app)
	before = frappe.db.count(EVENT, {"client": app.client_id})
	for doctype in ("OAuth Bearer Token", "OAuth Authorization Code"):
		frappe.db.delete(doctype, {"client": app.client_id})
	answer = signed_in().open(f"/api/resource/OAuth Client/{app.client_id}", "DELETE")
	assert answer.status_code == 202, answer.text[:500]
	assert frappe.db.count(EVENT, {"client": app.client_id}) >= before > 0
