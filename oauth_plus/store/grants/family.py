"""One grant as a value, and its row."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from oauth_plus.platform import clock
from oauth_plus.rules import scope_list

GIVEN = ["client", "user", "scopes", "generation", "state", "rotated_at"]
"""Columns that every grant has, also those from before installation."""

COLUMNS = ["name", *GIVEN, "idle_ends", "absolute_ends", "secret", "session", "resource", "dpop_jkt"]

SEALED = "sealed_successor"
"""Columns that are read only for a repeat."""


class State(str, Enum):
	"""State of a grant. Every state but Active is final."""

	ACTIVE = "Active"
	EXPIRED = "Expired"
	REVOKED = "Revoked"
	REPLAYED = "Replayed"


@dataclass(frozen=True)
class Family:
	"""One grant.

	`idle_ends_at` moves with each refresh, `absolute_ends_at` never does. Both are None for grants from before
	installation, which do not expire. `rotated_at` is when the current generation was issued. `sealed_successor` is
	the pair of that generation, for a repeat of the previous refresh token until `sealed_until`. `stored_scopes` is
	the text of the scopes in the row. `secret` names the client's secret that a machine client proved itself with; empty
	if a user gave consent. `session` is the digest of the browser's session in which the grant began. `resources` are
	the URIs that its tokens may be for (RFC 8707 §2.2); none stand for the whole site. `dpop_jkt` is the thumbprint of the
	key that its refresh token is bound to (RFC 9449 §5); empty for none.
	"""

	id: str
	client_id: str
	user: str
	scopes: tuple[str, ...]
	generation: int = 1
	state: State = State.ACTIVE
	rotated_at: datetime | None = None
	idle_ends_at: datetime | None = None
	absolute_ends_at: datetime | None = None
	sealed_successor: str = field(default="", repr=False)
	sealed_until: datetime | None = None
	stored_scopes: str = ""
	secret: str = ""
	session: str = field(default="", repr=False)
	resources: tuple[str, ...] = ()
	dpop_jkt: str = ""


def from_row(row: Any) -> Family:
	"""Return a row of `COLUMNS` as a value, with or without the sealed pair."""
	rotated_at, idle_ends_at, absolute_ends_at = clock.times(row, "rotated_at", "idle_ends", "absolute_ends")
	return Family(
		id=row.name,
		client_id=row.client,
		user=row.user,
		scopes=scope_list.split(row.scopes),
		stored_scopes=row.scopes or "",
		resources=tuple((row.resource or "").split()),
		generation=int(row.generation),
		state=State(row.state),
		rotated_at=rotated_at,
		idle_ends_at=idle_ends_at,
		absolute_ends_at=absolute_ends_at,
		sealed_successor=row.get(SEALED) or "",
		secret=row.secret or "",
		session=row.session or "",
		dpop_jkt=row.dpop_jkt or "",
	)


@dataclass(frozen=True)
class Use:
	"""Last use of a grant: time, IP address, user agent and access token."""

	family: str
	at: datetime
	address: str
	user_agent: str
	access_digest: str = ""


GRANT = "OAuth Plus Grant"

SESSION_OPEN, SESSION_ENDED = "Open", "Ended"
"""Values of `session_state`; empty for a grant that began in no session."""
