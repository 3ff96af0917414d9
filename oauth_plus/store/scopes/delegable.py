"""Scopes that a user may give a client, by the roles of the user."""

from collections.abc import Iterable
from functools import partial

from oauth_plus.platform import role_permissions
from oauth_plus.rules import scope_delegation
from oauth_plus.store.scopes import scope_lookup


def beyond(user: str, names: Iterable[str]) -> tuple[str, ...]:
	"""Return those of the scopes that give more than the roles of this user, and those that are unknown; empty for
	none."""
	may_do = partial(role_permissions.gives, user)
	return tuple(name for name in names if _exceeds(name, may_do))


def _exceeds(name: str, may_do: scope_delegation.MayDo) -> bool:
	if scope_lookup.find(name) is None:
		return True
	return scope_delegation.exceeds(scope_lookup.held_by((name,)), may_do)
