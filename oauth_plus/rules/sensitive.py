"""Sensitive DocTypes, methods and pages, which would turn a narrow access token into the whole account or
site: credentials, roles, code that the site runs, and permissions.

Only a scope that is marked sensitive, and names the DocType or the method letter by letter, opens one.
Patterns do not, nor do modules, nor the scopes `doctype:<Name>:write`.
"""

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
"""Prefix of DocTypes that hold clients, tokens and grants."""

NAME = "name"
"""Field that a rename changes: the name of a user is the e-mail address that receives reset passwords."""

CONTROLLERS = frozenset(doctype.lower().replace(" ", "_") for doctype in (*REASON_OF, *TO_SEE))
"""Names of the modules that hold the code of sensitive DocTypes."""

CONTROLLER = re.compile(r"\.doctype\.(\w+)\.")

DESK = frozenset(("app", "desk"))
"""First segments of Desk's pages, which hold a session and all permissions of their user."""

MASK = "*"


def reason_of(doctype: str) -> str:
	"""Return why documents of this DocType are sensitive to change; empty where they are not."""
	return REASON_OF.get(doctype) or (HOLDS_CREDENTIALS if doctype.startswith(OAUTH) else "")


def reason_to_see(doctype: str) -> str:
	"""Return why documents of this DocType are sensitive to read; empty where they are not."""
	return KEEPS_SIGN_IN_LINKS if doctype in TO_SEE else ""


def gives_access(method: str) -> bool:
	"""Return whether a method gives credentials or changes permissions."""
	return method in METHODS or method.startswith(FAMILIES)


def is_named_alone(method: str) -> bool:
	"""Return whether patterns do not reach a method: one of a sensitive DocType, or one that works in a job.

	No scope is enforced in a job.
	"""
	if gives_access(method) or method in MADE_BY_JOB:
		return True
	if reason_of(method.rpartition(".")[0]):  # of a document
		return True
	controller = CONTROLLER.search(method)
	if controller is None:
		return False
	return controller[1] in CONTROLLERS or controller[1].startswith("oauth_")


def is_desk(path: str) -> bool:
	"""Return whether a path, with or without slashes around it, is a page of Desk."""
	return path.strip("/").partition("/")[0] in DESK


def field_of(doctype: str, fieldname: str) -> str:
	"""Return the target that names a field in a ResourceAccess: `DocType.fieldname`."""
	return f"{doctype}.{fieldname}"


def doctype_of(field: str) -> str:
	"""Return the DocType of a target that `field_of` made."""
	return field.rpartition(".")[0]


def written(doctype: str, passwords: Iterator[str] | tuple[str, ...]) -> tuple[str, ...]:
	"""Return the fields of a DocType that only a sensitive scope opens to be written, each once.

	`passwords` are the fields of the type Password.
	"""
	return tuple(dict.fromkeys((*FIELDS.get(doctype, ()), *passwords)))


def is_set(value: object) -> bool:
	"""Return whether a password is given, rather than nothing or the mask of the stored one (asterisks
	only)."""
	return bool(value) and not (isinstance(value, str) and set(value) == {MASK})
