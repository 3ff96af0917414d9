"""Durations in words, for users."""

from frappe import _


def human_duration(seconds: int) -> str:
	"""Return a number of seconds in words, rounded to the largest unit that fits: days, hours, minutes or seconds."""
	text: str
	for length, one, many in (
		(86_400, _("a day"), _("{0} days")),
		(3_600, _("an hour"), _("{0} hours")),
		(60, _("a minute"), _("{0} minutes")),
	):
		if seconds >= length:
			count = round(seconds / length)
			text = one if count == 1 else many.format(count)
			return text
	text = _("{0} seconds").format(seconds)
	return text
