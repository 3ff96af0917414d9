"""Somebody with the role OAuth Manager, and what they send."""

import contextlib
import secrets
from collections.abc import Iterator
from typing import Any

import frappe
from werkzeug.test import TestResponse

from oauth_plus.rules.client_delegation import MANAGER
from oauth_plus.tests.browser import Browser, body
from oauth_plus.tests.factories import CALLBACK, a_user, signed_in

CLIENT = "OAuth Client"

READS_TODOS, READS_ERRORS = "doctype:ToDo:read", "doctype:Error%20Log:read"
"""Scopes for what everybody in Desk may read, and for what only System Managers may."""

OWN = f"openid {READS_TODOS}"
"""Scopes that every OAuth Manager may give."""


@contextlib.contextmanager
def owners_of(doctype: str) -> Iterator[str]:
	"""A role that may write its own documents alone, as Frappe's Role Permissions Manager gives it (If Owner)."""
	name = f"Owner {secrets.token_hex(4)}"  # no word of ours: Frappe keeps the names of deleted documents
	role = frappe.get_doc({"doctype": "Role", "role_name": name, "desk_access": 1}).insert()
	were_custom = frappe.db.exists("Custom DocPerm", {"parent": doctype})
	frappe.permissions.add_permission(doctype, role.name, 0)
	for right in ("write", "create", "if_owner"):
		frappe.permissions.update_permission_property(doctype, role.name, 0, right, 1)
	frappe.db.commit()
	try:
		yield role.name
	finally:
		frappe.db.rollback()
		frappe.db.delete("Custom DocPerm", {"role": role.name} if were_custom else {"parent": doctype})
		frappe.clear_cache(doctype=doctype)
		frappe.db.delete("Has Role", {"role": role.name})
		frappe.delete_doc("Role", role.name, force=True)
		if frappe.db.table_exists("Permission Log"):
			frappe.db.delete("Permission Log", {"for_document": doctype})
		frappe.db.commit()


def an_oauth_manager(*roles: str) -> Browser:
	"""A browser of a person with this role, and with no other if none is named."""
	return signed_in(a_user(MANAGER, *roles))


def creates(manager: Browser, **values: Any) -> TestResponse:
	"""They create a client of their own over REST, with changes."""
	sent = {"app_name": "Managed", "scopes": OWN, "redirect_uris": CALLBACK, **values}
	return manager.open(f"/api/resource/{CLIENT}", "POST", json=sent)


def own_client(manager: Browser, **values: Any) -> str:
	"""The id of a client that they have created."""
	answer = creates(manager, **values)
	assert answer.status_code == 200, answer.text
	return body(answer)["data"]["name"]


def edits(manager: Browser, client_id: str, **values: Any) -> TestResponse:
	"""They change a client over REST."""
	return manager.open(f"/api/resource/{CLIENT}/{client_id}", "PUT", json=values)
