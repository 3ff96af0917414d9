"""Access to a resource: what a call reads or changes, and the words for it that rules of scopes use."""

from dataclasses import dataclass
from enum import Enum


class Kind(str, Enum):
	"""Kinds of resources that a rule names and a call accesses."""

	DOCTYPE = "DocType"
	MODULE = "Module"
	METHOD = "Method"
	REPORT = "Report"
	PAGE = "Page"
	FILE = "File"
	FIELD = "Field"
	"""Sensitive field. No rule names one: it goes with a sensitive scope that names its DocType."""
	PARAMETER = "Parameter"
	"""Parameter that cannot be read. No rule names one: only `all` opens it."""

	__hash__ = str.__hash__  # that of Enum is written in Python, and each call with a token asks for it


READ, WRITE, CREATE, DELETE = "read", "write", "create", "delete"
SUBMIT, CANCEL, PRINT, REPORT = "submit", "cancel", "print", "report"
ATTACH = "attach"

ACTIONS = (READ, WRITE, CREATE, DELETE, SUBMIT, CANCEL, PRINT, REPORT, ATTACH)
"""Actions on documents, each opened by itself. No call accesses ATTACH: a rule that opens it, and writing,
lets new files be attached to documents that the token may write."""

READING = frozenset((READ, PRINT, REPORT))
"""Actions that show documents and change nothing."""

WITH_ACTIONS = frozenset((Kind.DOCTYPE, Kind.MODULE, Kind.FILE))
"""Kinds that are opened action by action; the others are opened or not."""

ANYTHING = "*"
"""Target that only a rule for everything of its kind opens."""

NEW_FILES = ("/files/", "/private/files/")
"""Targets of files that are uploaded and have no address yet."""


@dataclass(frozen=True)
class ResourceAccess:
	"""One resource that a call reads or changes; `action` is empty where the kind has none."""

	kind: Kind
	target: str
	action: str = ""


def doctype_access(doctype: str, action: str) -> ResourceAccess:
	"""Return the access of one action to documents of a DocType."""
	return ResourceAccess(Kind.DOCTYPE, doctype, action)
