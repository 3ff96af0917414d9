"""What the app remembers of each browser, in memory: a restart forgets everybody."""

import secrets
from dataclasses import dataclass, field

from dev.third_party.exchange import Exchange

COOKIE = "third_party_visit"


@dataclass
class Visit:
	"""One browser, signed in or not."""

	form_key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
	remembered: dict = field(default_factory=dict)
	token: dict = field(default_factory=dict)
	profile: dict = field(default_factory=dict)
	todos: list[dict] = field(default_factory=list)
	introspection: dict = field(default_factory=dict)
	note: str = ""
	history: list[Exchange] = field(default_factory=list)


class Visits:
	"""All browsers that came by, each under a random name in its cookie."""

	def __init__(self) -> None:
		self._visits: dict[str, Visit] = {}

	def of(self, name: str | None) -> Visit:
		"""The visit of this browser; a new one if we do not know it."""
		return self._visits.get(name or "") or Visit()

	def keep(self, name: str | None, visit: Visit) -> str:
		"""Remember the visit. Returns the name for the cookie."""
		if self._visits.get(name or "") is not visit:
			name = secrets.token_urlsafe(32)
		self._visits[name] = visit
		return name
