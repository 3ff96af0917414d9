"""What a call touches, and whether a scope opens it: several hundred calls, each held against nine scopes."""

import pytest

from oauth_plus.rules import access
from oauth_plus.rules.access import ALL, Kind, Rule, Scope, Touch
from oauth_plus.rules.doors import Call, touched
from oauth_plus.tests.rules.calls import SCOPES, SITE, Row, rows

ROWS = rows()


def test_the_table_is_long():
	assert len(ROWS) > 400
	assert len({str(row) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_call_touches_what_it_touches(row: Row):
	assert set(touched(row.call, SITE)) == row.touches


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_call_is_open_to_the_scopes_that_name_all_of_it(row: Row):
	touches = touched(row.call, SITE)
	let_in = {
		letter for letter, scope in SCOPES.items() if not access.lacking([scope], touches, SITE.module_of)
	}
	assert let_in == row.open_to | {"A"}
	assert bool(access.lacking([], touches, SITE.module_of)) == bool(touches)


def test_scopes_add_up():
	touches = (Touch(Kind.DOCTYPE, "ToDo", "read"), Touch(Kind.METHOD, "frappe.auth.x"))
	assert access.lacking([SCOPES["R"]], touches, SITE.module_of) == touches[1:]
	assert access.lacking([SCOPES["R"], SCOPES["M"]], touches, SITE.module_of) == ()


def test_a_body_that_is_no_form_is_read_too():
	"""v1 reads JSON whatever it is called"""
	call = Call("/api/resource/ToDo/x", "PUT", {}, '{"docstatus": 1}')
	assert Touch(Kind.DOCTYPE, "ToDo", "submit") in touched(call, SITE)


@pytest.mark.parametrize("value", [None, 5, 1.5, True, ["ToDo"], {"a": 1}, "", "x" * 100_000])
@pytest.mark.parametrize(
	"name", ["doctype", "cmd", "fields", "filters", "doc", "docs", "data", "name", "parent"]
)
def test_arguments_of_any_type_are_mapped_to_something(name, value):
	for verb in ("GET", "POST", "PUT", "DELETE", "TRACE"):
		for path in (
			"/api/method/frappe.client.get_list",
			"/api/resource/ToDo",
			"/api/method/frappe.client.insert",
			"/",
		):
			assert touched(Call(path, verb, {name: value}), SITE) or path == "/"


# Which scopes a call needs


def needed(*touches: Touch, tiers=()) -> tuple[str, ...]:
	return access.needed(touches, tiers, SITE.module_of)


READ, WRITE = Touch(Kind.DOCTYPE, "ToDo", "read"), Touch(Kind.DOCTYPE, "ToDo", "write")
CALL = Touch(Kind.METHOD, "frappe.auth.x")


def test_all_scopes_of_a_call_are_named():
	assert needed(READ, CALL, tiers=[SCOPES.values()]) == ("R", "M")


def test_the_narrowest_scope_that_opens_most_is_named():
	assert needed(READ, tiers=[SCOPES.values()]) == ("R",)
	assert needed(READ, WRITE, tiers=[SCOPES.values()]) == ("W",)


def test_scopes_that_are_held_are_named_before_others():
	assert needed(READ, CALL, tiers=[[SCOPES["W"]], SCOPES.values()]) == ("W", "M")


def test_what_no_scope_names_needs_all():
	assert needed(READ, Touch(Kind.METHOD, "x"), tiers=[SCOPES.values()]) == (ALL,)
	assert needed(tiers=[SCOPES.values()]) == ()


def test_a_pattern_is_no_regular_expression():
	scope = Scope("x", "x", rules=(Rule(Kind.METHOD, "a.b*"),))
	assert access.covers(scope, Touch(Kind.METHOD, "a.bc.d"), SITE.module_of)
	assert not access.covers(scope, Touch(Kind.METHOD, "aXb"), SITE.module_of)
	assert not access.covers(scope, Touch(Kind.METHOD, "xa.b"), SITE.module_of)
