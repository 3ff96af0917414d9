"""Which documents, rows and sensitive fields the scopes of a bearer cover."""

from typing import Any

from oauth_plus.grants.access import Bearer
from oauth_plus.platform import doctypes, documents
from oauth_plus.rules import sensitive
from oauth_plus.rules.resource_access import (
	ANYTHING,
	ATTACH,
	CREATE,
	PRINT,
	READ,
	READING,
	REPORT,
	WRITE,
	Kind,
	ResourceAccess,
	doctype_access,
)

FILE = "File"

NOTHING = "1=0"
"""SQL condition that no row meets."""


def is_allowed(bearer: Bearer, doc: Any, action: str) -> bool:
	"""Return whether the bearer may do this to the document, and may change those sensitive fields that change."""
	if not bearer.allows(*_accesses(doc, action)):
		return False
	if action in READING:
		return True
	if not all(bearer.allows(doctype_access(owner, WRITE)) for owner in documents.taken_rows(doc)):
		return False
	changed = (sensitive.field_of(doc.doctype, name) for name in documents.sensitive_changes(doc))
	return all(bearer.allows(ResourceAccess(Kind.FIELD, field, action)) for field in changed)


def _accesses(doc: Any, action: str) -> tuple[ResourceAccess, ...]:
	"""Return the resource accesses, of which one must be allowed."""
	ways = (doctype_access(doc.doctype, action),)
	if doc.doctype == FILE:
		by_address = ResourceAccess(
			Kind.FILE, doc.get("file_url") or "/files/", READ if action in (READ, PRINT) else WRITE
		)
		attached = doc.get("attached_to_doctype")
		is_attached = attached and action in (CREATE, WRITE)
		return (*ways, by_address, *((doctype_access(attached, ATTACH),) if is_attached else ()))
	return ways


def list_accesses(doctype: str) -> tuple[ResourceAccess, ...]:
	"""Return the resource accesses, of which one must be allowed to list documents."""
	ways = (doctype_access(doctype, READ), doctype_access(doctype, REPORT))
	return (*ways, ResourceAccess(Kind.FILE, ANYTHING, READ)) if doctype == FILE else ways


def rows_of_covered_parents(bearer: Bearer, child: str) -> str:
	"""Return an SQL condition: those rows of a child table whose parents the scopes cover."""
	parents = doctypes.SITE.parents_of(child)
	covered = sorted(parent for parent in parents if bearer.opens(doctype_access(parent, READ)))
	if covered:
		return doctypes.rows_of_parents(child, covered)
	return "" if bearer.allows(doctype_access(child, READ)) else NOTHING
