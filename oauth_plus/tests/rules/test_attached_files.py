"""New files, which a rule lets be attached to documents that the token may write."""

import pytest

from oauth_plus.rules import scope_coverage
from oauth_plus.rules.calls.call import Call
from oauth_plus.rules.calls.routes import accesses_of
from oauth_plus.rules.resource_access import Kind
from oauth_plus.rules.scope_definition import Rule, Scope
from oauth_plus.tests.rules.doctypes import SITE

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
