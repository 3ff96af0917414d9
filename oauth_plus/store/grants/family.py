"""One grant as a value, and its row."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from oauth_plus.platform import clock
from oauth_plus.rules import scope_list

GIVEN = ["client", "user", "scopes", "generation", "state", "rotated_at"]
"""What every grant has, those from before this app too."""

COLUMNS = ["name", *GIVEN, "idle_ends", "absolute_ends", "resource"]

SEALED = "sealed_successor"
"""Read only where a repeat may open it."""


class State(str, Enum):
	"""Where a grant stands; whatever is not Active has ended for good."""

	ACTIVE = "Active"
	EXPIRED = "Expired"
	REVOKED = "Revoked"
	REPLAYED = "Replayed"


@dataclass(frozen=True)
class Family:
	"""One grant. `idle_ends_at` moves with use, `absolute_ends_at` never does; None on grants from before
	this app, which never ended. `rotated_at` is when the current generation was issued. `sealed_successor` is
	the pair of that generation, for whoever repeats the refresh token before it until `sealed_until`.
	`stored_scopes` is how the row spells the scopes. `resources` are the URIs that its tokens may be for (RFC 8707
	§2.2); none stand for the whole site."""

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
	resources: tuple[str, ...] = ()


def from_row(row: Any) -> Family:
	"""A row of `COLUMNS`, with or without what is sealed."""
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
	)


@dataclass(frozen=True)
class Use:
	"""The last use of a grant: when, from where, with what, and by which access token."""

	family: str
	at: datetime
	address: str
	user_agent: str
	access_digest: str = ""


GRANT = "OAuth Plus Grant"
