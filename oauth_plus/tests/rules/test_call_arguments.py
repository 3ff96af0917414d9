"""Arguments of methods, as the mapping of calls reads them."""

import json
from typing import Any

import pytest

from oauth_plus.rules.calls.call import Call
from oauth_plus.rules.calls.routes import accesses_of
from oauth_plus.rules.resource_access import Kind, ResourceAccess
from oauth_plus.tests.rules.doctypes import SITE, TODO, USER, by_method, unread


def test_a_body_that_is_no_form_is_read_too() -> None:
	"""v1 reads JSON whatever it is called"""
	call = Call("/api/resource/ToDo/x", "PUT", {}, '{"docstatus": 1}')
	assert ResourceAccess(Kind.DOCTYPE, "ToDo", "submit") in accesses_of(call, SITE)


DECOY = {"dt": "ToDo", "dn": "x", "method": "m", "document": '{"doctype": "User", "name": "y"}'}


def test_v2_runs_the_document_that_is_sent_and_v1_the_one_that_is_named() -> None:
	second = accesses_of(Call("/api/v2/method/run_doc_method", "GET", DECOY), SITE)
	assert set(second) == {USER, ResourceAccess(Kind.METHOD, "User.m")}
	first = accesses_of(Call("/api/method/run_doc_method", "GET", DECOY), SITE)
	assert {TODO, ResourceAccess(Kind.METHOD, "ToDo.m")} < set(first)


def test_what_a_method_would_receive_and_nobody_reads_is_refused() -> None:
	assert by_method("frappe.client.get_list", debug="1") == {TODO, unread("debug of frappe.client.get_list")}
	search = "frappe.desk.search.search_widget"
	assert by_method(search, nonsense="x") == {TODO, unread(f"nonsense of {search}")}
	assert by_method("frappe.desk.reportview.get", join="x") == {
		TODO,
		unread("join of frappe.desk.reportview.get"),
	}


@pytest.mark.parametrize("name", ["_", "cmd_", "anything"])
def test_what_the_signature_drops_does_no_harm(name: str) -> None:
	assert by_method("frappe.client.validate_link", docname="x", **{name: "1"}) == {TODO}


@pytest.mark.parametrize("value", ["", "0", 0, None, False])
def test_a_parameter_that_asks_for_nothing_does_no_harm(value: int | str | None) -> None:
	assert by_method("frappe.client.get_list", debug=value) == {TODO}


@pytest.mark.parametrize("value", [["x"], {"allocated_to.email": "x"}, {"name": "x"}])
def test_a_mapping_where_a_name_belongs_is_refused(value: dict[str, Any] | list[str]) -> None:
	"""Frappe takes it for filters"""
	assert unread("name of frappe.client.get") in by_method("frappe.client.get", name=value)


def test_a_parent_counts_only_where_the_method_checks_it() -> None:
	role = {"doctype": "Has Role", "parent": "ToDo"}
	assert by_method("frappe.client.get_list", **role) == {TODO}
	roles = ResourceAccess(Kind.DOCTYPE, "Has Role", "read")
	for name in ("search.search_widget", "search.search_link", "reportview.get_stats"):
		assert roles in by_method(f"frappe.desk.{name}", **role)
	assert by_method("frappe.client.validate_link", **role) == {roles}


@pytest.mark.parametrize("times", [1, 2, 3, 4])
@pytest.mark.parametrize("name", ["fields", "filters", "or_filters", "group_by", "order_by", "expand"])
def test_json_within_json_is_read_as_often_as_it_is_wrapped(name: str, times: int) -> None:
	value: object = {"allocated_to.email": "x"} if "filters" in name else ["allocated_to.email"]
	for _time in range(times):
		value = json.dumps(value).replace(".", "\\u002e")
	assert by_method("frappe.client.get_list", **{name: value}) >= {TODO, USER}


def test_json_without_end_is_unreadable() -> None:
	value: object = ["name"]
	for _time in range(8):
		value = json.dumps(value)
	assert by_method("frappe.client.get_list", fields=value) == {
		unread("JSON within JSON of frappe.client.get_list")
	}


def test_a_prepared_report_is_the_one_that_it_was_prepared_of() -> None:
	run = "frappe.desk.query_report.run"
	sales = ResourceAccess(Kind.REPORT, "Sales Register")
	asked = {"report_name": "Sales Register"}
	assert by_method(run, **asked, filters='{"prepared_report_name":"of-sales"}') == {sales}
	other = by_method(run, **asked, filters='{"prepared_report_name":"of-balance"}')
	assert other == {sales, ResourceAccess(Kind.REPORT, "Balance")}
	assert ResourceAccess(Kind.REPORT, "*") in by_method(
		run, **asked, filters='{"prepared_report_name":"OF-SALES"}'
	)


def test_a_column_that_is_added_to_a_report_is_its_documents() -> None:
	column = {"doctype": "ToDo", "fieldname": "allocated_to", "link_field": {"fieldname": "todo"}}
	run, report = "frappe.desk.query_report.run", ResourceAccess(Kind.REPORT, "Sales Register")
	said = {"report_name": "Sales Register", "custom_columns": json.dumps([column])}
	assert by_method(run, **said) == {report, TODO}
	dotted = {**said, "custom_columns": json.dumps([{**column, "fieldname": "allocated_to.email"}])}
	assert by_method(run, **dotted) == {unread(f"a column of {run}")}
	assert unread(f"a column of {CUSTOM}") in by_method(CUSTOM, field="allocated_to.email")


CUSTOM = "frappe.desk.query_report.get_data_for_custom_field"


def test_one_value_that_is_set_may_be_a_status_or_another_doctype() -> None:
	submit, user = (
		ResourceAccess(Kind.DOCTYPE, "ToDo", "submit"),
		ResourceAccess(Kind.DOCTYPE, "User", "write"),
	)
	assert submit in by_method("frappe.client.set_value", name="x", fieldname="docstatus", value="1")
	assert {submit, user} <= by_method(
		"frappe.client.set_value", name="x", fieldname='{"docstatus":1,"doctype":"User"}'
	)


def test_a_row_that_is_there_belongs_to_its_own_document() -> None:
	"""whatever parent is sent along"""
	row = '{"doctype":"Has Role","docname":"row-of-user","parenttype":"ToDo"}'
	written = accesses_of(Call("/api/method/frappe.client.bulk_update", "POST", {"docs": f"[{row}]"}), SITE)
	assert ResourceAccess(Kind.DOCTYPE, "Has Role", "write") in written
	sent = '{"doctype":"Has Role","name":"row-of-user","parenttype":"ToDo"}'
	saved = accesses_of(Call("/api/method/frappe.client.save", "POST", {"doc": sent}), SITE)
	assert ResourceAccess(Kind.DOCTYPE, "Has Role", "write") in saved
