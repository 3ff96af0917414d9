"""Parts of the table of kinds: a kind of app, the ways in which it may connect, and the settings of each way."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from oauth_plus.rules.client_delegation import POWERS
from oauth_plus.rules.credentials import AuthMethod


class Question(str, Enum):
	"""Questions of the dialog. Each is a member of what the dialog sends, and the place where a fault is shown."""

	NAME = "name"
	SITE = "site"
	REDIRECT_URIS = "redirect_uris"
	OPEN_TO = "open_to"
	ROLES = "roles"
	SERVICE_USER = "service_user"
	PROOF = "proof"
	KEYS = "keys"
	NETWORKS = "networks"
	EXCHANGES_OF = "exchanges_of"
	STAY = "stay"
	TOKEN_LIFE = "token_life"  # noqa: S105 the name of a question
	SCOPES = "scopes"


class Reading(str, Enum):
	"""What the check boxes for DocTypes offer."""

	ONLY = "read"
	ALL_ACTIONS = "all"
	NOTHING = "none"


@dataclass(frozen=True)
class Setting:
	"""Value of one field of OAuth Client, and the reason in a sentence."""

	field: str
	value: Any
	reason: str


@dataclass(frozen=True)
class ConnectionWay:
	"""One way in which apps of a kind connect.

	`asks` are its questions in order, after the name. `settings` are the same for every answer. `suggested` are answers
	that the dialog fills in. `scopes` are those that it ticks. `hints` replace the description of a question.
	"""

	name: str
	title: str
	sentence: str
	asks: tuple[Question, ...]
	settings: tuple[Setting, ...]
	method: AuthMethod = AuthMethod.BASIC
	scopes: tuple[str, ...] = ()
	reading: Reading = Reading.ALL_ACTIONS
	suggested: tuple[tuple[Question, str], ...] = ()
	hints: tuple[tuple[Question, str], ...] = ()

	@property
	def needs_administrator(self) -> bool:
		"""Return whether the app has more than its users allow it, which System Managers alone may give."""
		return Question.SERVICE_USER in self.asks or any(each.field in POWERS for each in self.settings)

	def suggestion(self, question: Question) -> str:
		"""Return the answer that the dialog fills in; empty for none."""
		return dict(self.suggested).get(question, "")


@dataclass(frozen=True)
class ConnectionKind:
	"""Kind of app. `ready_scopes` are scopes that other apps bring, offered first where they exist."""

	name: str
	title: str
	sentence: str
	ways: tuple[ConnectionWay, ...]
	ready_scopes: tuple[str, ...] = ()

	def way(self, name: str) -> ConnectionWay | None:
		"""Return the way of this name, and the first for an empty name; None for an unknown one."""
		return next((way for way in self.ways if name in ("", way.name)), None)

	def sentences(self) -> tuple[str, ...]:
		"""Return every text for people, for their translation."""
		of_ways = (
			(
				way.title,
				way.sentence,
				*(each.reason for each in way.settings),
				*(hint for _question, hint in way.hints),
			)
			for way in self.ways
		)
		return (self.title, self.sentence, *(text for texts in of_ways for text in texts))
