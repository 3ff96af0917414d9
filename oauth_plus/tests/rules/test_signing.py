"""When a key changes, and how long the old one stays."""

from datetime import datetime, timedelta, timezone

import pytest

from oauth_plus.rules.signing import MARGIN, Algorithm, algorithm_named, is_due, published_until

NOON = datetime(2026, 7, 1, 12, tzinfo=timezone.utc)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
	("age", "days", "due"),
	[
		(90 * DAY, 90, True),
		(90 * DAY - timedelta(seconds=1), 90, False),
		(3650 * DAY, 0, False),
		(DAY, 1, True),
		(DAY, -1, False),
	],
)
def test_a_key_is_due_when_it_has_signed_for_its_days(age: timedelta, days: int, due: bool) -> None:
	assert is_due(NOON - age, days, NOON) is due


@pytest.mark.parametrize(
	("last_end", "until"),
	[
		(None, NOON + HOUR),
		(NOON - DAY, NOON + HOUR),
		(NOON + HOUR / 2, NOON + HOUR),
		(NOON + DAY, NOON + DAY),
	],
)
def test_a_key_stays_until_the_last_token_that_it_can_have_signed_has_ended(
	last_end: datetime | None, until: datetime
) -> None:
	"""Issue 3, point 6: also one that was given when lifetimes were longer"""
	assert published_until(NOON, HOUR, last_end) == until + MARGIN


@pytest.mark.parametrize(
	("word", "algorithm"),
	[
		("ES256", Algorithm.ES256),
		("RS256", Algorithm.RS256),
		("none", Algorithm.RS256),
		(None, Algorithm.RS256),
	],
)
def test_an_unknown_algorithm_is_the_one_that_every_client_knows(
	word: str | None, algorithm: Algorithm
) -> None:
	"""OpenID Connect Discovery §3"""
	assert algorithm_named(word) is algorithm
