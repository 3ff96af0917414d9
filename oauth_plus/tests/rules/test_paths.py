"""Paths with dot segments (RFC 3986 §3.3)."""

import pytest

from oauth_plus.rules import scope_coverage
from oauth_plus.rules.calls.call import Call
from oauth_plus.rules.calls.routes import accesses_of
from oauth_plus.rules.resource_access import Kind, ResourceAccess
from oauth_plus.tests.rules.calls import SCOPES
from oauth_plus.tests.rules.doctypes import SITE, unread


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
