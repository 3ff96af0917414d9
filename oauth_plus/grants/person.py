"""User of a browser, and their interactions for this request.

`prompt`, `max_age` and `login_hint` require an interaction once. The browser keeps a sealed note of it, for this
request and a few minutes. Neither the address nor the note of another request can replace it (OpenID Connect Core
§3.1.2.1).
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
from oauth_plus.store.clients.client import Client
from oauth_plus.store.people import sessions, users
from oauth_plus.store.site import encryption_key

GUEST = "Guest"

PATIENCE = timedelta(minutes=10)
"""Time to sign in, and the same time to read the consent page."""

NOTE = re.compile(r"(signed_in|chose)\.([0-9]{1,12})\.([0-9]{1,6})\.([0-9a-f]{64})")


class Interaction(str, Enum):
	"""Kind of interaction in a note: a sign-in since that time, or the choice of this account in that session."""

	SIGNED_IN = "signed_in"
	CHOSE = "chose"


@dataclass(frozen=True)
class Person:
	"""User of the session. `note` is the note in the browser. `impersonator` is the user who impersonates this one
	with Frappe's "Impersonate". `methods` say how the session began (RFC 8176)."""

	user: str
	session_id: str = field(repr=False)
	signed_in_at: datetime | None = None
	note: str = field(default="", repr=False)
	impersonator: str = ""
	methods: tuple[str, ...] = ()

	@property
	def is_guest(self) -> bool:
		"""Return whether nobody is signed in."""
		return self.user in ("", GUEST)

	def sign_in(self) -> SignIn:
		"""Return when, how and in which session the user signed in."""
		return SignIn(clock.to_epoch(self.signed_in_at), self.methods, sessions.digest_of(self.session_id))

	def must_sign_in(
		self, parameters: PromptParameters, form: Form, now: datetime, *, reading: timedelta = timedelta()
	) -> bool:
		"""Return whether the app requires a newer session, and the user has not signed in for this request (OpenID
		Connect Core §3.1.2.1: prompt=login, max_age). The first answer uses the sign-in up. `reading` is the time
		that the user may have spent on the page since."""
		if parameters.are_met_by_session(self.signed_in_at, now - reading):
			return False
		return not self._has_signed_in_for(form, now - reading)

	def must_choose(self, parameters: PromptParameters, form: Form, now: datetime) -> bool:
		"""Return whether the app requires a choice of account that was not made (OpenID Connect Core §3.1.2.1:
		select_account)."""
		return parameters.wants_account and not self._has_chosen(form, now)

	def is_unexpected(
		self, parameters: PromptParameters, form: Form, now: datetime, client: Client | None
	) -> bool:
		"""Return whether the app expects another user, and nobody confirmed this one (OpenID Connect Core §3.1.2.1:
		login_hint)."""
		if not parameters.login_hint or self._goes_by(parameters.login_hint, client):
			return False
		return not self._has_chosen(form, now)

	def _goes_by(self, hint: str, client: Client | None) -> bool:
		"""Return whether this is a name of the user, here or for the client."""
		return hint.strip().lower() in {name.lower() for name in users.names_of(self.user, client)}

	def _has_chosen(self, form: Form, now: datetime) -> bool:
		return self._has_signed_in_for(form, now) or bool(self._noted(Interaction.CHOSE, form, now))

	def _has_signed_in_for(self, form: Form, now: datetime) -> bool:
		since = self._noted(Interaction.SIGNED_IN, form, now)
		return bool(since and self.signed_in_at and self.signed_in_at >= since)

	def _noted(self, deed: Interaction, form: Form, now: datetime) -> datetime | None:
		"""Return when the browser got this note for this request; None if it has none, or it has expired."""
		match = NOTE.fullmatch(self.note)
		if not match or match[1] != deed.value:
			return None
		session_id = self.session_id if deed is Interaction.CHOSE else ""
		if not secret.same(match[4], _seal(deed, match[2], match[3], session_id, form)):
			return None
		since = clock.from_epoch(float(f"{match[2]}.{match[3]:0>6}"))
		return since if since and now - since <= PATIENCE else None


def receipt(deed: Interaction, form: Form, now: datetime, session_id: str = "") -> str:
	"""Return the sealed note for the browser, valid for 10 minutes. A choice is bound to one session; a sign-in
	begins a new session."""
	seconds, fraction = int(now.timestamp()), f"{now.microsecond:06}"
	return f"{deed.value}.{seconds}.{fraction}.{_seal(deed, str(seconds), fraction, session_id, form)}"


def _seal(deed: Interaction, seconds: str, fraction: str, session_id: str, form: Form) -> str:
	key = encryption_key.derived_key("what a person did")
	return secret.seal(key, deed.value, seconds, fraction, session_id, form.query())
