"""Random values, their digests and seals."""

import hashlib
import hmac
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from oauth_plus.rules import secret


def test_a_client_secret_has_256_bits_and_needs_no_escaping_in_basic() -> None:
	assert re.fullmatch(r"[0-9a-f]{64}", secret.new_secret())


def test_a_token_has_256_bits_in_characters_that_a_header_may_hold() -> None:
	"""RFC 6749 §10.10, RFC 6750 §2.1: b64token"""
	assert re.fullmatch(r"[A-Za-z0-9_-]{43}", secret.new_token())


@pytest.mark.parametrize("make", [secret.new_secret, secret.new_token, secret.new_identifier])
def test_no_two_are_alike(make: Callable[[], str]) -> None:
	assert len({make() for _ in range(200)}) == 200


def test_a_key_comes_from_a_token_and_its_purpose_alone() -> None:
	"""HMAC-SHA-256"""
	key = secret.key_from("token", "purpose")
	assert key == hmac.new(b"token", b"purpose", hashlib.sha256).digest()
	assert len({key, secret.key_from("Token", "purpose"), secret.key_from("token", "other")}) == 3
	assert secret.key_from("\udcff", "purpose"), "what an HTTP header may bring is no error"


def test_a_digest_is_plain_sha_256_in_hex() -> None:
	"""Frappe's own later migration skips 64 hex characters, and must find nothing else."""
	assert secret.digest("abc") == hashlib.sha256(b"abc").hexdigest()
	assert secret.digest("") == hashlib.sha256(b"").hexdigest()


@pytest.mark.parametrize("text", ["é", "\0", "\udcff", "\U0001f511", "a" * 100_000])
def test_any_text_has_a_digest(text: str) -> None:
	"""A token of an attacker's making is unknown, not an error."""
	assert secret.is_digest(secret.digest(text))


@pytest.mark.parametrize(
	("value", "expected"),
	[
		("a" * 64, True),
		("0123456789abcdef" * 4, True),
		("A" * 64, False),
		("a" * 63, False),
		("a" * 65, False),
		("a" * 64 + "\n", False),
		("g" * 64, False),
		("", False),
	],
)
def test_a_digest_is_told_by_its_form(value: str, expected: bool) -> None:
	assert secret.is_digest(value) is expected


@pytest.mark.parametrize(
	("presented", "expected", "equal"),
	[
		("abc", "abc", True),
		("abc", "ABC", False),
		("abc ", "abc", False),
		("abc", "abcd", False),
		("", "", False),
		("abc", "", False),
		("", "abc", False),
		("é", "é", True),
		("\ud800", "abc", False),
	],
)
def test_comparison_is_letter_by_letter_and_nothing_equals_nothing(
	presented: str, expected: str, equal: bool
) -> None:
	assert secret.same(presented, expected) is equal


def test_a_seal_depends_on_its_key_and_on_every_part() -> None:
	sealed = secret.seal("key", "session", "user", "query")
	assert sealed == secret.seal("key", "session", "user", "query")
	for other in (
		secret.seal("other", "session", "user", "query"),
		secret.seal("key", "other", "user", "query"),
		secret.seal("key", "session", "other", "query"),
		secret.seal("key", "session", "user", "other"),
		secret.seal("key", "session", "userquery"),
		secret.seal("key", "session", "user", "query", ""),
	):
		assert not secret.same(other, sealed)


def test_letters_moved_from_one_part_to_the_next_change_the_seal() -> None:
	assert secret.seal("key", "ab", "c") != secret.seal("key", "a", "bc")
	assert secret.seal("key", "1:a", "") != secret.seal("key", "1", "a")
	assert secret.seal("key", "é", "a") != secret.seal("key", "\xc3", "\xa9a")


NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
	("left", "days"),
	[
		({"days": 30, "seconds": 1}, None),
		({"days": 30}, 30),
		({"days": 7, "seconds": 1}, 30),
		({"days": 7}, 7),
		({"days": 1, "seconds": 1}, 7),
		({"days": 1}, 1),
		({"seconds": 1}, 1),
		({"seconds": 0}, 0),
		({"days": -3}, 0),
	],
)
def test_people_hear_of_the_fewest_days_that_fit(left: dict[str, int], days: int | None) -> None:
	assert secret.due_notice(NOW + timedelta(**left), NOW) == days


def test_a_keyed_digest_needs_its_key() -> None:
	assert secret.keyed_digest("a", "x") != secret.keyed_digest("b", "x")
	assert secret.keyed_digest("key", "The quick brown fox jumps over the lazy dog") == (
		"f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"
	)


def test_any_text_has_a_keyed_digest() -> None:
	assert secret.is_digest(secret.keyed_digest("key", "ü\udc80"))


def test_a_digest_is_found_wherever_it_stands_and_all_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
	compared: list[str] = []
	equal = hmac.compare_digest

	def counted(one: str, other: str) -> bool:
		compared.append(other)
		return equal(one, other)

	monkeypatch.setattr(hmac, "compare_digest", counted)
	assert secret.place_of("a", ["a", "b", "c"]) == 0
	assert secret.place_of("c", ["a", "b", "c"]) == 2
	assert secret.place_of("x", ["a", "b", "c"]) is None
	assert secret.place_of("x", []) is None
	assert len(compared) == 9
