"""Calls that once reached further than their scopes: the smallest of each kind that was found, sent in every run."""

import json
from collections.abc import Iterator
from typing import Any

import frappe.client

from oauth_plus.tests.guard.calls import Sent
from oauth_plus.tests.guard.world import World

CLIENT, DESK = "frappe.client.", "frappe.desk."

TWICE = json.dumps(json.dumps(["allocated_to.email"]).replace(".", "\\u002e"))
"""Encoded as JSON twice, and the dot written as an escape."""


def known(world: World) -> Iterator[Sent]:
	"""All of them."""
	todo, note = world.names["ToDo"][0], world.names["Note"][0]
	yield from _lists(todo)
	yield _call(
		f"{DESK}search.search_widget",
		"read",
		doctype="Has Role",
		txt="",
		parent="ToDo",
		reference_doctype="User",
		ignore_user_permissions="1",
		filter_fields='["role","parent"]',
	)
	yield _call(
		f"{DESK}query_report.get_data_for_custom_field", "read", doctype="ToDo", field="allocated_to.email"
	)
	for method in ("run", "export_query"):
		for doctype, column in (("ToDo", "allocated_to.email"), ("User", "phone")):
			yield _call(
				f"{DESK}query_report.{method}",
				"report",
				report_name=world.reports[0],
				custom_columns=[_column(doctype, column)],
				file_format_type="CSV",
				visible_idx=[0, 1],
			)
		for times in (1, 2):
			filters: Any = {"prepared_report_name": world.prepared[1]}
			for _ in range(times):
				filters = json.dumps(filters)
			yield _call(
				f"{DESK}query_report.{method}",
				"report",
				report_name=world.reports[0],
				filters=filters,
				file_format_type="CSV",
				visible_idx=[0, 1],
			)
	yield _call(f"{DESK}query_report.run", "report", report_name="ToDo", user=world.target)
	for doctype, name in (("Note", note), ("User", world.target)):
		document = {"doctype": doctype, "name": name, "modified": world.modified[name]}
		sent = {
			"method": "rename",
			"dt": "ToDo",
			"dn": todo,
			"document": json.dumps(document),
			"kwargs": '{"name": "x"}',
		}
		yield Sent(
			"v2 run_doc_method", "run", "POST", "/api/v2/method/run_doc_method", form=tuple(sent.items())
		)


def _column(doctype: str, fieldname: str) -> dict[str, Any]:
	"""Another column of a report, as Desk adds it."""
	link = {"fieldname": "todo", "names": []}
	return {"fieldname": fieldname, "label": "x", "doctype": doctype, "fieldtype": "Data", "link_field": link}


def _lists(todo: str) -> Iterator[Sent]:
	for door, path in (
		("/api/resource list", "/api/resource/ToDo"),
		("/api/v2/document list", "/api/v2/document/ToDo"),
	):
		yield Sent(door, "read", "GET", path, query=(("fields", TWICE),))
		yield Sent(door, "read", "GET", path, query=(("fields", '["name", "_comments"]'),))
	yield _call(f"{CLIENT}get_value", "read", doctype="ToDo", fieldname=TWICE)
	if hasattr(frappe.client, "validate_link"):
		yield _call(f"{CLIENT}validate_link", "read", doctype="ToDo", docname=todo, fields=TWICE)
	yield _call(f"{CLIENT}get_list", "read", doctype="ToDo", fields=TWICE)
	for method in ("get", "get_list"):
		for column in ("_assign", "_comments"):
			yield _call(f"{DESK}reportview.{method}", "read", doctype="ToDo", fields=["name", column])
		yield _call(
			f"{DESK}reportview.{method}",
			"contact",
			doctype="Contact",
			fields=["name"],
			parent_doctype="Version",
		)
		yield _call(
			f"{DESK}reportview.{method}",
			"read",
			doctype="ToDo",
			fields=["name"],
			group_by="name",
			aggregate_function="sum",
			aggregate_on_doctype="User",
			aggregate_on_field="enabled",
		)
	yield _call(f"{DESK}reportview.get_stats", "read", doctype="ToDo", stats=["_comments"])


def _call(method: str, token: str, **arguments: Any) -> Sent:
	query = tuple(
		(name, value if isinstance(value, str) else json.dumps(value)) for name, value in arguments.items()
	)
	return Sent(method, token, "GET", f"/api/method/{method}", query=query)
