"""How long ago a token or a code expired, in words. Steps, so that the same refusal again has the same words."""

from bisect import bisect_right
from datetime import timedelta

from oauth_plus.rules.sentence import Sentence

ACCESS_TOKEN, REFRESH_TOKEN, CODE = "access token", "refresh token", "code"

NOW, MINUTES, HOURS, DAYS = range(4)

TEMPLATES = {
	ACCESS_TOKEN: (
		"The access token expired less than a minute ago",
		"The access token expired {0} minutes ago or more",
		"The access token expired {0} hours ago or more",
		"The access token expired {0} days ago or more",
	),
	REFRESH_TOKEN: (
		"The refresh token expired less than a minute ago",
		"The refresh token expired {0} minutes ago or more",
		"The refresh token expired {0} hours ago or more",
		"The refresh token expired {0} days ago or more",
	),
	CODE: (
		"The code expired less than a minute ago",
		"The code expired {0} minutes ago or more",
		"The code expired {0} hours ago or more",
		"The code expired {0} days ago or more",
	),
}

STEPS = (1, 2, 5, 10, 20, 30, 60)
"""Numbers of minutes, hours or days that are told."""

HOUR, DAY = 3_600, 86_400


def expired(what: str, since: timedelta) -> Sentence:
	"""Return the sentence for something that expired so long ago."""
	seconds = max(0, since.total_seconds())
	templates = TEMPLATES[what]
	if seconds < 60:
		return Sentence(templates[NOW])
	unit, length = (MINUTES, 60) if seconds < HOUR else (HOURS, HOUR) if seconds < DAY else (DAYS, DAY)
	return Sentence(templates[unit], STEPS[bisect_right(STEPS, seconds // length) - 1])
