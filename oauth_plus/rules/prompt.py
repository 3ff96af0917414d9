"""What an app wants to be asked of the person, and how (OpenID Connect Core §3.1.2.1)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from oauth_plus.exceptions import InvalidRequest
from oauth_plus.rules.form import Form

LONGEST_AGE = 10 * 365 * 86_400
"""Seconds; what is above it asks for nothing."""


class Prompt(str, Enum):
	"""The values of `prompt`; others are left aside."""

	NONE = "none"
	LOGIN = "login"
	CONSENT = "consent"
	SELECT_ACCOUNT = "select_account"


@dataclass(frozen=True)
class PromptParameters:
	"""What one request asks to happen before it is answered."""

	prompts: frozenset[Prompt] = frozenset()
	max_age: timedelta | None = None
	login_hint: str = ""

	@property
	def is_silent(self) -> bool:
		"""No page may be shown."""
		return Prompt.NONE in self.prompts

	@property
	def wants_consent(self) -> bool:
		"""The person is to be asked, whatever is remembered."""
		return Prompt.CONSENT in self.prompts

	@property
	def wants_account(self) -> bool:
		"""The person is to choose as whom he goes on."""
		return Prompt.SELECT_ACCOUNT in self.prompts

	def are_met_by_session(self, signed_in_at: datetime | None, now: datetime) -> bool:
		"""The session is young enough as it is; `prompt=login` is content with none."""
		if Prompt.LOGIN in self.prompts:
			return False
		if self.max_age is None:
			return True
		return signed_in_at is not None and now - signed_in_at <= self.max_age


def read(form: Form) -> PromptParameters:
	"""The wishes of a request. Raises InvalidRequest."""
	words = (form.get("prompt") or "").split()
	prompts = frozenset(prompt for prompt in Prompt if prompt.value in words)
	if Prompt.NONE in prompts and len(set(words)) > 1:
		raise InvalidRequest("prompt=none stands alone")
	return PromptParameters(prompts, _max_age(form.get("max_age")), form.get("login_hint") or "")


def is_silent(form: Form) -> bool:
	"""The same without a complaint: for somebody who is not signed in yet."""
	return Prompt.NONE.value in (form.values.get("prompt") or "").split()


def with_account_choice(form: Form) -> Form:
	"""The same request, by somebody who wants to go on as somebody else."""
	words = [word for word in (form.values.get("prompt") or "").split() if word != Prompt.NONE.value]
	chosen = " ".join(dict.fromkeys([*words, Prompt.SELECT_ACCOUNT.value]))
	return Form(form.values | {"prompt": chosen}, form.faults)


def language(asked: str | None, spoken: Iterable[str]) -> str | None:
	"""The first of the wanted languages, or what it is a dialect of, that is spoken here; BCP 47 knows no case."""
	known = {_tag(each): each for each in spoken}
	wanted = [_tag(tag) for tag in (asked or "").split()[:20]]
	candidates = (each for tag in wanted for each in (tag, tag.split("-")[0]))
	return next((known[each] for each in candidates if each in known), None)


def _max_age(value: str | None) -> timedelta | None:
	if value is None:
		return None
	if not re.fullmatch(r"[0-9]{1,20}", value):
		raise InvalidRequest("max_age is no number of seconds")
	return timedelta(seconds=min(int(value), LONGEST_AGE))


def _tag(text: str) -> str:
	return text.replace("_", "-").lower()
