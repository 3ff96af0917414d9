"""How long things live: what `oauth_token_expiry` may say, and what it may not."""

import pytest

from oauth_plus.rules.lifetime import (
	LONGEST,
	Effective,
	Lifetimes,
	SenselessLifetime,
	consistent,
	parse_token_expiry,
	seconds,
)


@pytest.mark.parametrize(
	("value", "parsed"),
	[
		(None, {}),
		(7200, {"access": 7200}),
		("7200", {"access": 7200}),
		(" 7200 ", {"access": 7200}),
		(1, {"access": 1}),
		(LONGEST, {"access": LONGEST}),
		({}, {}),
		({"access": 600}, {"access": 600}),
		({"code": 600}, {"code": 600}),
		(
			{"access": "600", "refresh_idle": 3600, "refresh_absolute": 86400, "code": 30},
			{"access": 600, "refresh_idle": 3600, "refresh_absolute": 86400, "code": 30},
		),
		('{"access": 600, "code": 30}', {"access": 600, "code": 30}),
		(' {"access": 600}', {"access": 600}),
		({"refresh_idle": 60, "refresh_absolute": 60}, {"refresh_idle": 60, "refresh_absolute": 60}),
	],
)
def test_what_makes_sense_is_taken(value: object, parsed: dict[str, int]) -> None:
	assert parse_token_expiry(value) == parsed


@pytest.mark.parametrize(
	"value",
	[
		0,
		-1,
		"0",
		"-1",
		"",
		" ",
		"an hour",
		"1h",
		"3600.0",
		3600.0,
		1.5,
		float("nan"),
		float("inf"),
		True,
		False,
		[],
		[3600],
		"[3600]",
		"٣٦٠٠",
		"²",
		LONGEST + 1,
		"9" * 19,
		"9" * 5000,
		10**30,
		"{",
		'{"access": }',
		'{"access": 600} trailing',
		{"access": None},
		{"access": 0},
		{"access": "x"},
		{"access": {"access": 600}},
		{"acces": 600},
		{"access": 600, "id_token": 60},
		{1: 600},
		{"code": 601},
		{"code": 0},
		{"refresh_idle": 61, "refresh_absolute": 60},
	],
)
def test_what_makes_no_sense_is_refused_with_a_reason(value: object) -> None:
	with pytest.raises(SenselessLifetime) as refusal:
		parse_token_expiry(value)
	assert str(refusal.value)
	assert len(str(refusal.value)) < 300


def test_the_reason_names_the_value_that_makes_no_sense() -> None:
	with pytest.raises(SenselessLifetime, match="refresh_absolute"):
		parse_token_expiry({"access": 600, "refresh_absolute": "soon"})
	with pytest.raises(SenselessLifetime, match=r"acces:.*refresh_idle"):
		parse_token_expiry({"acces": 600})
	with pytest.raises(SenselessLifetime, match="code: 601"):
		seconds(601, "code")


def test_an_idle_end_after_the_absolute_one_makes_no_sense() -> None:
	"""RFC 9700 §4.14.2"""
	with pytest.raises(SenselessLifetime):
		consistent({"refresh_idle": 2, "refresh_absolute": 1})
	assert consistent({"refresh_idle": 2}) == {"refresh_idle": 2}


def test_the_defaults_are_those_of_the_readme() -> None:
	defaults = Lifetimes()
	assert defaults.access == Effective(3600, "default")
	assert defaults.code == Effective(60, "default")
	assert defaults.refresh_idle.seconds == 30 * 86_400
	assert defaults.refresh_absolute.seconds == 90 * 86_400


def test_each_value_says_who_set_it() -> None:
	"""decisions.md, decision 5"""
	chosen = Lifetimes().overridden({"access": 600}, "Settings").overridden({"code": 30}, "config")
	assert chosen.access == Effective(600, "Settings")
	assert chosen.code == Effective(30, "config")
	assert chosen.refresh_idle.source == "default"
	assert Lifetimes().access.source == "default"  # frozen: nothing was changed in place
