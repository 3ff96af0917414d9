"""What an app wishes, read word by word."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from oauth_plus.exceptions import InvalidRequest
from oauth_plus.rules import prompt
from oauth_plus.rules.form import Form
from oauth_plus.rules.prompt import Prompt

NOW = datetime(2026, 11, 24, tzinfo=timezone.utc)


def wishes(**values: str) -> prompt.PromptParameters:
	return prompt.read(Form(values))


@pytest.mark.parametrize(
	("text", "read"),
	[
		("", set()),
		("login", {Prompt.LOGIN}),
		(" login  consent\tselect_account ", {Prompt.LOGIN, Prompt.CONSENT, Prompt.SELECT_ACCOUNT}),
		("Login create", set()),
		("none none", {Prompt.NONE}),
	],
)
def test_words_are_read_in_any_order_and_unknown_ones_left_aside(text: str, read: set[Prompt]) -> None:
	"""OpenID Connect Core §3.1.2.1"""
	assert wishes(prompt=text).prompts == read


@pytest.mark.parametrize("text", ["none login", "login none", "none x"])
def test_none_stands_alone(text: str) -> None:
	with pytest.raises(InvalidRequest):
		wishes(prompt=text)


@pytest.mark.parametrize(
	("values", "seconds", "met"),
	[
		({}, None, True),
		({"max_age": "60"}, 59, True),
		({"max_age": "60"}, 60, True),
		({"max_age": "60"}, 61, False),
		({"max_age": "60"}, None, False),
		({"max_age": "0"}, 1, False),
		({"prompt": "login"}, 0, False),
		({"prompt": "login", "max_age": "60"}, 0, False),
		({"max_age": "9" * 20}, 10**8, True),
	],
)
def test_a_session_meets_the_wishes_while_it_is_young_enough(
	values: dict[str, Any], seconds: int | None, met: bool
) -> None:
	signed_in_at = None if seconds is None else NOW - timedelta(seconds=seconds)
	assert wishes(**values).are_met_by_session(signed_in_at, NOW) is met


@pytest.mark.parametrize("value", ["-1", "1.0", "1e3", " 1", "٣", "x", "9" * 21])
def test_an_age_is_a_number_of_seconds(value: str) -> None:
	with pytest.raises(InvalidRequest):
		wishes(max_age=value)


@pytest.mark.parametrize(
	("asked", "spoken"),
	[
		("de", "de"),
		("de-AT de en", "de"),
		("pt-br", "pt-BR"),
		("xx es_MX", "es"),
		("xx", None),
		("", None),
		(None, None),
		("zh-TW", "zh-TW"),
	],
)
def test_the_first_language_that_is_spoken_is_taken(asked: str | None, spoken: str | None) -> None:
	"""RFC 5646, RFC 4647 §3.4"""
	assert prompt.language(asked, ["en", "de", "pt-BR", "es", "zh", "zh-TW"]) == spoken


def test_another_account_keeps_the_rest_of_the_request() -> None:
	form = prompt.with_account_choice(Form({"prompt": "none", "state": "1"}))
	assert form.values == {"prompt": "select_account", "state": "1"}
	assert (
		prompt.with_account_choice(Form({"prompt": "consent"})).values["prompt"] == "consent select_account"
	)
