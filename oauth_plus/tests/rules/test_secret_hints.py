"""What is shown of secrets: hints, tails and masks."""

import copy
import json
import pickle

import pytest

from oauth_plus.rules import secret


@pytest.mark.parametrize(
	("value", "shown"),
	[
		("", ""),
		("ab", "…"),
		("2a6e0440ec", "2a6…"),
		("123456789012345", "12345…"),
		("1234567890123456", "12345…"),
		("1" * 45, "1" * 15 + "…"),
		("f" * 64, "f" * 15 + "…"),
	],
)
def test_a_hint_is_enough_to_recognise_and_too_little_to_use(value: str, shown: str) -> None:
	"""RFC 9700 §4.9.2: never more than a third"""
	assert secret.hint(value) == shown


def test_a_word_that_is_known_is_shown_whole() -> None:
	assert secret.named("plain", ("plain", "S256")) == "plain"
	assert secret.named("2a6e0440ec", ("plain", "S256")) == "2a6…"


def test_a_short_secret_has_no_tail_to_spare() -> None:
	assert secret.tail("0123456789") == ""
	assert secret.tail("0" * 60 + "beef") == "beef"


def test_a_secret_that_is_shown_prints_and_travels_as_a_mask() -> None:
	shown = secret.ShownOnce("the secret itself")
	assert shown == "the secret itself"
	assert json.dumps(shown) == '"the secret itself"'
	assert repr(shown) == repr(secret.MASK)
	assert pickle.loads(pickle.dumps(shown)) == secret.MASK
	assert copy.deepcopy(shown) == secret.MASK


@pytest.mark.parametrize(("value", "masks"), [("", True), (None, True), (secret.MASK, True), ("x", False)])
def test_a_mask_is_told_from_a_secret(value: str | None, masks: bool) -> None:
	assert secret.is_mask(value) is masks
