"""User codes of the device flow (RFC 8628 §6.1)."""

import pytest

from oauth_plus.rules import user_code


def test_a_code_is_of_eight_letters_that_are_hard_to_mistake():
	codes = {user_code.new() for _ in range(200)}
	assert len(codes) == 200
	assert all(len(code) == 8 and set(code) <= set("BCDFGHJKLMNPQRSTVWXZ") for code in codes)


def test_it_is_shown_with_a_dash():
	assert user_code.shown("WDJBMJHT") == "WDJB-MJHT"


@pytest.mark.parametrize("text", ["WDJB-MJHT", "wdjb-mjht", "wdjbmjht", " WDJB MJHT ", "W.D.J.B–M J H T"])
def test_it_is_read_as_people_type_it(text: str):
	assert user_code.typed(text) == "WDJBMJHT"


@pytest.mark.parametrize("text", ["", "WDJB", "WDJB-MJHTT", "WDJB-MJHA", "WDJB-MJH1", "ẞ" * 8, "x" * 10_000])
def test_what_cannot_be_a_code_is_none(text: str):
	assert user_code.typed(text) == ""
