"""A site for the mapping of calls: six DocTypes, a few methods, and the accesses of a method by its arguments."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from oauth_plus.rules.calls.call import Call
from oauth_plus.rules.calls.routes import accesses_of
from oauth_plus.rules.resource_access import Kind, ResourceAccess

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

TODO, USER = ResourceAccess(Kind.DOCTYPE, "ToDo", "read"), ResourceAccess(Kind.DOCTYPE, "User", "read")


def by_method(method: str, **arguments: object) -> set[ResourceAccess]:
	"""The accesses of a dotted method that is called with these arguments, for ToDos."""
	return set(accesses_of(Call(f"/api/method/{method}", "GET", {"doctype": "ToDo", **arguments}), SITE))


def unread(what: str) -> ResourceAccess:
	"""The access that stands for a parameter which cannot be read."""
	return ResourceAccess(Kind.PARAMETER, what)
