"""Values that look as if they concerned one document, and write or delete another (decisions.md, decision 15)."""

from dataclasses import dataclass
from typing import Any

import pytest

from oauth_plus.rules.calls.call import Call
from oauth_plus.rules.calls.routes import accesses_of
from oauth_plus.rules.resource_access import Kind, ResourceAccess
from oauth_plus.tests.rules.doctypes import Doctypes


@dataclass(frozen=True)
class WithRows(Doctypes):
	"""The site of the table of calls, with one more table, which notes and to-dos share."""

	def is_child(self, doctype: str) -> bool:
		return doctype == "Row" or super().is_child(doctype)

	def parent_of(self, doctype: str, name: str) -> str:
		return {"row-of-note": "Note"}.get(name) or super().parent_of(doctype, name)


def accesses(path: str, verb: str, sent: dict[str, Any]) -> set[ResourceAccess]:
	return set(accesses_of(Call(path, verb, sent), WithRows()))


def written(doctype: str) -> ResourceAccess:
	return ResourceAccess(Kind.DOCTYPE, doctype, "write")


ROW = {"doctype": "Row", "name": "row-of-todo"}
CLIENT = "/api/method/frappe.client."


@pytest.mark.parametrize(
	("path", "verb", "sent"),
	[
		("/api/resource/Row/row-of-todo", "PUT", {"name": "row-of-note"}),
		("/api/resource/Row/row-of-todo", "PUT", {"data": '{"name": "row-of-note"}'}),
		("/api/v2/document/Row/row-of-todo", "PATCH", {"name": "row-of-note"}),
		(f"{CLIENT}set_value", "POST", {**ROW, "fieldname": '{"name": "row-of-note"}'}),
		(
			f"{CLIENT}bulk_update",
			"POST",
			{"docs": [{"doctype": "Row", "docname": "row-of-todo", "name": "row-of-note"}]},
		),
	],
)
def test_a_row_that_takes_the_name_of_another_writes_over_that_one(
	path: str, verb: str, sent: dict[str, Any]
) -> None:
	assert accesses(path, verb, sent) == {written("ToDo"), written("Note")}


def test_a_row_that_keeps_its_name_is_its_parents() -> None:
	same = {"name": "row-of-todo"}
	assert accesses("/api/resource/Row/row-of-todo", "PUT", same) == {written("ToDo")}
	assert accesses("/api/resource/ToDo/x", "PUT", {"name": "x"}) == {written("ToDo")}


@pytest.mark.parametrize("merge", ["1", 1, True, "true"])
def test_of_two_documents_that_are_merged_one_is_deleted(merge: int | str) -> None:
	sent = {"doctype": "ToDo", "old_name": "a", "new_name": "b"}
	assert accesses(f"{CLIENT}rename_doc", "POST", sent) == {written("ToDo")}
	assert accesses(f"{CLIENT}rename_doc", "POST", {**sent, "merge": "0"}) == {written("ToDo")}
	deleted = ResourceAccess(Kind.DOCTYPE, "ToDo", "delete")
	assert accesses(f"{CLIENT}rename_doc", "POST", {**sent, "merge": merge}) == {written("ToDo"), deleted}


@pytest.mark.parametrize("option", ["post-file", "cover", "enable-local-file-access", "user-style-sheet"])
def test_a_pdf_is_made_of_documents_and_of_no_files(option: str) -> None:
	path, sent = "/api/method/frappe.utils.print_format.download_multi_pdf", {"doctype": "ToDo", "name": "[]"}
	looks = '{"page-size": "A4", "margin-top": "5mm"}'
	assert accesses(path, "GET", {**sent, "options": looks}) == {
		ResourceAccess(Kind.DOCTYPE, "ToDo", "print")
	}
	(refused,) = accesses(path, "GET", {**sent, "options": f'{{"{option}": "/etc/passwd"}}'})
	assert refused.kind is Kind.PARAMETER


@pytest.mark.parametrize("off", ["0", 0, False])
def test_the_query_itself_is_not_answered(off: int | str) -> None:
	"""`run=0` of a list gives the SQL, with the conditions that Frappe adds for the user."""
	found = accesses("/api/method/frappe.desk.reportview.get_list", "GET", {"doctype": "ToDo", "run": off})
	assert Kind.PARAMETER in {each.kind for each in found}


@pytest.mark.parametrize("off", ["0", "false", "", 0, False])
def test_links_that_are_not_expanded_are_not_read(off: int | str) -> None:
	read = {ResourceAccess(Kind.DOCTYPE, "ToDo", "read")}
	assert accesses("/api/resource/ToDo/x", "GET", {"expand_links": off}) == read
	assert accesses("/api/resource/ToDo/x", "GET", {"expand_links": "1"}) > read
