"""TODO."""

from dataclasses import dataclass
from enum import Enum


class Kind(str, Enum):
	"""What a rule names, and what a call touches."""

	DOCTYPE = "DocType"
	MODULE = "Module"
	METHOD = "Method"
	REPORT = "Report"
	PAGE = "Page"
	FILE = "File"
	FIELD = "Field"
	"""No rule names one: it is sensitive, and goes with a scope that is and names its DocType."""
	PARAMETER = "Parameter"
	"""No rule names one: what cannot be read, only `all` opens."""


READ, WRITE, CREATE, DELETE = "read", "write", "create", "delete"


SUBMIT, CANCEL, PRINT, REPORT = "submit", "cancel", "print", "report"


ATTACH = "attach"


ACTIONS = (READ, WRITE, CREATE, DELETE, SUBMIT, CANCEL, PRINT, REPORT, ATTACH)
"""What can be done to a document, each opened by itself. No call touches ATTACH: a rule that opens it, and writing, lets
new files be attached to documents that the token may write."""


READING = frozenset((READ, PRINT, REPORT))


WITH_ACTIONS = frozenset((Kind.DOCTYPE, Kind.MODULE, Kind.FILE))
"""Kinds that are opened action by action; the others are opened or not."""


@dataclass(frozen=True)
class ResourceAccess:
	"""One thing that a call touches; `action` is empty where the kind has none."""

	kind: Kind
	target: str
	action: str = ""


NEW_FILES = ("/files/", "/private/files/")
"""What a file is touched by that is sent, and has no address yet."""


READING = frozenset((READ, PRINT, REPORT))


ANYTHING = "*"
"""What no rule names but one for everything of its kind."""


def doctype_access(doctype: str, action: str) -> ResourceAccess:
	"""Something is done to documents of a DocType."""
	return ResourceAccess(Kind.DOCTYPE, doctype, action)
