"""TODO."""

import re
from collections.abc import Iterator

from oauth_plus.rules.sensitive_doctypes import (
	FIELDS,
	HOLDS_CREDENTIALS,
	KEEPS_SIGN_IN_LINKS,
	REASONS,
	TO_SEE,
)
from oauth_plus.rules.sensitive_methods import FAMILIES, MADE_BY_JOB, METHODS

REASON_OF = {doctype: reason for reason, doctypes in REASONS.items() for doctype in doctypes}

OAUTH = "OAuth "
"""How the names of the DocTypes begin that hold clients, tokens and grants."""

NAME = "name"
"""Whoever renames a user says which e-mail address the next password goes to."""

CONTROLLERS = frozenset(doctype.lower().replace(" ", "_") for doctype in (*REASON_OF, *TO_SEE))
"""Sensitive DocTypes as the modules of their code are called."""

CONTROLLER = re.compile(r"\.doctype\.(\w+)\.")

DESK = frozenset(("app", "desk"))
"""Where Desk's pages begin, which tell all that their user may do."""

MASK = "*"


def reason_of(doctype: str) -> str:
	"""Why documents of this DocType are sensitive; empty where they are not."""
	return REASON_OF.get(doctype) or (HOLDS_CREDENTIALS if doctype.startswith(OAUTH) else "")


def reason_to_see(doctype: str) -> str:
	"""Why documents of this DocType are not to be seen by a pattern; empty where they are."""
	return KEEPS_SIGN_IN_LINKS if doctype in TO_SEE else ""


def gives_access(method: str) -> bool:
	"""Does a method give credentials, or say who may do what?"""
	return method in METHODS or method.startswith(FAMILIES)


def is_named_alone(method: str) -> bool:
	"""Is a method not reached by patterns? It is of a DocType that is sensitive, or works where nobody asks a scope."""
	if gives_access(method) or method in MADE_BY_JOB:
		return True
	if reason_of(method.rpartition(".")[0]):  # of a document
		return True
	controller = CONTROLLER.search(method)
	return bool(controller) and (controller[1] in CONTROLLERS or controller[1].startswith("oauth_"))


def is_desk(path: str) -> bool:
	"""Is a page one of Desk's?"""
	return path.strip("/").partition("/")[0] in DESK


def field_of(doctype: str, fieldname: str) -> str:
	"""How a field is named as something that a call touches."""
	return f"{doctype}.{fieldname}"


def doctype_of(field: str) -> str:
	"""The DocType of a field that was named so."""
	return field.rpartition(".")[0]


def written(doctype: str, passwords: Iterator[str] | tuple[str, ...]) -> tuple[str, ...]:
	"""The fields of a DocType that only a scope of its own opens to be written. `passwords` are those of that type."""
	return tuple(dict.fromkeys((*FIELDS.get(doctype, ()), *passwords)))


def is_set(value: object) -> bool:
	"""A password is given, rather than the mask of the one that is there."""
	return bool(value) and not (isinstance(value, str) and set(value) == {MASK})
