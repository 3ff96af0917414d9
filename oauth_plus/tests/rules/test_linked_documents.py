"""Documents that are read because documents of the call link to them."""

from oauth_plus.rules import linked_documents
from oauth_plus.rules.resource_access import Kind, ResourceAccess
from oauth_plus.rules.scope_definition import Rule, Scope
from oauth_plus.tests.rules.doctypes import SITE, USER


def following(*others: Rule, reads_links: bool = True) -> Scope:
	return Scope("X", "X", rules=(Rule(Kind.DOCTYPE, "ToDo", frozenset(["create"]), reads_links), *others))


LINKS = {"ToDo": ["User", "Role", "Email Queue"]}


def follows(scope: Scope, used: ResourceAccess, access: ResourceAccess) -> bool:
	return linked_documents.follows(
		[scope], [used], access, lambda doctype: LINKS.get(doctype, []), SITE.module_of
	)


MADE = ResourceAccess(Kind.DOCTYPE, "ToDo", "create")


def test_what_documents_link_to_is_read_while_their_scope_is_used() -> None:
	assert follows(following(), MADE, USER)
	assert not follows(following(), ResourceAccess(Kind.DOCTYPE, "ToDo", "delete"), USER), (
		"the rule is not in use"
	)
	assert not follows(following(), MADE, ResourceAccess(Kind.DOCTYPE, "Note", "read")), (
		"no to-do links to it"
	)
	assert not follows(following(), MADE, ResourceAccess(Kind.DOCTYPE, "User", "write")), (
		"it is read, and no more"
	)
	assert not follows(following(reads_links=False), MADE, USER)


def test_a_method_in_the_same_scope_follows_nothing() -> None:
	"""It could be asked for any document of the kind, and so could one that a search or a report runs"""
	helper = ResourceAccess(Kind.METHOD, "frappe.auth.x")
	scope = following(Rule(Kind.METHOD, "frappe.auth.x"))
	assert not follows(scope, helper, USER)
	for run in (helper, ResourceAccess(Kind.REPORT, "x")):
		assert not linked_documents.follows(
			[scope], [MADE, run], USER, lambda doctype: LINKS.get(doctype, []), str
		)
	own = ResourceAccess(Kind.METHOD, "ToDo.close")
	assert linked_documents.follows([scope], [MADE, own], USER, lambda doctype: LINKS.get(doctype, []), str)


def test_what_keeps_keys_to_sign_in_is_not_followed() -> None:
	assert not follows(following(), MADE, ResourceAccess(Kind.DOCTYPE, "Email Queue", "read"))
