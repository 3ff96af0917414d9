"""What the hooks name."""

from typing import Any

import frappe

heard: list[dict[str, Any]] = []


def claims(user: str, scopes: list[str], client_id: str) -> dict[str, Any]:
	"""A claim of the app's own, and two that no app may set."""
	return {
		"library_card": f"card of {user}",
		"library_scopes": scopes,
		"sub": "another",
		"iss": "https://evil",
	}


def broken_claims(user: str, scopes: list[str], client_id: str) -> dict[str, Any]:
	"""One that fails."""
	raise ValueError("no claims today")


def listen(event: dict[str, Any]) -> None:
	"""Remember what happened."""
	heard.append(event)


def fail(event: dict[str, Any]) -> None:
	"""One that fails, having written something."""
	frappe.get_doc({"doctype": "ToDo", "description": "by a listener that fails"}).insert(
		ignore_permissions=True
	)
	raise ValueError("nobody listens")


@frappe.whitelist()
def borrowed() -> list[str]:
	"""A method that wanders: it reads what the scope names, and then what it does not."""
	return [row.name for row in frappe.get_list("Note")] + [row.name for row in frappe.get_list("ToDo")]


@frappe.whitelist()
def see(doctype: str, name: str) -> dict[str, Any]:
	"""Another: a document, if the user may read it."""
	document = frappe.get_doc(doctype, name)
	document.check_permission("read")
	return {"name": document.name}


@frappe.whitelist()
def count(doctype: str, parent_doctype: str | None = None) -> int:
	"""A third: how many there are, as far as the user may see them."""
	return len(frappe.get_list(doctype, parent_doctype=parent_doctype, limit_page_length=0))


@frappe.whitelist(methods=["POST"])
def write(doctype: str) -> str:
	"""A fourth: a new document."""
	return frappe.get_doc({"doctype": doctype, "title": "x", "description": "x"}).insert().name


LOOK_UP = "look up: "


def look_up(doc: Any, method: str | None = None) -> None:
	"""Like ERPNext's documents, such a to-do asks on its way whether its user may read what it links to."""
	if (doc.description or "").startswith(LOOK_UP):
		for doctype, name in (("User", doc.allocated_to), ("Role", doc.role)):
			if name:
				frappe.has_permission(doctype, "read", name, throw=True)
