"""What an OAuth Manager may change of a client, and which scopes they may give."""

from collections.abc import Callable

import pytest

from oauth_plus.rules.client_delegation import Edit, powers_of, refused
from oauth_plus.rules.resource_access import Kind
from oauth_plus.rules.scope_definition import Rule, Scope
from oauth_plus.rules.scope_delegation import exceeds


def scope(*rules: Rule, name: str = "books", is_sensitive: bool = False) -> Scope:
	return Scope(name, name, is_sensitive=is_sensitive, rules=rules)


def reads(doctype: str, *actions: str) -> Rule:
	return Rule(Kind.DOCTYPE, doctype, frozenset(actions or ("read",)))


def having(*held: tuple[str, str]) -> Callable[[str, str], bool]:
	return lambda doctype, permission: (doctype, permission) in held


@pytest.mark.parametrize(
	("edit", "exceeds_after", "is_fine"),
	[
		(Edit("redirect_uris", "a", "a b"), False, True),
		(Edit("redirect_uris", "a", "a b"), True, False),
		(Edit("redirect_uris", "a b", "b"), True, True),
		(Edit("redirect_uris", "a b", ""), True, False),
		(Edit("scopes", "all openid", "openid"), True, True),
		(Edit("allowed_roles", "Customer", "All"), True, False),
		(Edit("allowed_roles", "Stock User\nSales Manager", "Sales Manager"), True, True),
		(Edit("allowed_roles", "Stock User\nSales Manager", "Sales User"), True, False),
		(Edit("app_name", "A", "B"), True, True),
		(Edit("skip_authorization", "", "1"), False, False),
		(Edit("skip_authorization", "1", ""), True, True),
		(Edit("oauth_plus_service_user", "", "a@example.com"), False, False),
		(Edit("oauth_plus_service_user", "a@example.com", "b@example.com"), False, False),
		(Edit("oauth_plus_service_user", "a@example.com", ""), True, True),
		(Edit("oauth_plus_enforcement", "Enforce", "Warn"), False, True),
		(Edit("oauth_plus_enforcement", "Enforce", "Warn"), True, False),
		(Edit("oauth_plus_enforcement", "Off", "Warn"), True, True),
		(Edit("oauth_plus_enabled", "1", ""), True, True),
		(Edit("oauth_plus_enabled", "", "1"), True, False),
		(Edit("oauth_plus_registration_token", "", "0" * 64), False, False),
		(Edit("owner", "a@example.com", "b@example.com"), False, False),
		(Edit("a_field_of_another_app", "", "1"), False, False),
	],
)
def test_a_change_is_refused_unless_it_gives_no_more(edit: Edit, exceeds_after: bool, is_fine: bool):
	assert (refused([edit], exceeds=exceeds_after) == ()) is is_fine


def test_below_enforce_a_client_has_more_than_its_scopes():
	"""So an OAuth Manager cannot lower it: what follows from the change exceeds them"""
	for gate in ("Warn", "Off", ""):
		assert powers_of({"oauth_plus_enforcement": gate}.get) == ("oauth_plus_enforcement",)
	assert powers_of({"oauth_plus_enforcement": "Enforce", "skip_authorization": 0}.get) == ()


def test_a_hardening_that_is_set_apart_gives_more():
	row = {"oauth_plus_enforcement": "Enforce", "oauth_plus_exceptions": '{"scope": "Warn"}'}
	assert powers_of(row.get) == ("oauth_plus_exceptions",)
	assert powers_of((row | {"oauth_plus_exceptions": '{"scope": "Enforce"}'}).get) == ()


@pytest.mark.parametrize(
	"given",
	[
		scope(name="all"),
		scope(reads("ToDo"), is_sensitive=True),
		scope(reads("Customer")),
		scope(reads("ToDo", "read", "delete")),
		scope(reads("ToDo"), reads("Customer")),
		scope(reads("*")),
		scope(reads("To*")),
		scope(Rule(Kind.MODULE, "Desk", frozenset(("read",)))),
		scope(Rule(Kind.METHOD, "frappe.client.get_list")),
		scope(Rule(Kind.REPORT, "Todo")),
		scope(Rule(Kind.PAGE, "me")),
		scope(Rule(Kind.FILE, "/files/*", frozenset(("read",)))),
	],
)
def test_a_scope_beyond_the_roles_is_not_given(given: Scope):
	assert exceeds([scope(), given], having(("ToDo", "read"), ("ToDo", "write")))


@pytest.mark.parametrize(
	"given",
	[
		scope(),
		scope(reads("ToDo")),
		scope(reads("ToDo", "read", "print", "report", "write", "attach")),
		scope(Rule(Kind.METHOD, "frappe.auth.get_logged_user")),
	],
)
def test_a_scope_within_the_roles_is_given(given: Scope):
	assert not exceeds([given], having(("ToDo", "read"), ("ToDo", "write")))
