"""Scopes as lists of words (RFC 6749 §3.3)."""

import pytest

from oauth_plus.exceptions import InvalidScope
from oauth_plus.rules import scope


@pytest.mark.parametrize(
	("text", "words"),
	[
		("all openid", ("all", "openid")),
		("all\nopenid\r\nemail\tprofile", ("all", "openid", "email", "profile")),
		("all, openid,email", ("all", "openid", "email")),
		("openid all openid", ("openid", "all")),
		("  ", ()),
		("", ()),
		(None, ()),
		("All all", ("All", "all")),
	],
)
def test_a_stored_list_is_parted_by_spaces_lines_and_commas(text: str | None, words: tuple[str, ...]):
	assert scope.split(text) == words


@pytest.mark.parametrize("asked", [(), ("all",), ("openid", "all"), ("all", "all")])
def test_what_is_allowed_may_be_asked_for(asked: tuple[str, ...]):
	scope.require_covered(asked, ("all", "openid"))


@pytest.mark.parametrize(
	"asked",
	[
		("admin",),
		("all", "admin"),
		("ALL",),
		("all ",),
		("al",),
		("",),
		("all\0",),
		("all\n",),
		('al"l',),
		("al\\l",),
		("ällé",),
		("*",),
	],
)
def test_anything_else_is_refused(asked: tuple[str, ...]):
	"""RFC 6749 §3.3, §5.2: letter by letter, and in the characters that a scope may hold"""
	with pytest.raises(InvalidScope):
		scope.require_covered(asked, ("all", "openid"))


@pytest.mark.parametrize("word", ["", "a b", 'a"b', "a\\b", "ä", "a\0", "a\n"])
def test_a_word_that_no_scope_may_be_is_refused_even_where_it_is_registered(word: str):
	"""RFC 6749 §3.3: scope-token"""
	with pytest.raises(InvalidScope):
		scope.require_covered((word,), (word,))


def test_the_refusal_names_the_scope_for_the_administrator_only():
	"""RFC 6749 §5.2: error_description is public, the cause is not"""
	with pytest.raises(InvalidScope) as refusal:
		scope.require_covered(("admin",), ("all",))
	assert "admin" not in refusal.value.description
	assert "admin" in refusal.value.cause
	assert refusal.value.fix


@pytest.mark.parametrize(
	("asked", "allowed", "given"),
	[
		(["all", "openid"], ["all", "openid"], ("all", "openid")),
		(["all", "openid"], ["all"], ("all", "openid")),
		(["all", "openid"], [], ("openid",)),
		(["all", "email"], [], ()),
		(["all"], [], ("all",)),
		(["openid", "email"], ["email", "roles"], ("openid", "email")),
		([], ["all"], ()),
	],
)
def test_a_person_narrows_what_is_asked_for_and_widens_nothing(asked, allowed, given):
	assert scope.narrowed(asked, allowed) == given
