"""A third app of the site, which brings scopes and claims and listens to events, by hooks alone.

Its `hooks.py` says what stands in HOOKS; Frappe is told of it where it keeps the hooks of the installed apps.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

import frappe

from oauth_plus.tests.site import configured

NAME = "example_app"

oauth_plus_scopes = [
	{
		"scope": "example.read",
		"title": "Read the library",
		"description": "See which books you have borrowed.",
		"icon": "book",
		"rules": [
			{"doctype": "Note", "actions": ["read", "print"]},
			{"method": "frappe.auth.*"},
			{"report": "Overdue *"},
			{"page": "/library/*"},
			{"file": "/private/files/library*", "actions": ["read"]},
			{"module": "Contacts", "actions": ["read"]},
		],
	},
	{
		"scope": "example.all",
		"title": "Manage the library",
		"description": "See and change the library.",
		"is_sensitive": 1,
		"contains": ["example.read"],
		"rules": [{"doctype": "Note", "actions": ["write", "create"]}],
	},
]

heard: list[dict[str, Any]] = []


def claims(user: str, scopes: list[str], client_id: str) -> dict[str, Any]:
	"""Its hook `oauth_plus_claims`."""
	return {"library_card": f"card of {user}", "library_scopes": scopes, "sub": "somebody else", "iss": "https://evil"}


def broken_claims(user: str, scopes: list[str], client_id: str) -> dict[str, Any]:
	"""One that fails."""
	raise ValueError("no claims today")


def listen(event: dict[str, Any]) -> None:
	"""Its hook `oauth_plus_events`."""
	heard.append(event)


def fail(event: dict[str, Any]) -> None:
	"""One that fails, having written something."""
	frappe.get_doc({"doctype": "ToDo", "description": "by a listener that fails"}).insert(ignore_permissions=True)
	raise ValueError("nobody listens")


HOOKS = {
	"oauth_plus_scopes": oauth_plus_scopes,
	"oauth_plus_claims": [f"{__name__}.broken_claims", f"{__name__}.claims"],
	"oauth_plus_events": [f"{__name__}.fail", f"{__name__}.listen"],
}
