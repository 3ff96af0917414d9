"""Choice of the users of a client: one field on its form, stored as Frappe's list of allowed roles."""

from collections.abc import Iterable
from enum import Enum

DESK_ROLE = "Desk User"
"""Role that Frappe gives to all users who may open Desk."""

EVERYBODYS_ROLE = "All"
"""Role that Frappe gives to all users."""


class OpenTo(str, Enum):
	"""Choices on the form."""

	DESK = "Desk Users"
	EVERYBODY = "Desk, Portal and Website Users"
	ROLES = "Chosen Roles"


ROLES_OF = {OpenTo.DESK: (DESK_ROLE,), OpenTo.EVERYBODY: (EVERYBODYS_ROLE,)}
"""Roles of each choice."""


class NoRole(ValueError):
	"""Choice of roles without a role."""


def open_to_named(word: str | None) -> OpenTo | None:
	"""Return the choice of that name; None where nothing was chosen."""
	return next((choice for choice in OpenTo if choice.value == word), None)


def of_roles(roles: Iterable[str]) -> OpenTo | None:
	"""Return the choice with these roles; None without a role, which allows nobody."""
	given = set(roles)
	if not given:
		return None
	if EVERYBODYS_ROLE in given:
		return OpenTo.EVERYBODY
	return OpenTo.DESK if given == {DESK_ROLE} else OpenTo.ROLES


def roles_for(choice: OpenTo | None, roles: tuple[str, ...], *, before: OpenTo | None) -> tuple[str, ...]:
	"""Return the roles to store: those of a new choice, or the roles as they are. `before` is the stored choice.
	Raises NoRole for Chosen Roles without a role."""
	if choice is before or choice is None:
		return roles
	if choice is OpenTo.ROLES and not roles:
		raise NoRole
	return ROLES_OF.get(choice, roles)
