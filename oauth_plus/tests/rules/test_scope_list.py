"""Lists of scopes (RFC 6749 §3.3)."""

import pytest

from oauth_plus.exceptions import InvalidScope
from oauth_plus.rules import scope_list


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
def test_a_stored_list_is_parted_by_spaces_lines_and_commas(text: str | None, words: tuple[str, ...]) -> None:
	assert scope_list.split(text) == words


@pytest.mark.parametrize("asked", [(), ("all",), ("openid", "all"), ("all", "all")])
def test_what_is_allowed_may_be_asked_for(asked: tuple[str, ...]) -> None:
	assert set(scope_list.covered(asked, ("all", "openid"))) == set(asked)


@pytest.mark.parametrize(
	("asked", "left"),
	[
		(("all", "admin"), ("all",)),
		(("nonsense", "openid", "ällé"), ("openid",)),
		(("", "all"), ("all",)),
	],
)
def test_what_is_not_understood_is_left_out(asked: tuple[str, ...], left: tuple[str, ...]) -> None:
	"""RFC 6749 §3.3, OpenID Connect Core §3.1.2.1"""
	assert scope_list.covered(asked, ("all", "openid")) == left


@pytest.mark.parametrize(
	"asked",
	[
		("admin",),
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
def test_where_nothing_is_left_it_is_refused(asked: tuple[str, ...]) -> None:
	"""RFC 6749 §3.3, §5.2: letter by letter, and in the characters that a scope may hold"""
	with pytest.raises(InvalidScope):
		scope_list.covered(asked, ("all", "openid"))


@pytest.mark.parametrize("word", ["", "a b", 'a"b', "a\\b", "ä", "a\0", "a\n"])
def test_a_word_that_no_scope_may_be_is_refused_even_where_it_is_registered(word: str) -> None:
	"""RFC 6749 §3.3: scope-token"""
	with pytest.raises(InvalidScope):
		scope_list.covered((word,), (word,))


def test_the_refusal_names_the_scope_for_the_administrator_only() -> None:
	"""RFC 6749 §5.2: error_description is public, the cause is not, and shows names whole"""
	with pytest.raises(InvalidScope) as refusal:
		scope_list.covered(("admin",), ("all",))
	assert "admin" not in refusal.value.description
	assert "admin" in refusal.value.cause
	assert refusal.value.fix


@pytest.mark.parametrize(
	("text", "is_one"),
	[
		("a.b:c/d", True),
		("a,b", False),
		("a b", False),
		('a"', False),
		("a\\", False),
		("", False),
		("x" * 141, False),
	],
)
def test_which_texts_may_be_scopes(text: str, is_one: bool) -> None:
	assert scope_list.is_word(text) is is_one


def test_a_word_must_mean_something() -> None:
	scope_list.require_known(["a"], ["a", "b"])
	with pytest.raises(InvalidScope):
		scope_list.require_known(["a", "c"], ["a", "b"])


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
def test_a_person_narrows_what_is_asked_for_and_widens_nothing(
	asked: list[str], allowed: list[str], given: tuple[str, ...]
) -> None:
	assert scope_list.narrowed(asked, allowed) == given


@pytest.mark.parametrize(
	("word", "seen"),
	[
		("profile", "profile"),
		("User.Read", "User.Read"),
		("read:org", "read:org"),
		("https://www.example.com/auth/calendar", "https://www.example.com/auth/calendar"),
		("doctype:Sales%20Invoice:read", "doctype:Sales%20Invoice:read"),
		("2a6e0440ec", "2a6…"),
		("a" * 43, "a" * 14 + "…"),
		("Kd_3xYz-9", "Kd_…"),
	],
)
def test_the_trail_shows_names_whole_and_a_hint_of_all_else(word: str, seen: str) -> None:
	"""RFC 9700 §4.9.2: a secret in the wrong place"""
	assert scope_list.shown(word) == seen


def test_of_a_client_that_cannot_do_with_less_nothing_is_left_out() -> None:
	assert scope_list.required(("all", "openid"), all_of_them=True) == ("all", "openid")
	assert scope_list.narrowed(("all", "openid", "email"), {"email"}, all_of_them=True) == (
		"all",
		"openid",
		"email",
	)
