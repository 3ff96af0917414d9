"""Who may use a client: a plain choice on the form, over Frappe's list of roles, which decides."""

from collections.abc import Iterable
from enum import Enum

DESK_ROLE = "Desk User"
"""Frappe gives it to everybody who may open Desk."""

EVERYBODYS_ROLE = "All"
"""Frappe gives it to everybody who has an account."""


class OpenTo(str, Enum):
	"""The choices."""

	DESK = "Desk Users"
	EVERYBODY = "Desk, Portal and Website Users"
	ROLES = "Chosen Roles"


ROLES_OF = {OpenTo.DESK: (DESK_ROLE,), OpenTo.EVERYBODY: (EVERYBODYS_ROLE,)}


class NoRole(ValueError):
	"""Roles are to be chosen, and none is."""


def open_to_named(word: str | None) -> OpenTo | None:
	"""The choice of that name; None where nobody has chosen."""
	return next((choice for choice in OpenTo if choice.value == word), None)


def of_roles(roles: Iterable[str]) -> OpenTo | None:
	"""The choice that says the same as these roles; None for no role, which lets nobody in."""
	given = set(roles)
	if not given:
		return None
	if EVERYBODYS_ROLE in given:
		return OpenTo.EVERYBODY
	return OpenTo.DESK if given == {DESK_ROLE} else OpenTo.ROLES


def roles_for(choice: OpenTo | None, roles: tuple[str, ...], *, before: OpenTo | None) -> tuple[str, ...]:
	"""The roles of a client that is being saved: those of a choice that was just made, else the roles as they are.

	Raises NoRole where roles were to be chosen.
	"""
	if choice is before or choice is None:
		return roles
	if choice is OpenTo.ROLES and not roles:
		raise NoRole
	return ROLES_OF.get(choice, roles)
