"""Lifetimes of access tokens, refresh tokens and codes, and where each was configured."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from oauth_plus.rules.sentence import Explained, Sentence

MINUTE, DAY = 60, 86_400

LONGEST = 3650 * DAY
"""Seconds in ten years: more is a typing error, and dates must not overflow."""

YEAR = 365 * DAY
"""Seconds; a longer lifetime has to be confirmed (see `above_a_year`)."""

LONGEST_CODE = 10 * MINUTE
"""Seconds: RFC 6749 §4.1.2 recommends ten minutes at most."""


@dataclass(frozen=True)
class Effective:
	"""Number of seconds, and where it was configured."""

	seconds: int
	source: str = "default"


@dataclass(frozen=True)
class Lifetimes:
	"""Lifetimes in seconds. `refresh_idle` starts again with each use, `refresh_absolute` never does (RFC
	9700 §4.14.2)."""

	access: Effective = Effective(3600)
	refresh_idle: Effective = Effective(30 * DAY)
	refresh_absolute: Effective = Effective(90 * DAY)
	code: Effective = Effective(60)

	def overridden(self, seconds: Mapping[str, int], source: str) -> "Lifetimes":
		"""Return these lifetimes with some of them, in seconds, replaced by those of `source`."""
		return replace(self, **{name: Effective(value, source) for name, value in seconds.items()})


NAMES = tuple(field.name for field in fields(Lifetimes))
"""Names of the lifetimes, as `oauth_token_expiry` spells them."""


NO_NUMBER = "{0}: {1} is not a whole number of seconds"


class SenselessLifetime(Explained, ValueError):
	"""Configured value that cannot be a lifetime; the message says which and why."""


def parse_token_expiry(value: object) -> dict[str, int]:
	"""Read `oauth_token_expiry`: seconds for access tokens, or an object with any of NAMES.

	Digits in a string count as a number, and a string may hold the object as JSON, because
	`bench set-config` writes strings. Raises SenselessLifetime.
	"""
	if value is None:
		return {}
	if isinstance(value, str) and value.lstrip().startswith("{"):
		value = _decoded(value)
	if not isinstance(value, Mapping):
		return {"access": seconds(value, "access")}
	if unknown := sorted(set(map(str, value)) - set(NAMES)):
		raise SenselessLifetime(Sentence("{0}: not one of {1}", ", ".join(unknown), ", ".join(NAMES)))
	return consistent({name: seconds(value[name], name) for name in value})


WHOLE = re.compile(r"-?[0-9]+", re.ASCII)


def seconds(value: object, name: str) -> int:
	"""Return one lifetime as a whole, positive number of seconds; digits in a text count as a number.

	Raises SenselessLifetime, also above ten years, or ten minutes for a code (RFC 6749 §4.1.2).
	"""
	if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
		value = int(value.strip()[:20])
	if isinstance(value, bool) or not isinstance(value, int):
		raise SenselessLifetime(Sentence(NO_NUMBER, name, repr(str(value)[:40])))
	longest = LONGEST_CODE if name == "code" else LONGEST
	if not 0 < value <= longest:
		raise SenselessLifetime(
			Sentence("{0}: {1} is not between 1 and {2} seconds", name, str(value)[:20], longest)
		)
	return value


def stored(value: object, name: str) -> int:
	"""Return a number of seconds as it is stored: whole, and 0 for none, which leaves the lifetime to the site. A column of
	durations holds decimal numbers. Raises SenselessLifetime for what is no whole number; the range is not checked."""
	if isinstance(value, float) and value.is_integer():
		return int(value)
	if not value or str(value).strip() in ("", "0"):
		return 0
	if isinstance(value, str) and WHOLE.fullmatch(value.strip()):
		return int(value.strip()[:20])
	if isinstance(value, bool) or not isinstance(value, int):
		raise SenselessLifetime(Sentence(NO_NUMBER, name, repr(str(value)[:40])))
	return value


def consistent(values: dict[str, int]) -> dict[str, int]:
	"""Return the lifetimes, in seconds. Raises SenselessLifetime where a refresh token could idle longer than
	it lives."""
	idle, absolute = values.get("refresh_idle"), values.get("refresh_absolute")
	if idle and absolute and idle > absolute:
		raise SenselessLifetime(
			Sentence("refresh_idle ({0}) is longer than refresh_absolute ({1})", idle, absolute)
		)
	return values


def above_a_year(values: Mapping[str, int]) -> list[str]:
	"""Return the names of lifetimes above 365 days, which may be typing errors; values are in seconds."""
	return [name for name, value in values.items() if value > YEAR]


def _decoded(text: str) -> object:
	try:
		return json.loads(text)
	except ValueError as error:
		raise SenselessLifetime(Sentence("not JSON: {0}", error)) from error
