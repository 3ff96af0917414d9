"""Settings of the site about limits: how many requests of a kind may come, and what happens without Redis."""

from oauth_plus.exceptions import TemporarilyUnavailable
from oauth_plus.rules.limits import LimitKind, Quota, Whose
from oauth_plus.store.site import day_settings, settings

SWITCH = "limit_requests"

WITHOUT_REDIS = "limits_without_redis"

REFUSE = "Refuse Requests"

DEFAULTS: dict[tuple[LimitKind, Whose], int] = {
	(LimitKind.TOKEN, Whose.CLIENT): 12_000,
	(LimitKind.TOKEN, Whose.USER): 3_000,
	(LimitKind.TOKEN, Whose.ADDRESS): 1_200,
	(LimitKind.AUTHORIZE, Whose.USER): 300,
	(LimitKind.AUTHORIZE, Whose.ADDRESS): 1_200,
	(LimitKind.INTROSPECT, Whose.CLIENT): 60_000,
	(LimitKind.INTROSPECT, Whose.ADDRESS): 1_200,
	(LimitKind.REVOKE, Whose.CLIENT): 12_000,
	(LimitKind.REVOKE, Whose.ADDRESS): 1_200,
	(LimitKind.REGISTER, Whose.ADDRESS): 60,
	(LimitKind.CALL, Whose.CLIENT): 60_000,
	(LimitKind.CALL, Whose.USER): 12_000,
	(LimitKind.CALL, Whose.ADDRESS): 60_000,
}
"""Requests in a minute, or registrations in ten. An office of 2,000 people behind one address, whose apps all refresh
within two minutes, stays below 1,200. A server calls with its own proof, and only the limits of its client count."""


def field(kind: LimitKind, whose: Whose) -> str:
	"""Return the name of the field of Settings."""
	return f"{kind.value}_{whose.value}_limit"


def quota(kind: LimitKind, whose: Whose, own: int = 0) -> Quota:
	"""Return the limit that applies. `own` is the client's, and 0 if the site's applies."""
	return Quota(kind, whose, most(kind, whose, own))


def most(kind: LimitKind, whose: Whose, own: int = 0) -> int:
	"""Return how many requests may come; 0 for any number."""
	document = settings.document()
	if not _is_on(document.get(SWITCH)) or (kind, whose) not in DEFAULTS:
		return 0
	value = own or document.get(field(kind, whose))
	return DEFAULTS[kind, whose] if value is None else int(value)


def are_on() -> bool:
	"""Return whether requests are limited at all."""
	return _is_on(settings.document().get(SWITCH))


def accept_without_redis() -> None:
	"""Accept a request that Redis, which does not answer, could not count. Raises TemporarilyUnavailable if Settings say
	so."""
	document = settings.document()
	if _is_on(document.get(SWITCH)) and document.get(WITHOUT_REDIS) == REFUSE:
		raise TemporarilyUnavailable("The site's cache does not answer: try again")


def fill_defaults() -> None:
	"""Write the defaults into Settings that were saved before these fields existed, because a form would show 0, which
	means no limit. Changes at most one row a field."""
	settings.fill(
		{SWITCH: 1, "webhook_days": day_settings.WEBHOOK_DAYS}
		| {field(*each): most for each, most in DEFAULTS.items()}
	)


def _is_on(value: object) -> bool:
	return value is None or bool(int(value))  # type: ignore[call-overload]
