"""Token families: one row a grant, which outlives Frappe's purge of its tokens. Tokens are valid only while their
family is Active.

To change a family, lock its row. Its tokens are written under the same lock, so that a refresh and an end do not
interleave. The order of locks is the same everywhere: the code, or the device that waits; the client, then the user (shared
to create a family, exclusive to end all of theirs, so that no family is missed); the secret by which a client acts by
itself; a pair without a family; families, by name; their tokens.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from oauth_plus.platform import clock, sql
from oauth_plus.rules import storable
from oauth_plus.store.grants.family import (
	COLUMNS,
	GRANT,
	SEALED,
	SESSION_OPEN,
	Family,
	State,
	Use,
	from_row,
)


class RotationConflict(Exception):
	"""Conflict with another request, which changed the family after this one had read it."""


def create_family(family: Family) -> None:
	"""Insert the row of a new grant. The caller must hold locks on its client and its user."""
	sql.insert(
		GRANT,
		family.id,
		{
			"client": family.client_id,
			"user": family.user,
			"scopes": " ".join(family.scopes),
			"resource": "\n".join(family.resources),
			"generation": family.generation,
			"state": family.state.value,
			"rotated_at": clock.to_epoch(family.rotated_at or clock.now()),
			"idle_ends": family.idle_ends_at,
			"absolute_ends": family.absolute_ends_at,
			"secret": family.secret or None,
			"session": family.session or None,
			"dpop_jkt": family.dpop_jkt or None,
			"session_state": SESSION_OPEN if family.session else None,
		},
	)


def lock(family: str) -> Family | None:
	"""Return the family with its sealed successor, its row locked until the request ends; None where there is
	none."""
	return _find(family, (*COLUMNS, SEALED), for_update=True)


def lock_shared(family: str) -> bool:
	"""Lock the family shared until the request ends, and return whether it is active now. Who ends it waits, and then finds
	what was written."""
	return sql.lock_shared(GRANT, family, "state") == State.ACTIVE.value


def find(family: str) -> Family | None:
	"""Return the family as this transaction sees it; None where there is none."""
	return _find(family, COLUMNS)


def advance(family: Family, generation: int, now: datetime) -> None:
	"""Move the family to a new generation, and replace the sealed pair. Of all requests that read the previous
	generation, the first one succeeds, with or without a lock. Raises RotationConflict for the others, and if the
	grant was narrowed meanwhile (RFC 6749 §6)."""
	values = _refreshed(family, now) | {"generation": generation, "rotated_at": now.timestamp()}
	values |= {
		SEALED: family.sealed_successor or None,
		"sealed_until": family.sealed_until.timestamp() if family.sealed_until else 0,
	}
	# with the state in the condition, the database would consider three more indexes
	seen = {"name": family.id, "generation": generation - 1}
	seen |= {"scopes": family.stored_scopes} if family.stored_scopes else {}
	if not sql.update(GRANT, values, empty=["ended_at"], update_modified=False, **seen):
		raise RotationConflict


def prolong(family: Family, now: datetime) -> None:
	"""Keep the generation, with another access token. The caller must hold the lock on the family."""
	sql.update(GRANT, _refreshed(family, now), update_modified=False, name=family.id)


def _refreshed(family: Family, now: datetime) -> dict[str, Any]:
	"""Return the columns of a refresh, which also moves the idle expiry. It may bind the refresh token to a key, and never
	frees it."""
	bound = {"dpop_jkt": family.dpop_jkt} if family.dpop_jkt else {}
	return bound | {
		"last_refreshed": now,
		"idle_ends": family.idle_ends_at,
		"absolute_ends": family.absolute_ends_at,
	}


def note_use(use: Use) -> None:
	"""Store the time, the IP address and the user agent of the last use of a grant, in one row."""
	used = {"last_used": use.at, "last_address": use.address[:140]}
	sql.update(GRANT, used | {"last_user_agent": storable.without_markup(use.user_agent)}, name=use.family)


def _find(family: str, columns: Iterable[str], *, for_update: bool = False) -> Family | None:
	row = sql.first(GRANT, columns, for_update=for_update, name=family) if family else None
	return from_row(row) if row else None
