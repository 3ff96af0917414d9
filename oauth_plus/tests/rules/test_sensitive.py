"""Sensitive resources, which only a marked scope opens that names them (RFC 6750 §3.1)."""

import pytest

from oauth_plus.rules import scope_coverage, sensitive_access
from oauth_plus.rules.resource_access import Kind, ResourceAccess
from oauth_plus.rules.scope_definition import Rule, Scope
from oauth_plus.tests.rules.calls import SCOPES
from oauth_plus.tests.rules.doctypes import SITE, by_method


def scope_of(name: str, *rules: Rule, is_sensitive: bool = False) -> Scope:
	return Scope(name, name, is_sensitive=is_sensitive, rules=rules)


EVERYTHING_OF = frozenset(("read", "write", "create"))


@pytest.mark.parametrize(
	"doctype", ["Server Script", "Role", "OAuth Client", "OAuth Plus Scope", "Webhook", "Has Role"]
)
def test_what_is_sensitive_is_written_by_a_marked_scope_that_names_it_alone(doctype: str) -> None:
	write = (ResourceAccess(Kind.DOCTYPE, doctype, "write"),)
	named = Rule(Kind.DOCTYPE, doctype, EVERYTHING_OF)
	for held in (
		scope_of("any", Rule(Kind.DOCTYPE, "*", EVERYTHING_OF), is_sensitive=True),
		scope_of("module", Rule(Kind.MODULE, "*", EVERYTHING_OF), is_sensitive=True),
		scope_of("unmarked", named),
		scope_of(f"doctype:{doctype}:write", named, is_sensitive=True),
	):
		assert scope_coverage.missing([held], write, SITE.module_of) == write, held.name
	assert not scope_coverage.missing([scope_of("decided", named, is_sensitive=True)], write, SITE.module_of)
	read = (ResourceAccess(Kind.DOCTYPE, doctype, "read"),)
	assert not scope_coverage.missing([scope_of("unmarked", named)], read, SITE.module_of)


def test_credentials_of_a_user_take_more_than_the_user() -> None:
	secret = (ResourceAccess(Kind.FIELD, "User.api_key", "write"),)
	named = Rule(Kind.DOCTYPE, "User", EVERYTHING_OF)
	assert scope_coverage.missing(
		[scope_of("doctype:User:write", named, is_sensitive=True)], secret, SITE.module_of
	)
	assert scope_coverage.missing([scope_of("unmarked", named)], secret, SITE.module_of)
	assert not scope_coverage.missing([scope_of("people", named, is_sensitive=True)], secret, SITE.module_of)


def test_methods_that_give_credentials_are_named_letter_by_letter() -> None:
	call = (ResourceAccess(Kind.METHOD, "frappe.core.doctype.user.user.generate_keys"),)
	pattern = Rule(Kind.METHOD, "frappe.core.*")
	assert scope_coverage.missing([scope_of("m", pattern, is_sensitive=True)], call, SITE.module_of) == call
	named = Rule(Kind.METHOD, call[0].target)
	assert scope_coverage.missing([scope_of("m", named)], call, SITE.module_of) == call
	assert not scope_coverage.missing([scope_of("m", named, is_sensitive=True)], call, SITE.module_of)


def test_who_renames_a_user_takes_over_their_address() -> None:
	renamed = by_method("frappe.client.rename_doc", **{"doctype": "User", "old_name": "a", "new_name": "b"})
	assert ResourceAccess(Kind.FIELD, "User.name", "write") in renamed
	assert by_method("frappe.client.rename_doc", old_name="a", new_name="b") == {
		ResourceAccess(Kind.DOCTYPE, "ToDo", "write")
	}


def test_a_pattern_is_no_regular_expression() -> None:
	scope = Scope("x", "x", rules=(Rule(Kind.METHOD, "a.b*"),))
	assert scope_coverage.covers(scope, ResourceAccess(Kind.METHOD, "a.bc.d"), SITE.module_of)
	assert not scope_coverage.covers(scope, ResourceAccess(Kind.METHOD, "aXb"), SITE.module_of)
	assert not scope_coverage.covers(scope, ResourceAccess(Kind.METHOD, "xa.b"), SITE.module_of)


@pytest.mark.parametrize(
	("access", "targets", "opened_by"),
	[
		(ResourceAccess(Kind.PAGE, "/app/todo"), ("*", "/*", "/a*"), ("/app/*", "/app/todo")),
		(ResourceAccess(Kind.PAGE, "/desk"), ("*",), ("/desk",)),
		(
			ResourceAccess(Kind.METHOD, "frappe.core.doctype.data_import.data_import.form_start_import"),
			("*", "frappe.core.*"),
			("frappe.core.doctype.data_import.data_import.form_start_import",),
		),
		(
			ResourceAccess(Kind.METHOD, "frappe.integrations.doctype.oauth_client.oauth_client.x"),
			("frappe.*",),
			("frappe.integrations.doctype.oauth_client.oauth_client.x",),
		),
		(
			ResourceAccess(Kind.METHOD, "frappe.model.workflow.bulk_workflow_approval"),
			("frappe.model.*",),
			("frappe.model.workflow.bulk_workflow_approval",),
		),
		(ResourceAccess(Kind.METHOD, "frappe.desk.doctype.todo.todo.new_todo"), (), ("frappe.desk.*", "*")),
	],
	ids=str,
)
def test_a_pattern_does_not_reach_what_a_scope_has_to_name(
	access: ResourceAccess, targets: tuple[str, ...], opened_by: tuple[str, ...]
) -> None:
	for target in targets:
		assert scope_coverage.missing(
			[Scope("x", "x", rules=(Rule(access.kind, target),))], (access,), SITE.module_of
		)
	for target in opened_by:
		assert not scope_coverage.missing(
			[Scope("x", "x", rules=(Rule(access.kind, target),))], (access,), SITE.module_of
		)


@pytest.mark.parametrize(
	"method",
	[
		"frappe.core.doctype.user.user.generate_keys",
		"frappe.core.page.permission_manager.permission_manager.add",
		"frappe.share.add",
		"oauth_plus.api.clients.new_secret",
	],
)
def test_what_gives_access_is_opened_by_a_marked_scope_that_names_it(method: str) -> None:
	access = ResourceAccess(Kind.METHOD, method)
	for scope, is_open in (
		(Scope("x", "x", rules=(Rule(Kind.METHOD, "*"),), is_sensitive=True), False),
		(Scope("x", "x", rules=(Rule(Kind.METHOD, method),)), False),
		(Scope("x", "x", rules=(Rule(Kind.METHOD, method),), is_sensitive=True), True),
	):
		assert (not scope_coverage.missing([scope], (access,), SITE.module_of)) is is_open


def test_mails_with_links_to_sign_in_are_seen_by_no_pattern() -> None:
	access = ResourceAccess(Kind.DOCTYPE, "Email Queue", "read")
	seeing = frozenset(("read",))
	rules = (Rule(Kind.DOCTYPE, "Email Queue", seeing),)
	for scope, is_open in (
		(SCOPES["N"], False),
		(Scope("doctype:Email%20Queue:read", "x", rules=rules, is_sensitive=True), False),
		(Scope("mails", "x", rules=rules, is_sensitive=True), True),
	):
		assert (not scope_coverage.missing([scope], (access,), SITE.module_of)) is is_open


@pytest.mark.parametrize("actions", [("read",), ("read", "write"), ("print",)])
def test_a_scope_to_see_such_mails_has_to_be_marked_whatever_it_opens_beside(
	actions: tuple[str, ...],
) -> None:
	assert sensitive_access.reason_to_mark(Rule(Kind.DOCTYPE, "Email Queue", frozenset(actions)))
	assert not sensitive_access.reason_to_mark(Rule(Kind.DOCTYPE, "ToDo", frozenset(actions)))
