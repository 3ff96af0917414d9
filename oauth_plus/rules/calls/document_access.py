"""Accesses to single documents: stored ones, ones that are sent along, and values that make a document
another one."""

from collections.abc import Iterator, Mapping
from typing import Any

from oauth_plus.rules import sensitive
from oauth_plus.rules.calls.argument_values import Unreadable, parsed, text
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import (
	CANCEL,
	CREATE,
	READ,
	SUBMIT,
	WRITE,
	ResourceAccess,
	doctype_access,
)

STATUS = {"1": (SUBMIT,), "True": (SUBMIT,), "2": (CANCEL,)}
"""Actions by Frappe's `docstatus`, as text: 1 is submitted, 2 cancelled."""


def sent_document(value: Any, site: SiteSchema, action: str = "") -> Iterator[ResourceAccess]:
	"""Yield the accesses of saving a document that is sent as JSON or as a mapping.

	It is created where it has no name yet and written otherwise, unless `action` names the action. A child
	row writes its parent. Raises Unreadable when it is no mapping or names no DocType.
	"""
	document = parsed(value)
	if not isinstance(document, Mapping):
		raise Unreadable("doc")
	doctype = text(document, "doctype")
	is_new = bool(document.get("__islocal") or not document.get("name"))
	if site.is_child(doctype) and document.get("parenttype"):
		yield doctype_access(text(document, "parenttype"), WRITE)
		if sensitive.reason_of(doctype):
			yield doctype_access(doctype, action or WRITE)
		if not is_new:  # it may be a row of another document until now
			yield stored_document(doctype, WRITE, site, None, document.get("name"))
		return
	yield doctype_access(doctype, action or (CREATE if is_new else WRITE))
	yield from status_change(doctype, document)


def unsaved_document(doctype: str) -> Iterator[ResourceAccess]:
	"""Yield the accesses of a document that is sent for its methods or its print, and is not saved.

	Where the DocType runs code, the code is the sender's: that counts as writing it. Otherwise nothing.
	"""
	if sensitive.reason_of(doctype):
		yield doctype_access(doctype, WRITE)


def status_change(doctype: str, values: Mapping[str, Any]) -> Iterator[ResourceAccess]:
	"""Yield submit or cancel where the values set `docstatus` to 1 or 2.

	Any other status but 0 counts as both, and no error is raised.
	"""
	value = str(values.get("docstatus") or "0").strip()
	if value not in ("0", "False"):
		yield from (doctype_access(doctype, action) for action in STATUS.get(value, (SUBMIT, CANCEL)))


def written_values(doctype: str, values: Mapping[str, Any], site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield what values add when they are written into a document: a status, another DocType, another's child
	row."""
	yield from status_change(doctype, values)
	for key in ("doctype", "parenttype"):
		if values.get(key) and values[key] != doctype:
			yield doctype_access(str(values[key]), WRITE)
	if values.get("name") and site.is_child(doctype):  # the row of that name is overwritten, in any document
		yield stored_document(doctype, WRITE, site, None, str(values["name"]))


def stored_document(
	doctype: str, action: str, site: SiteSchema, parent: Any = None, name: Any = None
) -> ResourceAccess:
	"""Return the access to a stored document; for a child row, to the document that it belongs to.

	`parent` is the DocType of that document where the call names it, `name` the row's name by which it is
	looked up. Every action but reading writes the parent. A sensitive row is accessed for itself, unless it
	is only read.
	"""
	if not site.is_child(doctype) or (action != READ and sensitive.reason_of(doctype)):
		return doctype_access(doctype, action)
	owner = parent if isinstance(parent, str) and parent else ""
	owner = owner or (site.parent_of(doctype, name) if isinstance(name, str) else "")
	if not owner:
		return doctype_access(doctype, action)
	return doctype_access(owner, READ if action == READ else WRITE)
