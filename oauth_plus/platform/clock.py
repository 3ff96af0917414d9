"""Points in time: aware and in UTC above this room, naive and in the site's time zone in Frappe's columns."""

from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from frappe.utils import get_datetime, get_system_timezone

UTC = timezone.utc


def now() -> datetime:
	"""This moment."""
	return datetime.now(UTC)


def to_column(moment: datetime | None) -> datetime | None:
	"""As Frappe stores it."""
	return moment and moment.astimezone(ZoneInfo(get_system_timezone())).replace(tzinfo=None)


def from_column(value: datetime | str | None) -> datetime | None:
	"""As the protocol counts it."""
	naive = value and get_datetime(value)
	return naive and naive.replace(tzinfo=ZoneInfo(get_system_timezone())).astimezone(UTC)


def to_epoch(moment: datetime | None) -> float | None:
	"""Seconds since 1970: what naive columns cannot tell in the hour that clocks go back over."""
	return moment and moment.timestamp()


def from_epoch(seconds: float | None) -> datetime | None:
	"""The other way round."""
	return datetime.fromtimestamp(float(seconds), UTC) if seconds else None


def end_of(row: Any) -> datetime | None:
	"""When a code or an access token ends; rows older than our column have Frappe's naive one alone."""
	return from_epoch(row.oauth_plus_expires_at) or from_column(row.expiration_time)
