"""TODO."""

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


def sent_document(value: Any, site: SiteSchema, action: str = "") -> Iterator[ResourceAccess]:
	"""A document that is sent along: made where it has no name yet, written otherwise; its status says more."""
	said = parsed(value)
	if not isinstance(said, Mapping):
		raise Unreadable("doc")
	doctype = text(said, "doctype")
	is_new = bool(said.get("__islocal") or not said.get("name"))
	if site.is_child(doctype) and said.get("parenttype"):
		yield doctype_access(text(said, "parenttype"), WRITE)
		if sensitive.reason_of(doctype):
			yield doctype_access(doctype, action or WRITE)
		if not is_new:  # it may be a row of another document until now
			yield stored_document(doctype, WRITE, site, None, said.get("name"))
		return
	yield doctype_access(doctype, action or (CREATE if is_new else WRITE))
	yield from status_change(doctype, said)


def unsaved_document(doctype: str) -> Iterator[ResourceAccess]:
	"""A document that is sent along for its methods or its print: where its kind runs code, that is the sender's."""
	if sensitive.reason_of(doctype):
		yield doctype_access(doctype, WRITE)


def status_change(doctype: str, said: Mapping[str, Any]) -> Iterator[ResourceAccess]:
	"""Documents are submitted and cancelled by writing their status, too."""
	value = str(said.get("docstatus") or "0").strip()
	if value not in ("0", "False"):
		yield from (doctype_access(doctype, action) for action in STATUS.get(value, (SUBMIT, CANCEL)))


def written_values(doctype: str, said: Mapping[str, Any], site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Values that are written into a document: its status, and what makes it another document or another's row."""
	yield from status_change(doctype, said)
	for key in ("doctype", "parenttype"):
		if said.get(key) and said[key] != doctype:
			yield doctype_access(str(said[key]), WRITE)
	if said.get("name") and site.is_child(doctype):  # the row of that name is overwritten, whoever's it is
		yield stored_document(doctype, WRITE, site, None, str(said["name"]))


def stored_document(
	doctype: str, action: str, site: SiteSchema, parent: Any = None, name: Any = None
) -> ResourceAccess:
	"""A document, or the one that a child row belongs to; a sensitive row is written for itself."""
	if not site.is_child(doctype) or (action != READ and sensitive.reason_of(doctype)):
		return doctype_access(doctype, action)
	owner = parent if isinstance(parent, str) and parent else ""
	owner = owner or (site.parent_of(doctype, name) if isinstance(name, str) else "")
	return (
		doctype_access(owner, READ if action == READ else WRITE) if owner else doctype_access(doctype, action)
	)
