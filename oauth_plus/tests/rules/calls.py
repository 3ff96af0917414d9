"""A table of calls: the request, its arguments, what it touches, and which of eight scopes let it through.

Scopes by letter: R reads ToDos, W reads and writes them, D reads and prints what the module Desk has, N reads
documents of every DocType, M may call `frappe.auth.*` and the methods of ToDos, F files, P the pages `/me` and
`/orders/*`, Q reports that begin with "Sales". `all` lets all through, and no scope nothing.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from oauth_plus.rules.calls.call import Call
from oauth_plus.rules.resource_access import ACTIONS, ATTACH, Kind, ResourceAccess
from oauth_plus.rules.scope_definition import ALL, Rule, Scope

READING = frozenset(("read", "print", "report"))

SCOPES = {
	"R": Scope("R", "R", rules=(Rule(Kind.DOCTYPE, "ToDo", READING),)),
	"W": Scope("W", "W", rules=(Rule(Kind.DOCTYPE, "ToDo", frozenset(ACTIONS) - {ATTACH}),)),
	"D": Scope("D", "D", rules=(Rule(Kind.MODULE, "Desk", frozenset(("read", "print"))),)),
	"N": Scope("N", "N", rules=(Rule(Kind.DOCTYPE, "*", frozenset(("read",))),)),
	"M": Scope("M", "M", rules=(Rule(Kind.METHOD, "frappe.auth.*"), Rule(Kind.METHOD, "ToDo.*"))),
	"F": Scope("F", "F", rules=(Rule(Kind.FILE, "*", frozenset(("read", "write"))),)),
	"P": Scope("P", "P", rules=(Rule(Kind.PAGE, "/me"), Rule(Kind.PAGE, "/orders/*"))),
	"Q": Scope("Q", "Q", rules=(Rule(Kind.REPORT, "Sales*"),)),
	"A": Scope(ALL, "A"),
}


SIGNATURES = {
	"ping": frozenset(),
	"frappe.client.get_list": frozenset(("doctype", "fields", "filters", "parent", "debug", "as_dict")),
	"frappe.client.get_count": frozenset(("doctype", "filters", "debug", "cache")),
	"frappe.client.set_value": frozenset(("doctype", "name", "fieldname", "value")),
	"frappe.client.validate_link": frozenset(("doctype", "docname", "fields")),
	"frappe.desk.search.search_widget": frozenset(("doctype", "txt", "filters", "filter_fields", "nonsense")),
	"frappe.desk.query_report.run": frozenset(("report_name", "filters", "user", "custom_columns")),
	"frappe.api.v2.run_doc_method": frozenset(("method", "document", "kwargs")),
}
"""What some methods receive; any other takes whatever is sent."""

ALIASES = {
	"other.get_list": "frappe.client.get_list",
	"other.generate_keys": "frappe.core.doctype.user.user.generate_keys",
}
"""Methods that another module has by importing them."""


@dataclass(frozen=True)
class Doctypes:
	"""A site of six DocTypes, of which one is a table of two others."""

	modules: dict[str, str] = field(
		default_factory=lambda: {
			"ToDo": "Desk",
			"Note": "Desk",
			"User": "Core",
			"Has Role": "Core",
			"File": "Core",
		}
	)
	links: dict[tuple[str, str], str] = field(
		default_factory=lambda: {
			("ToDo", "allocated_to"): "User",
			("ToDo", "tabled_by"): "User",
			("Note", "owner"): "User",
			("ToDo", "reference_name"): "*",
		}
	)

	def module_of(self, doctype: str) -> str:
		return self.modules.get(doctype, "")

	def controller_of(self, doctype: str) -> str:
		return {"ToDo": "frappe.desk.doctype.todo.todo"}.get(doctype, "")

	def is_child(self, doctype: str) -> bool:
		return doctype == "Has Role"

	def children_of(self, doctype: str) -> set[str]:
		return {"Has Role"} if doctype in ("ToDo", "User") else set()

	def table_of(self, doctype: str, fieldname: str) -> str:
		return "Has Role" if (doctype, fieldname) == ("ToDo", "roles") else ""

	def received_by(self, method: str) -> frozenset[str] | None:
		return SIGNATURES.get(method)

	def method_of(self, method: str) -> str:
		return ALIASES.get(method, method)

	def home_page(self) -> str:
		return "app/home"

	def report_of(self, prepared: str) -> str:
		return {"of-sales": "Sales Register", "of-balance": "Balance"}.get(prepared, "")

	def parent_of(self, doctype: str, name: str) -> str:
		return {"row-of-user": "User", "row-of-todo": "ToDo"}.get(name, "")

	def link_of(self, doctype: str, fieldname: str) -> str:
		return self.links.get((doctype, fieldname), "")

	def links_of(self, doctype: str) -> Iterator[str]:
		return (target for (source, _field), target in self.links.items() if source == doctype)


SITE = Doctypes()

RESOURCES = ("/api/resource/{}", "/api/v1/resource/{}", "/api/v2/document/{}")
METHODS = ("/api/method/{}", "/api/v1/method/{}", "/api/v2/method/{}", "cmd {}")
ON_DOCUMENTS: list[tuple[str, str, dict[str, Any], str, str]] = [
	("GET", "ToDo", {}, "ToDo.read", "RWDN"),
	("HEAD", "ToDo", {}, "ToDo.read", "RWDN"),
	("GET", "ToDo/", {}, "ToDo.read", "RWDN"),
	("GET", "ToDo", {"fields": '["name","description"]'}, "ToDo.read", "RWDN"),
	("GET", "ToDo", {"fields": '["name","allocated_to.email"]'}, "ToDo.read User.read", "N"),
	("GET", "ToDo", {"fields": '["name","tabled_by.email as e"]'}, "ToDo.read User.read", "N"),
	("GET", "ToDo", {"fields": '["`tabUser`.`email`"]'}, "ToDo.read User.read", "N"),
	("GET", "ToDo", {"fields": '["count(`tabUser`.name) as n"]'}, "ToDo.read User.read", "N"),
	("GET", "ToDo", {"fields": '["tabUser.email"]'}, "ToDo.read User.read", "N"),
	("GET", "ToDo", {"fields": '["`tabToDo`.`name`"]'}, "ToDo.read", "RWDN"),
	("GET", "ToDo", {"fields": '["`tabHas Role`.`role`"]'}, "ToDo.read", "RWDN"),
	("GET", "ToDo", {"fields": '[{"COUNT":"allocated_to.email"}]'}, "ToDo.read User.read", "N"),
	("GET", "ToDo", {"fields": '["reference_name.x"]'}, "ToDo.read *.read", "N"),
	("GET", "ToDo", {"group_by": "allocated_to.email"}, "ToDo.read User.read", "N"),
	("GET", "ToDo", {"order_by": "allocated_to.email desc"}, "ToDo.read User.read", "N"),
	("GET", "ToDo", {"filters": '[["User","email","like","a%"]]'}, "ToDo.read User.read", "N"),
	("GET", "ToDo", {"filters": '[["ToDo","status","=","Open"]]'}, "ToDo.read", "RWDN"),
	("GET", "ToDo", {"filters": '[["status","in",["a","b","c","d.e"]]]'}, "ToDo.read", "RWDN"),
	("GET", "ToDo", {"filters": '["status","=","Open"]'}, "ToDo.read", "RWDN"),
	(
		"GET",
		"ToDo",
		{"filters": '[["a","=",1],"and",["allocated_to.email","=",2]]'},
		"ToDo.read User.read",
		"N",
	),
	("GET", "ToDo", {"filters": '{"allocated_to.email":"x"}'}, "ToDo.read User.read", "N"),
	("GET", "ToDo", {"filters": '{"description":"allocated_to.email"}'}, "ToDo.read", "RWDN"),
	("GET", "ToDo", {"or_filters": '{"`tabUser`.email":"x"}'}, "ToDo.read User.read", "N"),
	("GET", "ToDo", {"expand": '["allocated_to"]'}, "ToDo.read User.read", "N"),
	("GET", "ToDo/x", {}, "ToDo.read", "RWDN"),
	("HEAD", "ToDo/x", {}, "ToDo.read", "RWDN"),
	("GET", "ToDo/x/", {}, "ToDo.read", "RWDN"),
	("GET", "ToDo/x", {"expand_links": "1"}, "ToDo.read User.read *.read", "N"),
	("POST", "ToDo", {"description": "x"}, "ToDo.create", "W"),
	("POST", "ToDo", {"data": '{"docstatus": 1}'}, "ToDo.create ToDo.submit", "W"),
	("POST", "ToDo", {"docstatus": 2}, "ToDo.create ToDo.cancel", "W"),
	("POST", "ToDo", {"docstatus": "1.0"}, "ToDo.create ToDo.submit ToDo.cancel", "W"),
	("PUT", "ToDo/x", {"description": "y"}, "ToDo.write", "W"),
	("PATCH", "ToDo/x", {"description": "y"}, "ToDo.write", "W"),
	("PUT", "ToDo/x", {"docstatus": "1"}, "ToDo.write ToDo.submit", "W"),
	("PUT", "ToDo/x", {"doctype": "User"}, "ToDo.write User.write", ""),
	("PUT", "ToDo/x", {"run_method": "m"}, "ToDo.write", "W"),
	("DELETE", "ToDo/x", {}, "ToDo.delete", "W"),
	("DELETE", "ToDo/x", {"run_method": "m"}, "ToDo.delete", "W"),
	("GET", "Note", {}, "Note.read", "DN"),
	("GET", "User/Administrator", {}, "User.read", "N"),
	("PUT", "User/Administrator", {}, "User.write", ""),
	("GET", "todo", {}, "todo.read", "N"),
	("GET", "Nothing", {}, "Nothing.read", "N"),
	("GET", "Has Role", {}, "Has Role.read", "N"),
	("GET", "Has Role", {"parent": "ToDo"}, "ToDo.read", "RWDN"),
	("GET", "Has Role", {"parent": "User"}, "User.read", "N"),
	("GET", "Has Role/row-of-todo", {}, "ToDo.read", "RWDN"),
	("GET", "Has Role/row-of-user", {}, "User.read", "N"),
	("DELETE", "Has Role/row-of-todo", {}, "Has Role.delete", ""),
	("PUT", "Has Role/row-of-user", {}, "Has Role.write", ""),
	("GET", "ToDo", {"parent": "User"}, "ToDo.read User.read", "N"),
	("GET", "ToDo", {"parent": "ToDo"}, "ToDo.read", "RWDN"),
	("GET", "ToDo", {"_": "1", "nonsense": "1"}, "ToDo.read", "RWDN"),
	("POST", "User", {"parenttype": "ToDo"}, "User.create", ""),
]

TODO = {"doctype": "ToDo"}
DOC, USER_DOC = json.dumps({**TODO, "name": "x"}), json.dumps({"doctype": "User", "name": "x"})

CLIENT, DESK = "frappe.client", "frappe.desk"

BY_METHOD: list[tuple[str, dict[str, Any], str, str]] = [
	(f"{CLIENT}.get_list", TODO, "ToDo.read", "RWDN"),
	(f"{CLIENT}.get_list", {**TODO, "fields": ["allocated_to.email"]}, "ToDo.read User.read", "N"),
	(f"{CLIENT}.get_list", {"doctype": "Has Role", "parent": "ToDo"}, "ToDo.read", "RWDN"),
	(f"{CLIENT}.get_list", {}, "Parameter doctype of frappe.client.get_list", ""),
	(f"{CLIENT}.get_list", {"doctype": ["ToDo"]}, "Parameter doctype of frappe.client.get_list", ""),
	(f"{CLIENT}.get_list", {**TODO, "filters": "[[["}, "Parameter JSON of frappe.client.get_list", ""),
	(f"{CLIENT}.get_count", TODO, "ToDo.read", "RWDN"),
	(f"{CLIENT}.get_count", {**TODO, "filters": '[["User","name","=","x"]]'}, "ToDo.read User.read", "N"),
	(f"{CLIENT}.get_count", {"doctype": "Has Role"}, "Has Role.read", "N"),
	(f"{CLIENT}.get", {**TODO, "name": "x"}, "ToDo.read", "RWDN"),
	(f"{CLIENT}.get", {"doctype": "User"}, "User.read", "N"),
	(f"{CLIENT}.get_value", {**TODO, "fieldname": "status"}, "ToDo.read", "RWDN"),
	(f"{CLIENT}.get_value", {**TODO, "fieldname": '["allocated_to.email"]'}, "ToDo.read User.read", "N"),
	(f"{CLIENT}.get_single_value", {"doctype": "System Settings"}, "System Settings.read", "N"),
	(f"{CLIENT}.validate_link", {**TODO, "docname": "x"}, "ToDo.read", "RWDN"),
	(f"{CLIENT}.validate_link_and_fetch", {**TODO, "docname": "x"}, "ToDo.read", "RWDN"),
	(
		f"{CLIENT}.validate_link_and_fetch",
		{**TODO, "docname": "x", "fields_to_fetch": '["allocated_to.email"]'},
		"ToDo.read User.read",
		"N",
	),
	(
		f"{CLIENT}.validate_link_and_fetch",
		{**TODO, "docname": "x", "filters": '[["User","name","=","x"]]'},
		"ToDo.read User.read",
		"N",
	),
	(f"{CLIENT}.is_document_amended", {**TODO, "docname": "x"}, "ToDo.read", "RWDN"),
	(f"{CLIENT}.has_permission", {**TODO, "docname": "x"}, "ToDo.read", "RWDN"),
	(f"{CLIENT}.set_value", {**TODO, "name": "x"}, "ToDo.write", "W"),
	(f"{CLIENT}.set_value", {"doctype": "Has Role", "name": "row-of-todo"}, "Has Role.write", ""),
	(
		f"{CLIENT}.set_value",
		{"doctype": "Has Role", "name": "row-of-user", "parent": "ToDo"},
		"Has Role.write",
		"",
	),
	(f"{CLIENT}.rename_doc", TODO, "ToDo.write", "W"),
	(f"{CLIENT}.insert", {"doc": '{"doctype":"ToDo"}'}, "ToDo.create", "W"),
	(f"{CLIENT}.insert", {"doc": {"doctype": "ToDo", "docstatus": 1}}, "ToDo.create ToDo.submit", "W"),
	(f"{CLIENT}.insert", {"doc": '{"doctype":"User","parenttype":"ToDo"}'}, "User.create", ""),
	(
		f"{CLIENT}.insert",
		{"doc": '{"doctype":"Has Role","parenttype":"ToDo"}'},
		"ToDo.write Has Role.create",
		"",
	),
	(f"{CLIENT}.insert", {"doc": "nonsense"}, "Parameter doc of frappe.client.insert", ""),
	(f"{CLIENT}.insert", {"doc": "{"}, "Parameter JSON of frappe.client.insert", ""),
	(
		f"{CLIENT}.insert_many",
		{"docs": '[{"doctype":"ToDo"},{"doctype":"User"}]'},
		"ToDo.create User.create",
		"",
	),
	(f"{CLIENT}.insert_many", {"docs": '["x"]'}, "Parameter docs of frappe.client.insert_many", ""),
	(f"{CLIENT}.save", {"doc": DOC}, "ToDo.write", "W"),
	(f"{CLIENT}.save", {"doc": '{"doctype":"ToDo","name":"x","__islocal":1}'}, "ToDo.create", "W"),
	(f"{CLIENT}.save", {"doc": USER_DOC}, "User.write", ""),
	(f"{CLIENT}.submit", {"doc": DOC}, "ToDo.write ToDo.submit", "W"),
	(f"{CLIENT}.cancel", {**TODO, "name": "x"}, "ToDo.cancel", "W"),
	(f"{CLIENT}.delete", {**TODO, "name": "x"}, "ToDo.delete", "W"),
	(f"{CLIENT}.bulk_update", {"docs": '[{"doctype":"ToDo","docname":"x"}]'}, "ToDo.write", "W"),
	(f"{CLIENT}.bulk_update", {"docs": '[{"doctype":"User","docname":"x"}]'}, "User.write", ""),
	(f"{CLIENT}.get_password", {"doctype": "User"}, "Method frappe.client.get_password", ""),
	(f"{CLIENT}.get_js", {}, "Method frappe.client.get_js", ""),
	(f"{DESK}.reportview.get", TODO, "ToDo.read", "RWDN"),
	(f"{DESK}.reportview.get", {**TODO, "fields": '["`tabUser`.`name`"]'}, "ToDo.read User.read", "N"),
	(f"{DESK}.reportview.get_list", TODO, "ToDo.read", "RWDN"),
	(f"{DESK}.reportview.get_count", {**TODO, "filters": '[["User","a","=",1]]'}, "ToDo.read User.read", "N"),
	(f"{DESK}.reportview.export_query", TODO, "ToDo.report", "RW"),
	(f"{DESK}.reportview.delete_items", {**TODO, "items": "[]"}, "ToDo.delete", "W"),
	(f"{DESK}.reportview.get_sidebar_stats", TODO, "ToDo.read", "RWDN"),
	(f"{DESK}.reportview.save_report", TODO, "Method frappe.desk.reportview.save_report", ""),
	(f"{DESK}.search.search_link", {**TODO, "txt": "x"}, "ToDo.read", "RWDN"),
	(f"{DESK}.search.search_link", {**TODO, "query": "a.b.c"}, "ToDo.read Method:a.b.c", ""),
	(f"{DESK}.search.search_link", {**TODO, "query": "frappe.auth.x"}, "ToDo.read Method:frappe.auth.x", ""),
	(f"{DESK}.search.search_widget", {"doctype": "User"}, "User.read", "N"),
	(f"{DESK}.search.get_link_title", {**TODO, "docname": "x"}, "ToDo.read", "RWDN"),
	(f"{DESK}.search.get_names_for_mentions", {}, "Method frappe.desk.search.get_names_for_mentions", ""),
	(f"{DESK}.form.load.getdoc", {**TODO, "name": "x"}, "ToDo.read", "RWDN"),
	(f"{DESK}.form.load.getdoctype", TODO, "ToDo.read", "RWDN"),
	(
		f"{DESK}.form.load.get_docinfo",
		{**TODO, "name": "x"},
		"ToDo.read Comment.read Communication.read File.read Version.read",
		"N",
	),
	(f"{DESK}.form.load.get_communications", {**TODO, "name": "x"}, "ToDo.read Communication.read", "N"),
	(f"{DESK}.form.save.savedocs", {"doc": DOC, "action": "Save"}, "ToDo.write", "W"),
	(f"{DESK}.form.save.savedocs", {"doc": DOC, "action": "Submit"}, "ToDo.write ToDo.submit", "W"),
	(f"{DESK}.form.save.savedocs", {"doc": USER_DOC, "action": "Save"}, "User.write", ""),
	(
		f"{DESK}.form.save.savedocs",
		{"doc": DOC, "action": "Other"},
		"Parameter action of frappe.desk.form.save.savedocs",
		"",
	),
	(f"{DESK}.form.save.cancel", {**TODO, "name": "x"}, "ToDo.cancel", "W"),
	(f"{DESK}.query_report.run", {"report_name": "Sales Register"}, "Report:Sales Register", "Q"),
	(f"{DESK}.query_report.run", {"report_name": "Balance"}, "Report:Balance", ""),
	(f"{DESK}.query_report.get_script", {"report_name": "Sales Register"}, "Report:Sales Register", "Q"),
	(f"{DESK}.query_report.export_query", {"report_name": "Sales Register"}, "Report:Sales Register", "Q"),
	("frappe.utils.print_format.download_pdf", {**TODO, "name": "x"}, "ToDo.print", "RWD"),
	("frappe.utils.print_format.download_pdf", {"doctype": "User", "name": "x"}, "User.print", ""),
	(
		"frappe.utils.print_format.download_multi_pdf",
		{"doctype": '{"ToDo":["a"],"Note":["b"]}'},
		"ToDo.print Note.print",
		"D",
	),
	("frappe.www.printview.get_html_and_style", {"doc": "ToDo", "name": "x"}, "ToDo.read ToDo.print", "RWD"),
	("frappe.www.printview.get_html_and_style", {"doc": USER_DOC}, "User.read User.print", ""),
	("upload_file", {"file_name": "a.txt"}, "File:/files/.write", "F"),
	("upload_file", {"is_private": "1"}, "File:/private/files/.write", "F"),
	("upload_file", {"doctype": "ToDo", "docname": "x"}, "File:/files/.write ToDo.write", ""),
	("upload_file", {"method": "a.b"}, "File:/files/.write Method:a.b", ""),
	("upload_file", {"library_file_name": "x"}, "File:/files/.write File:*.read", "F"),
	("download_file", {"file_url": "/private/files/a"}, "File:/private/files/a.read", "FN"),
	("download_file", {}, "Parameter file_url of download_file", ""),
	("runserverobj", {"dt": "ToDo", "dn": "x", "method": "m"}, "ToDo.read Method:ToDo.m", ""),
	("runserverobj", {"docs": DOC, "method": "m"}, "ToDo.read Method:ToDo.m", ""),
	("runserverobj", {"docs": "x", "method": "m"}, "Parameter docs of runserverobj", ""),
	("runserverobj", {"dt": "User", "dn": "x", "method": "m"}, "User.read Method:User.m", ""),
	("frappe.auth.get_logged_user", {}, "Method frappe.auth.get_logged_user", "M"),
	("frappe.authx.y", {}, "Method frappe.authx.y", ""),
	("anything.at.all", {}, "Method anything.at.all", ""),
	("other.get_list", TODO, "ToDo.read", "RWDN"),
	("other.generate_keys", TODO, "Method frappe.core.doctype.user.user.generate_keys", ""),
	("frappe.model.mapper.make_mapped_doc", {"method": "a.b"}, "Method a.b", ""),
	(
		"frappe.model.mapper.make_mapped_doc",
		{"method": "frappe.auth.x", "args": "{}"},
		"Method frappe.auth.x",
		"M",
	),
	("frappe.model.mapper.map_docs", {"method": "a.b", "source_names": "[]"}, "Method a.b", ""),
	(
		"frappe.model.mapper.map_docs",
		{"method": "frappe.client.delete"},
		"Parameter method of frappe.model.mapper.map_docs",
		"",
	),
	(
		"frappe.model.mapper.map_docs",
		{"method": "other.get_list"},
		"Parameter method of frappe.model.mapper.map_docs",
		"",
	),
	(f"{DESK}.treeview.get_children", TODO, "ToDo.read", "RWDN"),
	(f"{DESK}.treeview.get_all_nodes", {**TODO, "tree_method": "a.b", "company": "x"}, "Method a.b", ""),
	(
		f"{DESK}.treeview.get_all_nodes",
		{**TODO, "tree_method": f"{DESK}.treeview.get_children"},
		"ToDo.read",
		"RWDN",
	),
	(f"{DESK}.treeview.add_node", {**TODO, "is_root": "false", "parent_todo": "x"}, "ToDo.create", "W"),
	(
		f"{DESK}.treeview.add_node",
		{"doctype": "Has Role", "parenttype": "ToDo"},
		"ToDo.write Has Role.write",
		"",
	),
	(
		f"{DESK}.search.search_link",
		{**TODO, "txt": "", "query": "frappe.client.get_list"},
		f"Parameter method of {DESK}.search.search_link",
		"",
	),
	("upload_file", {"method": "frappe.client.get_list"}, "Parameter method of upload_file", ""),
	("login", {}, "Method login", ""),
	("logout", {}, "Method logout", ""),
	("ping", {}, "", "RWDNMFPQ"),
	("ping", {"t": "1", "nonsense": "x"}, "", "RWDNMFPQ"),
	("frappe.ping", {}, "", "RWDNMFPQ"),
]

BY_ADDRESS: list[tuple[str, dict[str, Any], str, str]] = [
	("GET /api/v2/method/ToDo/new_todo", {}, "Method:frappe.desk.doctype.todo.todo.new_todo", ""),
	("GET /api/v2/method/Nothing/x", {}, "Method:Nothing.x", ""),
	("GET /api/v2/document/ToDo/x/method/m", {}, "ToDo.read Method:ToDo.m", ""),
	("POST /api/v2/document/ToDo/x/method/m", {}, "ToDo.write Method:ToDo.m", ""),
	("GET /api/v2/document/ToDo/x/copy", {}, "ToDo.read", "RWDN"),
	("GET /api/v2/doctype/ToDo/meta", {}, "ToDo.read", "RWDN"),
	("GET /api/v2/doctype/ToDo/count", {}, "ToDo.read", "RWDN"),
	("GET /api/v2/doctype/ToDo/count", {"filters": '[["User","a","=",1]]'}, "ToDo.read User.read", "N"),
	("GET /api/v2/doctype/ToDo/other", {}, "Page:/api/v2/doctype/ToDo/other", ""),
	("GET /api/resource/ToDo/x", {"run_method": "m"}, "ToDo.read Method:ToDo.m", ""),
	("POST /api/resource/ToDo/x", {"run_method": "m"}, "ToDo.write Method:ToDo.m", ""),
	("GET /api/method/frappe.client.get_list/more", TODO, "ToDo.read", "RWDN"),
	("GET /api/resource/ToDo", {"cmd": "frappe.client.get_list", "doctype": "User"}, "User.read", "N"),
	("GET /me", {"cmd": "anything"}, "Method:anything", ""),
	("GET /api", {}, "Page:/api", ""),
	("GET /api//resource/ToDo", {}, "Page:/api//resource/ToDo", ""),
	("GET /API/resource/ToDo", {}, "Page:/API/resource/ToDo", ""),
	("GET /api/v3/resource/ToDo", {}, "Page:/api/v3/resource/ToDo", ""),
	("GET /files/a.txt", {}, "File:/files/a.txt.read", "FN"),
	("GET /private/files/a.txt", {}, "File:/private/files/a.txt.read", "FN"),
	("GET /backups/x.sql.gz", {}, "Method:frappe.utils.response.download_backup", ""),
	("GET /", {}, "Page:/ Page:/app/home", ""),
	("GET /me", {}, "Page:/me", "P"),
	("GET /me/", {}, "Page:/me", "P"),
	("GET /me/x", {}, "Page:/me/x", ""),
	("GET /orders/1", {}, "Page:/orders/1", "P"),
	("POST /orders/1", {}, "Page:/orders/1", "P"),
	("GET /orders", {}, "Page:/orders", ""),
	("GET /app/todo", {}, "Page:/app/todo", ""),
	("GET /printview", {"doctype": "ToDo", "name": "x"}, "ToDo.print", "RWD"),
	("GET /printview/", {"doctype": "User", "name": "x"}, "User.print", ""),
	("GET /printview", {}, "Page:/printview", ""),
]


@dataclass(frozen=True)
class Row:
	"""One line of the table."""

	call: Call
	accesses: frozenset[ResourceAccess]
	open_to: frozenset[str]

	def __str__(self) -> str:
		return f"{self.call.verb} {self.call.path} {json.dumps(dict(self.call.arguments), sort_keys=True)}"


def rows() -> list[Row]:
	"""All of them, each document and method through each of its doors."""
	by_path = (
		_row(verb, door.format(place), arguments, accesses, letters)
		for verb, place, arguments, accesses, letters in ON_DOCUMENTS
		for door in RESOURCES
	)
	by_method = (
		_through(door, name, arguments, accesses, letters)
		for name, arguments, accesses, letters in BY_METHOD
		for door in METHODS
	)
	by_address = (
		_row(*_parted(line), arguments, accesses, letters) for line, arguments, accesses, letters in BY_ADDRESS
	)
	return [*by_path, *by_method, *by_address]


def _parted(line: str) -> tuple[str, str]:
	verb, _space, path = line.partition(" ")
	return verb, path


def _through(door: str, name: str, arguments: dict[str, Any], accesses: str, letters: str) -> Row:
	if door.startswith("cmd"):
		return _row("GET", "/", {**arguments, "cmd": name}, accesses, letters)
	return _row("GET", door.format(name), arguments, accesses, letters)


def _row(verb: str, path: str, arguments: dict[str, Any], accesses: str, letters: str) -> Row:
	return Row(Call(path, verb, arguments), frozenset(_accesses(accesses)), frozenset(letters))


def _accesses(text: str) -> Iterator[ResourceAccess]:
	for kind in (Kind.METHOD, Kind.PARAMETER):
		if text.startswith(f"{kind.value} "):
			yield ResourceAccess(kind, text.removeprefix(f"{kind.value} "))
			return
	known = ("Has Role", "System Settings", "Sales Register")
	for name in known:
		text = text.replace(name, name.replace(" ", "_"))
	for part in text.split():
		named, colon, rest = (
			part.replace("_Role", " Role")
			.replace("_Settings", " Settings")
			.replace("_Reg", " Reg")
			.partition(":")
		)
		target, _dot, action = (rest if colon else named).rpartition(".")
		if not colon:
			yield ResourceAccess(Kind.DOCTYPE, target, action)
		elif named == "File":
			yield ResourceAccess(Kind.FILE, target, action)
		else:
			yield ResourceAccess(Kind(named), rest)
