"""Parameters of an authorization request about signing in and consent (OpenID Connect Core §3.1.2.1)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from oauth_plus.exceptions import InvalidRequest
from oauth_plus.rules.form import Form

LONGEST_AGE = 10 * 365 * 86_400
"""Seconds; a greater `max_age` counts as this one."""


class Prompt(str, Enum):
	"""Values of `prompt`; others are ignored (OpenID Connect Core §3.1.2.1)."""

	NONE = "none"
	LOGIN = "login"
	CONSENT = "consent"
	SELECT_ACCOUNT = "select_account"


@dataclass(frozen=True)
class PromptParameters:
	"""The parameters `prompt`, `max_age` and `login_hint` of one request."""

	prompts: frozenset[Prompt] = frozenset()
	max_age: timedelta | None = None
	login_hint: str = ""

	@property
	def is_silent(self) -> bool:
		"""Return whether no page may be shown: `prompt=none` (OpenID Connect Core §3.1.2.1)."""
		return Prompt.NONE in self.prompts

	@property
	def wants_consent(self) -> bool:
		"""Return whether the user is to be asked although consent is stored (OpenID Connect Core
		§3.1.2.1)."""
		return Prompt.CONSENT in self.prompts

	@property
	def wants_account(self) -> bool:
		"""Return whether the user is to choose an account (OpenID Connect Core §3.1.2.1)."""
		return Prompt.SELECT_ACCOUNT in self.prompts

	def are_met_by_session(self, signed_in_at: datetime | None, now: datetime) -> bool:
		"""Return whether the session is young enough for `max_age` (OpenID Connect Core §3.1.2.1).

		`prompt=login` accepts no session. An unknown sign-in time counts as too old.
		"""
		if Prompt.LOGIN in self.prompts:
			return False
		if self.max_age is None:
			return True
		return signed_in_at is not None and now - signed_in_at <= self.max_age


def read(form: Form) -> PromptParameters:
	"""Read the parameters of a request. Raises InvalidRequest (OpenID Connect Core §3.1.2.6)."""
	words = (form.get("prompt") or "").split()
	prompts = frozenset(prompt for prompt in Prompt if prompt.value in words)
	if Prompt.NONE in prompts and len(set(words)) > 1:
		raise InvalidRequest("prompt=none cannot be combined with another value")
	return PromptParameters(prompts, _max_age(form.get("max_age")), form.get("login_hint") or "")


def is_silent(form: Form) -> bool:
	"""Return whether a request has `prompt=none`, without raising on a faulty form: for users who are not
	signed in yet."""
	return Prompt.NONE.value in (form.values.get("prompt") or "").split()


def with_account_choice(form: Form) -> Form:
	"""Return the request with `prompt=select_account` added and `none` removed (OpenID Connect Core
	§3.1.2.1)."""
	words = [word for word in (form.values.get("prompt") or "").split() if word != Prompt.NONE.value]
	chosen = " ".join(dict.fromkeys([*words, Prompt.SELECT_ACCOUNT.value]))
	return form.with_prompt(chosen)


def language(requested: str | None, available: Iterable[str]) -> str | None:
	"""Return the first requested language that the site has, or the one that it is a dialect of; None where
	there is none.

	`ui_locales` holds BCP 47 tags (OpenID Connect Core §3.1.2.1), compared in any case; the first 20 are
	read.
	"""
	known = {_tag(each): each for each in available}
	wanted = [_tag(tag) for tag in (requested or "").split()[:20]]
	candidates = (each for tag in wanted for each in (tag, tag.split("-")[0]))
	return next((known[each] for each in candidates if each in known), None)


def _max_age(value: str | None) -> timedelta | None:
	if value is None:
		return None
	if not re.fullmatch(r"[0-9]{1,20}", value):
		raise InvalidRequest("max_age is not a number of seconds")
	return timedelta(seconds=min(int(value), LONGEST_AGE))


def _tag(text: str) -> str:
	return text.replace("_", "-").lower()
