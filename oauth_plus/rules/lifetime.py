"""How long access tokens, refresh tokens and codes live, and who said so."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

MINUTE, DAY = 60, 86_400

LONGEST = 3650 * DAY
"""Ten years: what is above it is a typing error, and dates must not overflow."""

YEAR = 365 * DAY
"""What lives longer is asked about once more (see `above_a_year`)."""

LONGEST_CODE = 10 * MINUTE
"""RFC 6749 §4.1.2 recommends ten minutes at most."""


@dataclass(frozen=True)
class Effective:
	"""A number of seconds and where it came from."""

	seconds: int
	source: str = "default"


@dataclass(frozen=True)
class Lifetimes:
	"""All in seconds. `refresh_idle` moves with use, `refresh_absolute` never does (RFC 9700 §4.14.2)."""

	access: Effective = Effective(3600)
	refresh_idle: Effective = Effective(30 * DAY)
	refresh_absolute: Effective = Effective(90 * DAY)
	code: Effective = Effective(60)

	def overridden(self, seconds: Mapping[str, int], source: str) -> "Lifetimes":
		"""These lifetimes with some of them set by `source`."""
		return replace(self, **{name: Effective(value, source) for name, value in seconds.items()})


NAMES = tuple(field.name for field in fields(Lifetimes))


class SenselessLifetime(ValueError):
	"""The configured value cannot be a lifetime; the message says which and why."""


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
		raise SenselessLifetime(f"{', '.join(unknown)}: not one of {', '.join(NAMES)}")
	return consistent({name: seconds(value[name], name) for name in value})


def seconds(value: object, name: str) -> int:
	"""One lifetime as a whole, positive number of seconds. Raises SenselessLifetime."""
	if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
		value = int(value.strip()[:20])
	if isinstance(value, bool) or not isinstance(value, int):
		raise SenselessLifetime(f"{name}: {str(value)[:40]!r} is not a whole number of seconds")
	longest = LONGEST_CODE if name == "code" else LONGEST
	if not 0 < value <= longest:
		raise SenselessLifetime(f"{name}: {str(value)[:20]} is not between 1 and {longest} seconds")
	return value


def consistent(values: dict[str, int]) -> dict[str, int]:
	"""A refresh token cannot idle for longer than it may live. Raises SenselessLifetime."""
	idle, absolute = values.get("refresh_idle"), values.get("refresh_absolute")
	if idle and absolute and idle > absolute:
		raise SenselessLifetime(f"refresh_idle ({idle}) is longer than refresh_absolute ({absolute})")
	return values


def above_a_year(values: Mapping[str, int]) -> list[str]:
	"""The names of lifetimes that may well be a slip of the hand."""
	return [name for name, value in values.items() if value > YEAR]


def _decoded(text: str) -> object:
	try:
		return json.loads(text)
	except ValueError as error:
		raise SenselessLifetime(f"not JSON: {error}") from error
