"""Scopes as lists of words (RFC 6749 §3.3)."""

import pytest

from oauth_plus.exceptions import InvalidScope
from oauth_plus.rules import doctype_scope, scope_hierarchy, scope_list

from oauth_plus.rules.scope_definition import Scope


def by_pattern(word: str) -> Scope:
	"""The scope of one DocType, which is there."""
	found = doctype_scope.by_pattern(word)
	assert found is not None
	return found


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


# By pattern


@pytest.mark.parametrize(
	("word", "doctype", "reads_only"),
	[
		("doctype:ToDo:read", "ToDo", True),
		("doctype:ToDo:write", "ToDo", False),
		("doctype:Sales%20Invoice:read", "Sales Invoice", True),
	],
)
def test_a_word_names_one_doctype(word: str, doctype: str, reads_only: bool) -> None:
	found = by_pattern(word)
	assert found.rules[0].target == doctype
	assert ("write" in found.rules[0].actions) is not reads_only
	assert doctype_scope.for_doctype(doctype, "read" if reads_only else "write") == word


@pytest.mark.parametrize(
	("access", "actions"),
	[
		("read", {"read", "print", "report"}),
		("write", {"read", "print", "report", "write", "create"}),
		("delete", {"delete"}),
		("submit", {"submit"}),
		("cancel", {"cancel"}),
	],
)
def test_what_ends_a_document_or_makes_it_count_is_named_by_itself(access: str, actions: set[str]) -> None:
	assert by_pattern(f"doctype:ToDo:{access}").rules[0].actions == actions
	assert doctype_scope.access_of(f"doctype:ToDo:{access}") == access
	for action in actions:
		assert actions <= next(iter(doctype_scope.patterns_for("ToDo", action))).rules[0].actions | actions


def test_who_had_write_when_it_opened_everything_keeps_it() -> None:
	before = ("openid", "doctype:Sales%20Order:write", "doctype:ToDo:read", "doctype:*:write")
	assert doctype_scope.parted(before) == (
		"openid",
		"doctype:Sales%20Order:write",
		"doctype:Sales%20Order:delete",
		"doctype:Sales%20Order:submit",
		"doctype:Sales%20Order:cancel",
		"doctype:ToDo:read",
		"doctype:*:write",
	)
	assert doctype_scope.parted(doctype_scope.parted(before)) == doctype_scope.parted(before)


@pytest.mark.parametrize(
	"word",
	[
		"doctype:ToDo",
		"doctype:ToDo:all",
		"doctype:ToDo:print",
		"doctype::read",
		"doctype:*:read",
		"doctype:%2A:read",
		"doctype:To%44o:read",
		"doctype:Sales Invoice:read",
		"doctype:a:b:read",
		"DocType:ToDo:read",
		"doctype:%ff:read",
	],
)
def test_there_is_one_way_to_write_it(word: str) -> None:
	assert doctype_scope.by_pattern(word) is None


def test_what_could_take_a_site_over_is_sensitive() -> None:
	assert by_pattern("doctype:User:read").is_sensitive
	assert by_pattern("doctype:OAuth%20Client:read").is_sensitive
	assert not by_pattern("doctype:ToDo:write").is_sensitive


# As a hierarchy

CONTAINS = {"a": ("b", "c"), "b": ("d",), "d": ("e",), "x": ("y",), "y": ("x",)}


def test_a_scope_has_all_that_it_contains() -> None:
	assert set(scope_hierarchy.expanded(("a",), CONTAINS)) == {"a", "b", "c", "d", "e"}
	assert set(scope_hierarchy.expanded(("x",), CONTAINS)) == {"x", "y"}
	assert scope_hierarchy.expanded((), CONTAINS) == ()


@pytest.mark.parametrize(("name", "inner"), [("e", "a"), ("e", "e"), ("d", "b"), ("e", "d")])
def test_a_loop_is_found_however_deep(name: str, inner: str) -> None:
	with pytest.raises(scope_hierarchy.Loop, match=f"^{name} → "):
		scope_hierarchy.require_no_loop(name, {**CONTAINS, name: (inner,)})


def test_what_is_no_loop_is_none() -> None:
	scope_hierarchy.require_no_loop("c", {**CONTAINS, "c": ("d", "e")})


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


LIBRARY = {"library": ("library.read", "library.lend"), "library.lend": ("library.desk",)}
OPENING = ("all", "openid", "library", "library.read", "library.lend", "library.desk", "doctype:ToDo:read")


@pytest.mark.parametrize(
	("granted", "allowed", "left"),
	[
		(("all", "openid"), ("all", "openid"), ("all", "openid")),
		(("openid", "library"), ("library", "openid"), ("openid", "library")),
		(("library.desk",), ("library",), ("library.desk",)),
		(("doctype:ToDo:read",), ("all",), ("doctype:ToDo:read",)),
		(("library", "openid"), ("openid",), ("openid",)),
		(("library",), ("library.read", "library.desk"), ("library.read", "library.desk")),
		(("all",), ("library",), ("library",)),
		(("all", "openid"), ("doctype:ToDo:read", "openid"), ("openid", "doctype:ToDo:read")),
		(("all",), ("doctype:ToDo:read", "openid"), ("doctype:ToDo:read",)),
		(("library", "library.read"), ("library.read",), ("library.read",)),
		(("email",), ("all",), ()),
		(("All",), ("all",), ()),
		(("library",), (), ()),
		((), ("all",), ()),
	],
)
def test_of_a_grant_is_left_what_its_client_may_have(
	granted: tuple[str, ...], allowed: tuple[str, ...], left: tuple[str, ...]
) -> None:
	"""What the client may no longer have, its grants may not use"""
	assert scope_hierarchy.left(granted, allowed, LIBRARY, OPENING) == left


def test_what_two_scopes_have_in_common_is_left() -> None:
	contains = {"accounts": ("invoices", "payments"), "sales": ("invoices", "quotations")}
	opening = ("accounts", "sales", "invoices", "payments", "quotations")
	assert scope_hierarchy.left(("accounts",), ("sales",), contains, opening) == ("invoices",)


def test_of_a_client_that_cannot_do_with_less_nothing_is_left_out() -> None:
	assert scope_list.required(("all", "openid"), all_of_them=True) == ("all", "openid")
	assert scope_list.narrowed(("all", "openid", "email"), {"email"}, all_of_them=True) == (
		"all",
		"openid",
		"email",
	)
