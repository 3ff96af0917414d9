"""Scopes that tests make, and tokens that carry them."""

import contextlib
import secrets
from collections.abc import Iterator
from typing import Any

import frappe

from oauth_plus.rules.resource_access import ACTIONS


def rule(kind: str, target: str, *actions: str, reads_links: int = 0) -> dict[str, Any]:
	"""One row of what a scope opens."""
	named = {"kind": kind, "target": target, "reads_links": reads_links}
	return named | {f"can_{action}": int(action in actions) for action in ACTIONS}


def a_scope(*rules: dict[str, Any], **values: Any) -> str:
	"""A scope of a name that no other test uses."""
	word = f"test.{secrets.token_hex(4)}"
	document = {"doctype": "OAuth Plus Scope", "scope": word, "title": f"Test {word}", "rules": list(rules)}
	name = frappe.get_doc(document | values).insert(ignore_permissions=True).name
	frappe.db.commit()
	_made.append(name)
	return name


@contextlib.contextmanager
def a_free_name() -> Iterator[str]:
	"""A name for a scope that nobody else has, and that goes afterwards."""
	name = f"use.{secrets.token_hex(4)}"
	yield name
	frappe.delete_doc("OAuth Plus Scope", name, ignore_missing=True)
	frappe.db.commit()


_made: list[str] = []


@contextlib.contextmanager
def gone_afterwards() -> Iterator[None]:
	"""Scopes that are made meanwhile go at the end: what is suggested to anybody is chosen from all that there are."""
	start = len(_made)
	yield
	frappe.db.rollback()
	for name in _made[start:]:
		frappe.delete_doc("OAuth Plus Scope", name, force=True, ignore_missing=True)
	frappe.db.commit()
