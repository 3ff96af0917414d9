"""What a call touches, and whether a scope opens it: several hundred calls, each held against nine scopes."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from oauth_plus.rules import linked_documents, scope_coverage, scope_selection, sensitive_access
from oauth_plus.rules.calls.call import Call
from oauth_plus.rules.calls.routes import accesses_of
from oauth_plus.rules.resource_access import Kind, ResourceAccess
from oauth_plus.rules.scope_definition import ALL, Rule, Scope
from oauth_plus.tests.rules.calls import SCOPES, SITE, Row, rows

ROWS = rows()


def test_the_table_is_long() -> None:
	assert len(ROWS) > 400
	assert len({str(row) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_call_touches_what_it_touches(row: Row) -> None:
	assert set(accesses_of(row.call, SITE)) == row.accesses


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_call_is_open_to_the_scopes_that_name_all_of_it(row: Row) -> None:
	accesses = accesses_of(row.call, SITE)
	let_in = {
		letter
		for letter, scope in SCOPES.items()
		if not scope_coverage.missing([scope], accesses, SITE.module_of)
	}
	assert let_in == row.open_to | {"A"}
	assert bool(scope_coverage.missing([], accesses, SITE.module_of)) == bool(accesses)


def test_scopes_add_up() -> None:
	accesses = (ResourceAccess(Kind.DOCTYPE, "ToDo", "read"), ResourceAccess(Kind.METHOD, "frappe.auth.x"))
	assert scope_coverage.missing([SCOPES["R"]], accesses, SITE.module_of) == accesses[1:]
	assert scope_coverage.missing([SCOPES["R"], SCOPES["M"]], accesses, SITE.module_of) == ()


UPLOAD = Call("/api/method/upload_file", "POST", {"doctype": "ToDo", "docname": "x", "is_private": "1"})


def attaching(*actions: str, doctype: str = "ToDo") -> Scope:
	return Scope("X", "X", rules=(Rule(Kind.DOCTYPE, doctype, frozenset(actions)),))


@pytest.mark.parametrize(
	("scope", "is_let_in"),
	[
		(attaching("write", "attach"), True),
		(attaching("write"), False),
		(attaching("attach"), False),
		(attaching("write", "attach", doctype="Note"), False),
		(attaching("write", "attach", doctype="*"), True),
	],
)
def test_files_are_attached_to_what_may_be_written_and_attached_to(scope: Scope, is_let_in: bool) -> None:
	assert (scope_coverage.missing([scope], accesses_of(UPLOAD, SITE), SITE.module_of) == ()) is is_let_in


@pytest.mark.parametrize(
	"beside",
	[{"library_file_name": "x"}, {"file_url": "/private/files/of-another.pdf"}, {"method": "frappe.auth.x"}],
)
def test_to_attach_is_to_send_a_new_file_and_nothing_else(beside: dict[str, str]) -> None:
	call = Call(UPLOAD.path, "POST", {**UPLOAD.arguments, **beside})
	assert scope_coverage.missing([attaching("write", "attach")], accesses_of(call, SITE), SITE.module_of)


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


def test_a_body_that_is_no_form_is_read_too() -> None:
	"""v1 reads JSON whatever it is called"""
	call = Call("/api/resource/ToDo/x", "PUT", {}, '{"docstatus": 1}')
	assert ResourceAccess(Kind.DOCTYPE, "ToDo", "submit") in accesses_of(call, SITE)


TODO, USER = ResourceAccess(Kind.DOCTYPE, "ToDo", "read"), ResourceAccess(Kind.DOCTYPE, "User", "read")

DECOY = {"dt": "ToDo", "dn": "x", "method": "m", "document": '{"doctype": "User", "name": "y"}'}


def by_method(method: str, **arguments: object) -> set[ResourceAccess]:
	return set(accesses_of(Call(f"/api/method/{method}", "GET", {"doctype": "ToDo", **arguments}), SITE))


def unread(what: str) -> ResourceAccess:
	return ResourceAccess(Kind.PARAMETER, what)


def test_v2_runs_the_document_that_is_sent_and_v1_the_one_that_is_named() -> None:
	second = accesses_of(Call("/api/v2/method/run_doc_method", "GET", DECOY), SITE)
	assert set(second) == {USER, ResourceAccess(Kind.METHOD, "User.m")}
	first = accesses_of(Call("/api/method/run_doc_method", "GET", DECOY), SITE)
	assert {TODO, ResourceAccess(Kind.METHOD, "ToDo.m")} < set(first)


def test_what_a_method_would_receive_and_nobody_reads_is_refused() -> None:
	assert by_method("frappe.client.get_list", debug="1") == {TODO, unread("debug of frappe.client.get_list")}
	search = "frappe.desk.search.search_widget"
	assert by_method(search, nonsense="x") == {TODO, unread(f"nonsense of {search}")}
	assert by_method("frappe.desk.reportview.get", join="x") == {
		TODO,
		unread("join of frappe.desk.reportview.get"),
	}


@pytest.mark.parametrize("name", ["_", "cmd_", "anything"])
def test_what_the_signature_drops_does_no_harm(name: str) -> None:
	assert by_method("frappe.client.validate_link", docname="x", **{name: "1"}) == {TODO}


@pytest.mark.parametrize("value", ["", "0", 0, None, False])
def test_a_parameter_that_asks_for_nothing_does_no_harm(value: int | str | None) -> None:
	assert by_method("frappe.client.get_list", debug=value) == {TODO}


@pytest.mark.parametrize("value", [["x"], {"allocated_to.email": "x"}, {"name": "x"}])
def test_a_mapping_where_a_name_belongs_is_refused(value: dict[str, Any] | list[str]) -> None:
	"""Frappe takes it for filters"""
	assert unread("name of frappe.client.get") in by_method("frappe.client.get", name=value)


def test_a_parent_counts_only_where_the_method_checks_it() -> None:
	role = {"doctype": "Has Role", "parent": "ToDo"}
	assert by_method("frappe.client.get_list", **role) == {TODO}
	roles = ResourceAccess(Kind.DOCTYPE, "Has Role", "read")
	for name in ("search.search_widget", "search.search_link", "reportview.get_stats"):
		assert roles in by_method(f"frappe.desk.{name}", **role)
	assert by_method("frappe.client.validate_link", **role) == {roles}


@pytest.mark.parametrize("times", [1, 2, 3, 4])
@pytest.mark.parametrize("name", ["fields", "filters", "or_filters", "group_by", "order_by", "expand"])
def test_json_within_json_is_read_as_often_as_it_is_wrapped(name: str, times: int) -> None:
	value: object = {"allocated_to.email": "x"} if "filters" in name else ["allocated_to.email"]
	for _time in range(times):
		value = json.dumps(value).replace(".", "\\u002e")
	assert by_method("frappe.client.get_list", **{name: value}) >= {TODO, USER}


def test_json_without_end_is_unreadable() -> None:
	value: object = ["name"]
	for _time in range(8):
		value = json.dumps(value)
	assert by_method("frappe.client.get_list", fields=value) == {
		unread("JSON within JSON of frappe.client.get_list")
	}


@pytest.mark.parametrize(
	"column",
	[
		"(select email from tabUser)",
		"name, (select 1)",
		"sleep(5)",
		"name/**/",
		"name -- x",
		"name; drop",
		"ifnull(name, (select 1))",
		"`tabToDo`.`name` from tabUser",
		"`name",
		"name`",
		"'name'",
		"@@version",
		"a.b.c",
		"if(1, name, name)",
		"name as `x` y",
	],
)
@pytest.mark.parametrize("name", ["fields", "filters", "group_by", "order_by"])
def test_a_column_in_another_form_is_unreadable(name: str, column: str) -> None:
	value = {column: 1} if name == "filters" else [column]
	assert by_method("frappe.client.get_list", **{name: value}) <= {
		unread(f"{what} of frappe.client.get_list") for what in ("a column", "a function")
	}


@pytest.mark.parametrize(
	"columns",
	[
		"*",
		"name, owner",
		"`tabToDo`.`name`",
		'"tabToDo"."name"',
		"`tabToDo`.name as x",
		"`tabToDo`.modified desc, idx asc",
		"count(*) as n",
		"count( distinct `tabToDo`.name) as total_count",
		"distinct status",
		"sum(idx) as total",
		"ifnull(idx, 0)",
		"concat(name, ' ', status)",
		"roles.role",
		"`tabHas Role`.`role`",
	],
)
def test_columns_of_the_documents_own_are_read_in_every_form_that_programs_send(columns: str) -> None:
	assert by_method("frappe.client.get_list", fields=[columns]) == {TODO}


def test_the_text_of_comments_is_theirs() -> None:
	"""Frappe keeps it in a column of the document"""
	comment = ResourceAccess(Kind.DOCTYPE, "Comment", "read")
	assert comment not in by_method("frappe.client.get_list", fields='["_comments"]'), (
		"it goes out of the answer"
	)
	assert comment in by_method("frappe.client.get_list", fields='["_comments"]', as_dict="0")
	assert comment in by_method("frappe.client.get_list", fields='["_comments as x"]')
	assert comment in by_method("frappe.client.get_list", fields='["_COMMENTS"]')
	assert comment in by_method("frappe.client.get_list", fields='["max(_comments)"]')
	assert comment in by_method("frappe.client.get_list", order_by="_comments")
	assert comment in by_method("frappe.client.get_value", fieldname='["_comments"]')
	assert comment in by_method("frappe.client.get_list", filters='[["_comments","like","%x%"]]')
	assert comment in by_method("frappe.desk.reportview.get_stats", stats='["_comments"]')
	assert comment not in by_method("frappe.desk.reportview.get", with_comment_count="1")
	assert comment in by_method("frappe.desk.reportview.export_query", with_comment_count="1")


def test_a_filter_looks_for_values_alone() -> None:
	for value in (
		{"a": {"b": 1}},
		{"a": ["in", [{"x": 1}]]},
		[["a", "=", {"b": 1}]],
		["exists(select 1)"],
		["name", "allocated_to.email"],
		["name", "allocated_to.email", "owner"],
		[5],
	):
		assert any(
			access.kind is Kind.PARAMETER for access in by_method("frappe.client.get_list", filters=value)
		), value


def test_a_tree_is_looked_up_where_the_column_leads() -> None:
	assert USER in by_method("frappe.client.get_list", filters='[["allocated_to","descendants of","x"]]')


def test_a_prepared_report_is_the_one_that_it_was_prepared_of() -> None:
	run = "frappe.desk.query_report.run"
	sales = ResourceAccess(Kind.REPORT, "Sales Register")
	asked = {"report_name": "Sales Register"}
	assert by_method(run, **asked, filters='{"prepared_report_name":"of-sales"}') == {sales}
	other = by_method(run, **asked, filters='{"prepared_report_name":"of-balance"}')
	assert other == {sales, ResourceAccess(Kind.REPORT, "Balance")}
	assert ResourceAccess(Kind.REPORT, "*") in by_method(
		run, **asked, filters='{"prepared_report_name":"OF-SALES"}'
	)


def test_a_column_that_is_added_to_a_report_is_its_documents() -> None:
	column = {"doctype": "ToDo", "fieldname": "allocated_to", "link_field": {"fieldname": "todo"}}
	run, report = "frappe.desk.query_report.run", ResourceAccess(Kind.REPORT, "Sales Register")
	said = {"report_name": "Sales Register", "custom_columns": json.dumps([column])}
	assert by_method(run, **said) == {report, TODO}
	dotted = {**said, "custom_columns": json.dumps([{**column, "fieldname": "allocated_to.email"}])}
	assert by_method(run, **dotted) == {unread(f"a column of {run}")}
	assert unread(f"a column of {CUSTOM}") in by_method(CUSTOM, field="allocated_to.email")


CUSTOM = "frappe.desk.query_report.get_data_for_custom_field"


def test_one_value_that_is_set_may_be_a_status_or_another_doctype() -> None:
	submit, user = (
		ResourceAccess(Kind.DOCTYPE, "ToDo", "submit"),
		ResourceAccess(Kind.DOCTYPE, "User", "write"),
	)
	assert submit in by_method("frappe.client.set_value", name="x", fieldname="docstatus", value="1")
	assert {submit, user} <= by_method(
		"frappe.client.set_value", name="x", fieldname='{"docstatus":1,"doctype":"User"}'
	)


def test_a_row_that_is_there_belongs_to_its_own_document() -> None:
	"""whatever parent is sent along"""
	row = '{"doctype":"Has Role","docname":"row-of-user","parenttype":"ToDo"}'
	written = accesses_of(Call("/api/method/frappe.client.bulk_update", "POST", {"docs": f"[{row}]"}), SITE)
	assert ResourceAccess(Kind.DOCTYPE, "Has Role", "write") in written
	sent = '{"doctype":"Has Role","name":"row-of-user","parenttype":"ToDo"}'
	saved = accesses_of(Call("/api/method/frappe.client.save", "POST", {"doc": sent}), SITE)
	assert ResourceAccess(Kind.DOCTYPE, "Has Role", "write") in saved


@pytest.mark.parametrize(
	"path",
	[
		"/orders/../app",
		"/orders/./x",
		"/orders/..",
		"/orders/%2e%2e/app",
		"/orders/%252e%252e/app",
		"/orders/%25252e%25252e/app",
		"/orders/..%2fapp",
		"/orders/..\\app",
		"/orders/..;x/app",
		"/orders/.. /app",
		"/orders/x\x00/../app",
		"/files/../private/files/x",
	],
)
def test_a_path_with_dots_is_refused_before_any_rule_is_asked(path: str) -> None:
	accesses = accesses_of(Call(path), SITE)
	assert accesses == (unread("the path"),)
	assert scope_coverage.missing([SCOPES["P"], SCOPES["F"]], accesses, SITE.module_of) == accesses


@pytest.mark.parametrize(
	"path",
	["/orders/1.0", "/orders/...", "/orders/a..b", "/orders/.well", "/orders/50%25", "/orders/a\u200db\xa0c"],
)
def test_a_dot_within_a_name_is_a_part_of_it(path: str) -> None:
	assert accesses_of(Call(path), SITE) == (ResourceAccess(Kind.PAGE, path),)


# What makes a narrow token the whole account


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


@pytest.mark.parametrize("value", [None, 5, 1.5, True, ["ToDo"], {"a": 1}, "", "x" * 100_000])
@pytest.mark.parametrize(
	"name", ["doctype", "cmd", "fields", "filters", "doc", "docs", "data", "name", "parent"]
)
def test_arguments_of_any_type_are_mapped_to_something(
	name: str, value: dict[str, Any] | float | list[str] | str | None
) -> None:
	for verb in ("GET", "POST", "PUT", "DELETE", "TRACE"):
		for path in (
			"/api/method/frappe.client.get_list",
			"/api/resource/ToDo",
			"/api/method/frappe.client.insert",
			"/",
		):
			assert accesses_of(Call(path, verb, {name: value}), SITE) or path == "/"


# Which scopes a call needs


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


def test_a_pattern_is_no_regular_expression() -> None:
	scope = Scope("x", "x", rules=(Rule(Kind.METHOD, "a.b*"),))
	assert scope_coverage.covers(scope, ResourceAccess(Kind.METHOD, "a.bc.d"), SITE.module_of)
	assert not scope_coverage.covers(scope, ResourceAccess(Kind.METHOD, "aXb"), SITE.module_of)
	assert not scope_coverage.covers(scope, ResourceAccess(Kind.METHOD, "xa.b"), SITE.module_of)


# What patterns do not reach


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
	for scope, is_open in (
		(SCOPES["N"], False),
		(
			Scope(
				"doctype:Email%20Queue:read",
				"x",
				rules=(Rule(Kind.DOCTYPE, "Email Queue", seeing),),
				is_sensitive=True,
			),
			False,
		),
		(Scope("mails", "x", rules=(Rule(Kind.DOCTYPE, "Email Queue", seeing),), is_sensitive=True), True),
	):
		assert (not scope_coverage.missing([scope], (access,), SITE.module_of)) is is_open


@pytest.mark.parametrize("actions", [("read",), ("read", "write"), ("print",)])
def test_a_scope_to_see_such_mails_has_to_be_marked_whatever_it_opens_beside(
	actions: tuple[str, ...],
) -> None:
	assert sensitive_access.reason_to_mark(Rule(Kind.DOCTYPE, "Email Queue", frozenset(actions)))
	assert not sensitive_access.reason_to_mark(Rule(Kind.DOCTYPE, "ToDo", frozenset(actions)))
