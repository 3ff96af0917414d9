"""Points in time: aware and in UTC above this room, naive and in the site's time zone in Frappe's columns."""

from datetime import datetime, timezone
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
