"""Names of the scopes that a call needs (RFC 6750 §3.1)."""

from collections.abc import Iterable, Sequence

from oauth_plus.rules import scope_selection
from oauth_plus.rules.resource_access import Kind, ResourceAccess
from oauth_plus.rules.scope_definition import ALL, Scope
from oauth_plus.tests.rules.calls import SCOPES
from oauth_plus.tests.rules.doctypes import SITE


def needed(*accesses: ResourceAccess, tiers: Sequence[Iterable[Scope]] = ()) -> tuple[str, ...]:
	return scope_selection.needed(accesses, tiers, SITE.module_of)


READ, WRITE = ResourceAccess(Kind.DOCTYPE, "ToDo", "read"), ResourceAccess(Kind.DOCTYPE, "ToDo", "write")

CALL = ResourceAccess(Kind.METHOD, "frappe.auth.x")


def test_all_scopes_of_a_call_are_named() -> None:
	assert needed(READ, CALL, tiers=[SCOPES.values()]) == ("R", "M")


def test_the_narrowest_scope_that_opens_most_is_named() -> None:
	assert needed(READ, tiers=[SCOPES.values()]) == ("R",)
	assert needed(READ, WRITE, tiers=[SCOPES.values()]) == ("W",)


def test_scopes_that_are_held_are_named_before_others() -> None:
	assert needed(READ, CALL, tiers=[[SCOPES["W"]], SCOPES.values()]) == ("W", "M")


def test_what_no_scope_names_needs_all() -> None:
	assert needed(READ, ResourceAccess(Kind.METHOD, "x"), tiers=[SCOPES.values()]) == (ALL,)
	assert needed(tiers=[SCOPES.values()]) == ()
