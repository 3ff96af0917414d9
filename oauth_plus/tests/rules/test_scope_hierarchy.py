"""Scopes that contain others, and what is left of a grant."""

import pytest

from oauth_plus.rules import scope_hierarchy

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
