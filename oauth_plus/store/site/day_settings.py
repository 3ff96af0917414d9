"""Settings of the site in days: how long rows are kept, and when something is due."""

from dataclasses import dataclass
from datetime import timedelta

from oauth_plus.store.site import settings

MOST = 36_500
"""Days that a field of Settings may hold: a hundred years. More would leave the calendar."""

UNUSED_REGISTRATION_DAYS, ROTATION_DAYS, WEBHOOK_DAYS = 30, 90, 5
"""Defaults of fields where 0 means never."""

EVENT_RETENTION = 365

FIELDS = (
	"token_retention",
	"grant_retention",
	"event_retention",
	"unused_client_days",
	"unused_registration_days",
	"days_before_enforce",
	"signing_key_rotation_days",
	"webhook_days",
)


@dataclass(frozen=True)
class Retention:
	"""Retention of ended rows."""

	tokens: timedelta
	grants: timedelta
	events: timedelta


def retention() -> Retention:
	"""Return the retention of ended rows in Settings; 0 means the default."""
	tokens, grants = _days("token_retention") or 7, _days("grant_retention") or 90
	events = _days("event_retention") or EVENT_RETENTION
	return Retention(timedelta(days=tokens), timedelta(days=grants), timedelta(days=events))


def unused_clients() -> int:
	"""Return the days without use after which a client is disabled; 0 for never, and for more days than events are kept,
	because nobody could know then."""
	days = _days("unused_client_days")
	return days if days <= retention().events.days else 0


def unused_registrations() -> int:
	"""Return the days after which a registered client that nobody uses is deleted; 0 for never."""
	return _days("unused_registration_days", UNUSED_REGISTRATION_DAYS)


def before_enforce() -> int:
	"""Return the days without a violation after which Enforce is offered for a client."""
	return _days("days_before_enforce") or 14


def signing_key_rotation() -> int:
	"""Return for how many days a key signs; 0 for ever."""
	return _days("signing_key_rotation_days", ROTATION_DAYS)


def failing_webhooks() -> int:
	"""Return the days of failures after which a webhook is disabled; 0 for never."""
	return _days("webhook_days", WEBHOOK_DAYS)


def _days(field: str, default: int = 0) -> int:
	"""Return the days in a field, within its bounds whatever wrote it; the default if it was never saved."""
	value = settings.document().get(field)
	return default if value is None else min(max(int(value), 0), MOST)
