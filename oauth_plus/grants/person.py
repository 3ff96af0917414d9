"""The user in front of a browser, and what they did there for this very request.

What the app asked for (`prompt`, `max_age`, `login_hint`) is done once: the browser keeps a note of it that
we have sealed, for this request and a few minutes. Neither the address nor the note of another request can
stand in for it (OpenID Connect Core §3.1.2.1).
"""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from oauth_plus.platform import clock
from oauth_plus.rules import secret
from oauth_plus.rules.form import Form
from oauth_plus.rules.prompt import PromptParameters
from oauth_plus.rules.sign_in import SignIn
from oauth_plus.store import sessions, users
from oauth_plus.store.clients.client import Client
from oauth_plus.store.site import encryption_key

GUEST = "Guest"

PATIENCE = timedelta(minutes=10)
"""For signing in, and once more for reading the question."""

NOTE = re.compile(r"(signed_in|chose)\.([0-9]{1,12})\.([0-9]{1,6})\.([0-9a-f]{64})")


class Interaction(str, Enum):
	"""What a note says: signed in since then, or chose this account in the session of then."""

	SIGNED_IN = "signed_in"
	CHOSE = "chose"


@dataclass(frozen=True)
class Person:
	"""User of the session, never of the request. `note` is what the browser keeps, `impersonator` who plays
	this user by Frappe's "Impersonate", `methods` how the session began (RFC 8176)."""

	user: str
	session_id: str = field(repr=False)
	signed_in_at: datetime | None = None
	note: str = field(default="", repr=False)
	impersonator: str = ""
	methods: tuple[str, ...] = ()

	@property
	def is_guest(self) -> bool:
		"""Nobody is signed in."""
		return self.user in ("", GUEST)

	def sign_in(self) -> SignIn:
		"""Return when, how and in which session the user signed in."""
		return SignIn(clock.to_epoch(self.signed_in_at), self.methods, sessions.digest_of(self.session_id))

	def must_sign_in(
		self, parameters: PromptParameters, form: Form, now: datetime, *, reading: timedelta = timedelta()
	) -> bool:
		"""The app asks for a newer session than this one, and nobody has signed in for this request, which
		its first answer uses up (OpenID Connect Core §3.1.2.1: prompt=login, max_age). `reading` is how
		long the user may have looked at the page since."""
		if parameters.are_met_by_session(self.signed_in_at, now - reading):
			return False
		return not self._has_signed_in_for(form, now - reading)

	def must_choose(self, parameters: PromptParameters, form: Form, now: datetime) -> bool:
		"""The app asks for a choice of account, and none was made yet (OpenID Connect Core §3.1.2.1:
		select_account)."""
		return parameters.wants_account and not self._has_chosen(form, now)

	def is_unexpected(
		self, parameters: PromptParameters, form: Form, now: datetime, client: Client | None
	) -> bool:
		"""The app expects another user, and nobody has confirmed this one (OpenID Connect Core §3.1.2.1:
		login_hint)."""
		if not parameters.login_hint or self._goes_by(parameters.login_hint, client):
			return False
		return not self._has_chosen(form, now)

	def _goes_by(self, hint: str, client: Client | None) -> bool:
		"""The person is known by that name here, or to the client."""
		return hint.strip().lower() in {name.lower() for name in users.names_of(self.user, client)}

	def _has_chosen(self, form: Form, now: datetime) -> bool:
		return self._has_signed_in_for(form, now) or bool(self._noted(Interaction.CHOSE, form, now))

	def _has_signed_in_for(self, form: Form, now: datetime) -> bool:
		since = self._noted(Interaction.SIGNED_IN, form, now)
		return bool(since and self.signed_in_at and self.signed_in_at >= since)

	def _noted(self, deed: Interaction, form: Form, now: datetime) -> datetime | None:
		"""When the browser was given this note about this request, if it was, and that was not long ago."""
		match = NOTE.fullmatch(self.note)
		if not match or match[1] != deed.value:
			return None
		session_id = self.session_id if deed is Interaction.CHOSE else ""
		if not secret.same(match[4], _seal(deed, match[2], match[3], session_id, form)):
			return None
		since = clock.from_epoch(float(f"{match[2]}.{match[3]:0>6}"))
		return since if since and now - since <= PATIENCE else None


def receipt(deed: Interaction, form: Form, now: datetime, session_id: str = "") -> str:
	"""Return the sealed note that the browser is to keep for 10 minutes. A choice is bound to one session; a
	sign-in begins a new one."""
	seconds, fraction = int(now.timestamp()), f"{now.microsecond:06}"
	return f"{deed.value}.{seconds}.{fraction}.{_seal(deed, str(seconds), fraction, session_id, form)}"


def _seal(deed: Interaction, seconds: str, fraction: str, session_id: str, form: Form) -> str:
	key = encryption_key.derived_key("what a person did")
	return secret.seal(key, deed.value, seconds, fraction, session_id, form.query())
