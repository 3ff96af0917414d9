"""What the app stores of a browser, in memory: a restart forgets everybody."""

import secrets
from dataclasses import dataclass, field

from dev.third_party.exchange import Exchange


@dataclass
class Visit:
	"""One browser, signed in or not."""

	form_key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
	pending: dict[str, str] = field(default_factory=dict)  # the sign-in that is under way
	token: dict = field(default_factory=dict)
	profile: dict = field(default_factory=dict)
	todos: list[dict] = field(default_factory=list)
	introspection: dict = field(default_factory=dict)
	note: str = ""
	history: list[Exchange] = field(default_factory=list)
