"""Points in time: aware and in UTC in the code, naive and in the site's time zone in Frappe's columns."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from frappe.utils import get_datetime, get_system_timezone

UTC = timezone.utc


def now() -> datetime:
	"""Return the current time, in UTC."""
	return datetime.now(UTC)


def days_ago(days: int) -> datetime:
	"""Return the time so many days before now, in UTC."""
	return now() - timedelta(days=days)


def zone_of_site() -> str:
	"""Return the site's time zone by its name in the IANA database."""
	return str(get_system_timezone())


def to_column(moment: datetime | None) -> datetime | None:
	"""Return a time as Frappe stores it, in the site's time zone; None for none."""
	return moment and moment.astimezone(ZoneInfo(get_system_timezone())).replace(tzinfo=None)


def to_columns(values: dict[str, Any]) -> dict[str, Any]:
	"""Return the values with every aware time as Frappe stores it, in the site's time zone."""
	zone = ZoneInfo(get_system_timezone())
	return {
		name: value.astimezone(zone).replace(tzinfo=None)
		if isinstance(value, datetime) and value.tzinfo
		else value
		for name, value in values.items()
	}


def from_column(value: datetime | str | None) -> datetime | None:
	"""Return the time of a column, in UTC; None for an empty one."""
	naive = value and get_datetime(value)
	return naive and _in_utc(naive, ZoneInfo(get_system_timezone()))


def _in_utc(naive: datetime, zone: ZoneInfo) -> datetime:
	try:
		return naive.replace(tzinfo=zone).astimezone(UTC)
	except OverflowError:  # the first or the last day of the calendar
		return naive.replace(tzinfo=UTC)


def unambiguous(moment: datetime) -> datetime:
	"""Return this time, or one a few hours later that a column names without doubt: where clocks are set back, an hour comes
	twice."""
	zone = ZoneInfo(get_system_timezone())
	while _offsets(moment, zone)[0] != _offsets(moment, zone)[1]:
		moment += timedelta(hours=1)
	return moment


def _offsets(moment: datetime, zone: ZoneInfo) -> tuple[timedelta | None, ...]:
	naive = moment.astimezone(zone).replace(tzinfo=None)
	return tuple(naive.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))


def to_epoch(moment: datetime | None) -> float | None:
	"""Return a time in seconds since 1970; None for none."""
	return moment and moment.timestamp()


def from_epoch(seconds: float | None) -> datetime | None:
	"""Return the time of so many seconds since 1970, in UTC; None for none or 0."""
	return datetime.fromtimestamp(float(seconds), UTC) if seconds else None


def times(row: Any, *columns: str) -> list[datetime | None]:
	"""Return the times of these columns, in UTC: numbers are seconds since 1970, all others as Frappe stores a time.
	None for an empty one or 0."""
	zone = ZoneInfo(get_system_timezone())
	return [
		None
		if not (value := row.get(column))
		else datetime.fromtimestamp(float(value), UTC)
		if isinstance(value, int | float | Decimal)
		else _in_utc(get_datetime(value), zone)
		for column in columns
	]
