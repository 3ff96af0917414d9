"""Limits as values: what is over, and what a response tells of it."""

import pytest

from oauth_plus.rules.limits import Allowance, LimitKind, Quota, Whose, seconds_left, tightest

QUOTA = Quota(LimitKind.TOKEN, Whose.CLIENT, 10)


@pytest.mark.parametrize(
	("count", "is_over", "is_flood"), [(10, False, False), (11, True, False), (41, True, True)]
)
def test_what_comes_above_the_limit_is_over(count: int, is_over: bool, is_flood: bool):
	allowance = Allowance(QUOTA, count, 30)
	assert (allowance.is_over, allowance.is_flood) == (is_over, is_flood)


def test_zero_is_any_number_and_tells_nothing():
	allowance = Allowance(Quota(LimitKind.CALL, Whose.USER, 0), 1_000_000, 30)
	assert not allowance.is_over
	assert not allowance.is_flood
	assert allowance.headers == {}


def test_the_headers_are_those_of_the_draft():
	"""draft-ietf-httpapi-ratelimit-headers-10 §3, §4: strings with parameters (RFC 9651)"""
	assert Allowance(QUOTA, 4, 30).headers == {
		"RateLimit-Policy": '"token-client";q=10;w=60',
		"RateLimit": '"token-client";r=6;t=30',
	}
	assert Allowance(QUOTA, 12, 30).headers["RateLimit"] == '"token-client";r=0;t=30'


def test_the_tightest_limit_is_told():
	loose = Allowance(Quota(LimitKind.TOKEN, Whose.ADDRESS, 100), 5, 30)
	none = Allowance(Quota(LimitKind.TOKEN, Whose.USER, 0), 5, 30)
	close = Allowance(QUOTA, 5, 30)
	assert tightest(loose, close, none) == close


@pytest.mark.parametrize(("now", "left"), [(120.0, 60), (120.5, 60), (179.2, 1), (179.999, 1)])
def test_nobody_is_told_to_come_back_at_once(now: float, left: int):
	assert seconds_left(now, 60) == left
