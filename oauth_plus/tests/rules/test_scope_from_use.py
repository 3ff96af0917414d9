"""A scope that opens what a client did, and nothing beside it."""

import pytest

from oauth_plus.rules import linked_documents, scope_coverage
from oauth_plus.rules.resource_access import Kind, ResourceAccess
from oauth_plus.rules.scope_definition import Rule, Scope
from oauth_plus.rules.scope_from_use import Drawn, ScopeUse, Way, draw

LINKS = {"Order": {"Customer", "Item", "Email Queue"}, "Invoice": {"Customer"}, "Note": set()}


def links_of(doctype: str) -> set[str]:
	return LINKS.get(doctype, set())


def to(doctype: str, action: str = "read") -> ResourceAccess:
	return ResourceAccess(Kind.DOCTYPE, doctype, action)


def drawn(
	*asked: ResourceAccess,
	linked: tuple[ResourceAccess, ...] = (),
	on_the_way: tuple[ResourceAccess, ...] = (),
) -> Drawn:
	uses = [ScopeUse(access) for access in asked]
	uses += [ScopeUse(access, Way.LINKED) for access in linked]
	return draw(uses + [ScopeUse(access, Way.ON_THE_WAY) for access in on_the_way], links_of)


def told(found: Drawn) -> list[tuple[str, set[str], bool]]:
	return [(rule.target, set(rule.actions), rule.reads_links) for rule in found.rules]


def test_documents_are_opened_by_what_was_done_to_them() -> None:
	found = drawn(to("Order", "create"), to("Order"), to("Note"))
	assert told(found) == [("Order", {"create", "read"}, False), ("Note", {"read"}, False)]
	assert found.unnamed == ()


def test_what_the_sites_code_read_by_links_is_followed() -> None:
	found = drawn(to("Order", "create"), to("Note"), linked=(to("Customer"), to("Item")))
	assert told(found) == [("Order", {"create"}, True), ("Note", {"read"}, False)]


def test_what_the_app_may_read_anyway_is_not_followed() -> None:
	assert told(drawn(to("Order", "create"), to("Customer"), linked=(to("Customer"),))) == [
		("Order", {"create"}, False),
		("Customer", {"read"}, False),
	]


def test_what_no_link_leads_to_is_named() -> None:
	found = drawn(
		to("Order", "create"), on_the_way=(to("Customer"), to("Customer", "write"), to("Email Queue"))
	)
	assert told(found) == [
		("Order", {"create"}, False),
		("Customer", {"read", "write"}, False),
		("Email Queue", {"read"}, False),
	]


def test_methods_reports_and_pages_are_named_letter_by_letter() -> None:
	names = (
		ResourceAccess(Kind.METHOD, "erp.make"),
		ResourceAccess(Kind.REPORT, "Sales Register"),
		ResourceAccess(Kind.PAGE, "/orders"),
	)
	assert drawn(*names, names[0]).rules == tuple(Rule(each.kind, each.target) for each in names)


def test_files_go_by_their_folder() -> None:
	files = [
		ResourceAccess(Kind.FILE, "/private/files/a.pdf", "read"),
		ResourceAccess(Kind.FILE, "/private/files/", "write"),
		ResourceAccess(Kind.FILE, "/files/b.png", "read"),
	]
	assert drawn(*files).rules == (
		Rule(Kind.FILE, "/private/files/*", frozenset(("read", "write"))),
		Rule(Kind.FILE, "/files/*", frozenset(("read",))),
	)


def test_a_field_that_gives_power_is_the_document_that_has_it() -> None:
	found = drawn(to("User", "write"), ResourceAccess(Kind.FIELD, "User.roles", "write"))
	assert told(found) == [("User", {"write"}, False)]


def test_what_could_not_be_read_is_told() -> None:
	unread = (
		ResourceAccess(Kind.PARAMETER, "debug of x"),
		ResourceAccess(Kind.METHOD, "every*thing"),
		to("*"),
	)
	assert drawn(*unread, to("Note")).unnamed == unread


@pytest.mark.parametrize("linked", [(), (to("Customer"),), (to("Customer"), to("Item"))])
def test_it_opens_what_it_was_drawn_from(linked: tuple[ResourceAccess, ...]) -> None:
	asked = (
		to("Order", "create"),
		ResourceAccess(Kind.METHOD, "erp.make"),
		ResourceAccess(Kind.FILE, "/files/", "write"),
	)
	on_the_way = (to("Invoice", "write"),)
	scope = Scope("X", "X", rules=drawn(*asked, linked=linked, on_the_way=on_the_way).rules)
	assert scope_coverage.missing([scope], (*asked, *on_the_way), str) == ()
	assert all(linked_documents.follows([scope], asked[:1], access, links_of, str) for access in linked)
