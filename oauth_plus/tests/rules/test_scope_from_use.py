"""A scope that opens what a client did, and nothing beside it."""

from oauth_plus.rules import access
from oauth_plus.rules.access import Kind, Rule, Scope, Touch
from oauth_plus.rules.scope_from_use import draw

LINKS = {"Order": {"Customer", "Item", "Email Queue"}, "Invoice": {"Customer"}, "Note": set()}


def links_of(doctype: str) -> set[str]:
	return LINKS.get(doctype, set())


def to(doctype: str, action: str = "read") -> Touch:
	return Touch(Kind.DOCTYPE, doctype, action)


def test_documents_are_opened_by_what_was_done_to_them():
	drawn = draw([to("Order", "create"), to("Order"), to("Note")], [], links_of)
	assert drawn.rules == (
		Rule(Kind.DOCTYPE, "Order", frozenset(("create", "read"))),
		Rule(Kind.DOCTYPE, "Note", frozenset(("read",))),
	)
	assert drawn.unnamed == ()


def test_what_the_sites_code_read_is_followed_from_the_fewest_documents():
	drawn = draw([to("Order", "create"), to("Invoice")], [to("Customer"), to("Item")], links_of)
	assert {rule.target: rule.reads_links for rule in drawn.rules} == {"Order": True, "Invoice": False}


def test_what_no_document_links_to_is_named():
	drawn = draw([to("Note", "create")], [to("Customer"), to("Note"), to("Customer", "write")], links_of)
	assert [(rule.target, set(rule.actions)) for rule in drawn.rules] == [
		("Note", {"create", "read"}),
		("Customer", {"read", "write"}),
	]


def test_what_keeps_keys_is_named_and_never_followed():
	drawn = draw([to("Order")], [to("Email Queue")], links_of)
	assert [(rule.target, rule.reads_links) for rule in drawn.rules] == [
		("Order", False),
		("Email Queue", False),
	]


def test_methods_reports_and_pages_are_named_letter_by_letter():
	names = (
		Touch(Kind.METHOD, "erp.make"),
		Touch(Kind.REPORT, "Sales Register"),
		Touch(Kind.PAGE, "/orders"),
	)
	assert draw([*names, names[0]], [], links_of).rules == tuple(
		Rule(each.kind, each.target) for each in names
	)


def test_files_go_by_their_folder():
	files = [
		Touch(Kind.FILE, "/private/files/a.pdf", "read"),
		Touch(Kind.FILE, "/private/files/", "write"),
		Touch(Kind.FILE, "/files/b.png", "read"),
	]
	assert draw(files, [], links_of).rules == (
		Rule(Kind.FILE, "/private/files/*", frozenset(("read", "write"))),
		Rule(Kind.FILE, "/files/*", frozenset(("read",))),
	)


def test_a_field_that_gives_power_is_the_document_that_has_it():
	drawn = draw([to("User", "write"), Touch(Kind.FIELD, "User.roles", "write")], [], links_of)
	assert drawn.rules == (Rule(Kind.DOCTYPE, "User", frozenset(("write",))),)


def test_what_could_not_be_read_is_told():
	unread = (Touch(Kind.PARAMETER, "debug of x"), Touch(Kind.METHOD, "every*thing"), to("*"))
	assert draw([*unread, to("Note")], [], links_of).unnamed == unread


def test_it_opens_what_it_was_drawn_from():
	asked = [to("Order", "create"), Touch(Kind.METHOD, "erp.make"), Touch(Kind.FILE, "/files/", "write")]
	inner = [to("Customer"), to("Invoice", "write")]
	scope = Scope("X", "X", rules=draw(asked, inner, links_of).rules)
	assert access.lacking([scope], asked, str) == ()
	left = access.lacking([scope], inner, str)
	assert all(access.follows([scope], asked, touch, links_of, str) for touch in left)
