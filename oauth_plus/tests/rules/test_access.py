"""Accesses of a call, and whether a scope opens them: several hundred calls, each compared with nine scopes."""

from typing import Any

import pytest

from oauth_plus.rules import scope_coverage
from oauth_plus.rules.calls.call import Call
from oauth_plus.rules.calls.routes import accesses_of
from oauth_plus.rules.resource_access import Kind, ResourceAccess
from oauth_plus.tests.rules.calls import SCOPES, Row, rows
from oauth_plus.tests.rules.doctypes import SITE

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
