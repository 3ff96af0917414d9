"""Scopes that name one DocType."""

import pytest

from oauth_plus.rules import doctype_scope
from oauth_plus.rules.scope_definition import Scope


def by_pattern(word: str) -> Scope:
	"""The scope of one DocType, which is there."""
	found = doctype_scope.by_pattern(word)
	assert found is not None
	return found


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
	assert doctype_scope.with_former_write(before) == (
		"openid",
		"doctype:Sales%20Order:write",
		"doctype:Sales%20Order:delete",
		"doctype:Sales%20Order:submit",
		"doctype:Sales%20Order:cancel",
		"doctype:ToDo:read",
		"doctype:*:write",
	)
	assert doctype_scope.with_former_write(
		doctype_scope.with_former_write(before)
	) == doctype_scope.with_former_write(before)


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
