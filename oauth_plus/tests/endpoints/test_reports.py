"""The reports in Desk, over HTTP: their rows, who may read them, and their export as CSV and XLSX."""

import csv
import io
import json
import threading
from typing import Any

import frappe
import pytest
from openpyxl import load_workbook

from oauth_plus.platform import clock, sql
from oauth_plus.rules.client_delegation import MANAGER
from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.factories import (
	App,
	a_machine,
	a_regular,
	a_user,
	an_app,
	signed_in,
	with_any_session,
)
from oauth_plus.tests.journey import by_itself, redeem, refresh, sign_in, tokens_of
from oauth_plus.tests.ledger import events_of
from oauth_plus.tests.store.test_no_query_scans import listening

USE, REFUSALS, UNUSED, IDLE, SECRETS, AUDIT, FINDINGS = REPORTS = (
	"OAuth Use by Client and User",
	"OAuth Refusals",
	"OAuth Unused Clients",
	"OAuth Scopes Never Used",
	"OAuth Ending Secrets",
	"OAuth Access Audit",
	"OAuth Findings",
)

NAMED = ("client", "user", "reason", "scope", "outcome")
"""Filters by what is written in a row."""

RUN = METHOD + "frappe.desk.query_report.run"

EXPORT = METHOD + "frappe.desk.query_report.export_query"


@pytest.fixture(scope="module", params=["System Manager", MANAGER])
def reader(request: pytest.FixtureRequest, site) -> Browser:
	return with_any_session() if request.param == "System Manager" else signed_in(a_user(MANAGER))


@pytest.fixture(scope="module")
def app(site) -> App:
	"""Signed in once, refreshed once, refused once, and used for one of its two scopes."""
	app = an_app(scopes="openid doctype:ToDo:read doctype:Contact:read")
	tokens_of(app, refresh(sign_in(app)))
	redeem(app, "guessed")
	use = {"client": app.client_id, "kind": "DocType", "target": "ToDo", "action": "read", "way": "Asked"}
	sql.insert("OAuth Plus Scope Use", frappe.generate_hash(length=12), use | {"last_used": clock.now()})
	frappe.db.commit()
	return app


def rows(reader: Browser, report: str, **filters: Any) -> list[dict[str, Any]]:
	return told(reader, report, **filters)["result"]


def told(reader: Browser, report: str, **filters: Any) -> dict[str, Any]:
	answer = reader.post(RUN, {"report_name": report, "filters": json.dumps(filters)})
	assert answer.status_code == 200, answer.text
	return body(answer)["message"]


def test_use_is_counted_by_client_and_user(reader, app):
	[row] = rows(reader, USE, client=app.client_id, user=a_regular())
	assert (row["issued"], row["refreshed"], row["grants"]) == (1, 1, 1)
	assert row["app"] == frappe.db.get_value("OAuth Client", app.client_id, "app_name")
	assert rows(reader, USE, client=app.client_id, user=a_regular(), to_date="2020-01-01") == []


def test_a_refusal_has_its_count_cause_and_fix(reader, app):
	[row] = rows(reader, REFUSALS, client=app.client_id, reason="invalid_grant")
	assert row["outcome"] == "Refused"
	assert row["count"] == 1
	[event] = events_of(app, reason="invalid_grant")
	assert (row["cause"], row["fix"]) == (event.cause, event.fix or "")
	assert row["cause"]
	assert rows(reader, REFUSALS, client=app.client_id, outcome="Would Refuse") == []
	assert told(reader, REFUSALS, client=app.client_id)["chart"]["data"]["labels"] == ["invalid_grant"]


def test_an_unused_client_is_listed_and_one_in_use_is_not(reader, app):
	old = an_app()
	for each in (old, app):
		frappe.db.set_value("OAuth Client", each.client_id, "creation", "2020-01-01", update_modified=False)
	frappe.db.commit()
	listed = {row["client"]: row for row in rows(reader, UNUSED, days=90, most=100_000)}
	assert old.client_id in listed
	assert listed[old.client_id]["last_used"] is None
	assert app.client_id not in listed
	shown = told(reader, UNUSED, days=90, most=1)
	assert len(shown["result"]) == 1
	assert "Raise Most Rows" in (shown["message"] or "") or len(listed) == 1


def test_a_granted_scope_that_no_access_needed_is_listed(reader, app):
	[row] = rows(reader, IDLE, client=app.client_id)
	assert (row["scope"], row["grants"], row["accesses"]) == ("doctype:Contact:read", 1, 1)


def test_a_scope_is_used_by_what_a_scope_inside_it_allows(reader):
	inner = frappe.get_doc(
		{
			"doctype": "OAuth Plus Scope",
			"scope": f"in.{frappe.generate_hash(length=6)}",
			"title": "Inner",
			"rules": [{"kind": "DocType", "target": "ToDo", "can_read": 1}],
		}
	).insert()
	outer = frappe.get_doc(
		{
			"doctype": "OAuth Plus Scope",
			"scope": f"{inner.name}.out",
			"title": "Outer",
			"contains": inner.name,
		}
	).insert()
	app = an_app(scopes=f"openid {outer.name}")
	sign_in(app)
	try:
		assert [row["scope"] for row in rows(reader, IDLE, client=app.client_id)] == [outer.name]
		use = {"client": app.client_id, "kind": "DocType", "target": "ToDo", "action": "read", "way": "Asked"}
		sql.insert("OAuth Plus Scope Use", frappe.generate_hash(length=12), use | {"last_used": clock.now()})
		frappe.db.commit()
		assert rows(reader, IDLE, client=app.client_id) == []
	finally:
		outer.delete()
		inner.delete()
		frappe.db.commit()


def test_a_secret_that_ends_is_listed_without_anything_of_its_value(reader, app):
	ends = clock.from_epoch(clock.now().timestamp() + 10 * 86_400)
	sql.update("OAuth Plus Client Secret", {"ends": ends}, client=app.client_id)
	frappe.db.commit()
	[row] = rows(reader, SECRETS, client=app.client_id, days=11)
	assert row["label"] == "Created with the client"
	assert app.client_secret[-4:] not in row.values()
	assert rows(reader, SECRETS, client=app.client_id, days=9) == []


def test_an_audit_names_who_allowed_what(reader, app):
	[row] = rows(reader, AUDIT, client=app.client_id)
	assert row["user"] == a_regular()
	assert row["full_name"] == "Test Person"
	assert row["is_everything"] == 0
	assert "See your documents of type “ToDo”." in row["meaning"]
	assert [
		each["client"] for each in rows(reader, AUDIT, user=a_regular(), scope="doctype:ToDo:read")
	].count(app.client_id) == 1
	assert rows(reader, AUDIT, client=app.client_id, scope="doctype:ToDo") == [], "the word as a whole"


def test_an_audit_names_service_users_once_also_without_a_grant(reader):
	user = a_user()
	machine = a_machine(user)
	[before] = rows(reader, AUDIT, client=machine.client_id)
	tokens_of(machine, by_itself(machine))
	[row] = rows(reader, AUDIT, client=machine.client_id)
	assert before == row
	assert (row["user"], row["is_everything"], row["by"]) == (user, 1, "Service User")


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_is_exported_as_frappe_does(reader, app, report):
	filters = {"client": app.client_id} if report not in (UNUSED, FINDINGS) else {"days": 90}
	shown = told(reader, report, **filters)
	form = {"report_name": report, "filters": json.dumps(filters), "visible_idx": "[]"}
	form |= {"include_indentation": 0, "include_filters": 0}
	labels = [column["label"] for column in shown["columns"]]
	form["visible_idx"] = json.dumps(list(range(len(shown["result"]))))
	answer = reader.post(EXPORT, form | {"file_format_type": "CSV"})
	assert answer.status_code == 200, answer.text
	lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
	assert lines[0] == labels
	assert len(lines) == 1 + len(shown["result"])
	answer = reader.post(EXPORT, form | {"file_format_type": "Excel"})
	assert answer.status_code == 200, answer.text
	sheet = load_workbook(io.BytesIO(answer.get_data())).active
	assert [cell.value for cell in sheet[1]] == labels
	assert sheet.max_row == 1 + len(shown["result"])


@pytest.mark.parametrize("report", REPORTS)
def test_nobody_else_reads_or_exports_a_report(report):
	form = {"report_name": report, "filters": "{}", "file_format_type": "CSV", "visible_idx": "[]"}
	for somebody in (Browser(), with_any_session(a_user("Website Manager", "Report Manager"))):
		for method in (RUN, EXPORT):
			assert somebody.post(method, form).status_code in (401, 403), method


@pytest.mark.parametrize("report", REPORTS[:6])
def test_filters_are_values_and_no_sql(reader, report):
	odd = "' OR 1=1 -- `%s` %"
	asked = dict.fromkeys(NAMED, odd) | {"most": odd, "days": odd}
	answer = reader.post(RUN, {"report_name": report, "filters": json.dumps(asked)})
	assert answer.status_code == 200, answer.text
	if report != UNUSED:
		assert body(answer)["message"]["result"] == []


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize(
	"asked",
	[
		{name: ["like", "%"] for name in NAMED},
		{name: {"a": 1} for name in NAMED},
		{"from_date": ["2026-01-01"], "to_date": "nothing"},
		{"from_date": "9" * 40},
		{"to_date": "9" * 40},
		{"days": 10**15, "most": -1},
		{"days": -5, "most": [1]},
	],
)
def test_filters_that_no_form_sends_are_no_error_of_ours(reader, report, asked):
	answer = reader.post(RUN, {"report_name": report, "filters": json.dumps(asked)})
	assert answer.status_code in (200, 417), answer.text
	cancel_watchers()


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize(
	"asked",
	[
		{"from_date": "9999-12-31", "to_date": "9999-12-31"},
		{"to_date": "1000-01-01"},
		{"from_date": "2026-02-02", "to_date": "2026-02-01"},
	],
)
def test_a_period_at_the_end_of_the_calendar_is_a_report_of_nothing(reader, report, asked):
	"""And no error, which 15.55 would make a Prepared Report of"""
	answer = reader.post(RUN, {"report_name": report, "filters": json.dumps(asked)})
	assert answer.status_code == 200, answer.text
	if report in (USE, REFUSALS):
		assert body(answer)["message"]["result"] == []


def cancel_watchers() -> None:
	"""After a report that throws, 15.55 goes on waiting, and makes it a prepared report 15 seconds later."""
	for thread in threading.enumerate():
		if isinstance(thread, threading.Timer) and thread.function.__name__ == "enable_prepared_report":
			thread.cancel()


@pytest.mark.parametrize(
	("name", "most"),
	[("use", 4), ("refusals", 3), ("idle_scopes", 3), ("access_audit", 4), ("unused", 3), ("secrets", 2)],
)
def test_a_report_takes_few_statements_whatever_there_is(app, name, most):
	"""And one more for each further thousand of scopes of clients: a bench that has run the suite may have so many"""
	granted = frappe.get_all("OAuth Plus Grant", {"state": "Active"}, ["client", "scopes"], distinct=True)
	further = sum(len(row.scopes.split()) for row in granted) // 1_000
	module = frappe.get_module(f"oauth_plus.overview.{name}")
	module.rows({})
	with listening() as heard:
		module.rows({})
	assert len(heard) <= most + further, heard
