"""Where a refresh token stands, and when it is exchanged (RFC 9700 §4.14.2)."""

from datetime import datetime, timedelta, timezone

import pytest

from oauth_plus.rules.rotation import Mode, RefreshUse, Rotation, is_due, judge_use, mode_named

NOON = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)


def after(**passed: float) -> datetime:
	return NOON + timedelta(**passed)


@pytest.mark.parametrize(
	("presented", "seconds", "expected"),
	[
		(5, 0, RefreshUse.CURRENT),
		(5, 10**9, RefreshUse.CURRENT),
		(4, 0, RefreshUse.REPEATED),
		(4, 29.9, RefreshUse.REPEATED),
		(4, 30, RefreshUse.REPLAYED),
		(3, 0, RefreshUse.REPLAYED),
		(1, 1, RefreshUse.REPLAYED),
		(6, 0, RefreshUse.REPLAYED),
	],
)
def test_the_current_one_a_repeat_in_its_grace_and_all_else_is_a_replay(
	presented: int, seconds: float, expected: RefreshUse
) -> None:
	assert judge_use(presented, 5, NOON, 30, after(seconds=seconds)) is expected


def test_without_grace_no_repeat() -> None:
	assert judge_use(4, 5, NOON, 0, NOON) is RefreshUse.REPLAYED


def test_a_family_that_never_rotated_knows_no_repeat() -> None:
	assert judge_use(0, 1, None, 300, NOON) is RefreshUse.REPLAYED


@pytest.mark.parametrize(
	("mode", "days", "due"),
	[
		(Mode.ROTATE, 0, True),
		(Mode.NEAR_END, 0, False),
		(Mode.NEAR_END, 20.9, False),
		(Mode.NEAR_END, 21, True),
		(Mode.NEAR_END, 29, True),
		(Mode.STATIC, 0, False),
		(Mode.STATIC, 29, False),
	],
)
def test_near_its_end_means_after_seventy_percent_of_its_life(mode: Mode, days: float, due: bool) -> None:
	assert is_due(mode, NOON, after(days=30), after(days=days)) is due


def test_what_never_ends_is_exchanged_at_once() -> None:
	assert is_due(Mode.NEAR_END, NOON, None, NOON)


@pytest.mark.parametrize(
	("word", "mode"), [("Static", Mode.STATIC), ("static", Mode.ROTATE), (None, Mode.ROTATE)]
)
def test_a_damaged_word_rotates(word: str | None, mode: Mode) -> None:
	assert mode_named(word) is mode


@pytest.mark.parametrize(
	("keeps", "left", "ends"), [(False, 3600, 30), (False, 10, 10), (True, 3600, 3600), (True, 10, 10)]
)
def test_an_access_token_ends_after_the_grace_unless_it_is_kept(keeps: bool, left: int, ends: int) -> None:
	"""RFC 6749 §1.5: a refresh may give an additional one"""
	rotation = Rotation(grace=30, keeps_access_tokens=keeps)
	assert rotation.access_token_ends(after(seconds=left), NOON) == after(seconds=ends)
