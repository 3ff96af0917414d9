"""Columns and filters of lists, as the mapping of calls reads them."""

import pytest

from oauth_plus.rules.resource_access import Kind, ResourceAccess
from oauth_plus.tests.rules.doctypes import TODO, USER, by_method, unread


@pytest.mark.parametrize(
	"column",
	[
		"(select email from tabUser)",
		"name, (select 1)",
		"sleep(5)",
		"name/**/",
		"name -- x",
		"name; drop",
		"ifnull(name, (select 1))",
		"`tabToDo`.`name` from tabUser",
		"`name",
		"name`",
		"'name'",
		"@@version",
		"a.b.c",
		"if(1, name, name)",
		"name as `x` y",
	],
)
@pytest.mark.parametrize("name", ["fields", "filters", "group_by", "order_by"])
def test_a_column_in_another_form_is_unreadable(name: str, column: str) -> None:
	value = {column: 1} if name == "filters" else [column]
	assert by_method("frappe.client.get_list", **{name: value}) <= {
		unread(f"{what} of frappe.client.get_list") for what in ("a column", "a function")
	}


@pytest.mark.parametrize(
	"columns",
	[
		"*",
		"name, owner",
		"`tabToDo`.`name`",
		'"tabToDo"."name"',
		"`tabToDo`.name as x",
		"`tabToDo`.modified desc, idx asc",
		"count(*) as n",
		"count( distinct `tabToDo`.name) as total_count",
		"distinct status",
		"sum(idx) as total",
		"ifnull(idx, 0)",
		"concat(name, ' ', status)",
		"roles.role",
		"`tabHas Role`.`role`",
	],
)
def test_columns_of_the_documents_own_are_read_in_every_form_that_programs_send(columns: str) -> None:
	assert by_method("frappe.client.get_list", fields=[columns]) == {TODO}


def test_the_text_of_comments_is_theirs() -> None:
	"""Frappe keeps it in a column of the document"""
	comment = ResourceAccess(Kind.DOCTYPE, "Comment", "read")
	assert comment not in by_method("frappe.client.get_list", fields='["_comments"]'), (
		"it goes out of the answer"
	)
	assert comment in by_method("frappe.client.get_list", fields='["_comments"]', as_dict="0")
	assert comment in by_method("frappe.client.get_list", fields='["_comments as x"]')
	assert comment in by_method("frappe.client.get_list", fields='["_COMMENTS"]')
	assert comment in by_method("frappe.client.get_list", fields='["max(_comments)"]')
	assert comment in by_method("frappe.client.get_list", order_by="_comments")
	assert comment in by_method("frappe.client.get_value", fieldname='["_comments"]')
	assert comment in by_method("frappe.client.get_list", filters='[["_comments","like","%x%"]]')
	assert comment in by_method("frappe.desk.reportview.get_stats", stats='["_comments"]')
	assert comment not in by_method("frappe.desk.reportview.get", with_comment_count="1")
	assert comment in by_method("frappe.desk.reportview.export_query", with_comment_count="1")


def test_a_filter_looks_for_values_alone() -> None:
	for value in (
		{"a": {"b": 1}},
		{"a": ["in", [{"x": 1}]]},
		[["a", "=", {"b": 1}]],
		["exists(select 1)"],
		["name", "allocated_to.email"],
		["name", "allocated_to.email", "owner"],
		[5],
	):
		assert any(
			access.kind is Kind.PARAMETER for access in by_method("frappe.client.get_list", filters=value)
		), value


def test_a_tree_is_looked_up_where_the_column_leads() -> None:
	assert USER in by_method("frappe.client.get_list", filters='[["allocated_to","descendants of","x"]]')


@pytest.mark.parametrize("value", [["User"], {"User": 1}, 1])
def test_another_doctype_to_add_up_is_named_by_a_text(value: object) -> None:
	method = "frappe.desk.reportview.get"
	assert by_method(method, aggregate_on_doctype="User") == {TODO, USER}
	assert by_method(method, aggregate_on_doctype=value) == {unread(f"aggregate_on_doctype of {method}")}
