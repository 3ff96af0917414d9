"""Scopes that an administrator made, as objects of JSON: exported, created and changed with every check."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from oauth_plus.rules import scope_list
from oauth_plus.rules.resource_access import ACTIONS
from oauth_plus.store.scopes.scope_cache import DOCTYPE, READS_LINKS

TEXTS, CHECKS = ("title", "description", "icon"), ("is_sensitive", "is_default")

MEMBERS = ("scope", *TEXTS, *CHECKS, "contains", "rules")


def names() -> list[str]:
	"""Return the names of the scopes that no app declares."""
	return frappe.get_all(DOCTYPE, filters={"is_standard": 0}, pluck="name", order_by="name asc")


def exists(name: str) -> bool:
	"""Return whether there is a scope of this name."""
	return bool(frappe.db.exists(DOCTYPE, name))


def is_of_an_app(name: str) -> bool:
	"""Return whether an app of this site declares the scope."""
	return bool(frappe.db.exists(DOCTYPE, {"name": name, "is_standard": 1}))


def exported(name: str) -> dict[str, Any]:
	"""Return a scope with its rules. Raises DoesNotExistError."""
	return _values_of(frappe.get_doc(DOCTYPE, name))


def new(values: Mapping[str, Any]) -> None:
	"""Insert a scope. Raises ValidationError."""
	document = frappe.new_doc(DOCTYPE, scope=values["scope"])
	_fill(document, values)
	document.insert()


def change(values: Mapping[str, Any]) -> list[str]:
	"""Save a scope with these values, and return the names of those that differ; empty if none does. Raises
	ValidationError."""
	document = frappe.get_doc(DOCTYPE, values["scope"])
	before = _values_of(document)
	differing = [name for name, value in values.items() if before[name] != value]
	if differing:
		_fill(document, {name: values[name] for name in differing})
		document.save()
	return differing


def _values_of(document: Document) -> dict[str, Any]:
	return {
		"scope": document.name,
		**{name: document.get(name) or "" for name in TEXTS},
		**{name: int(document.get(name) or 0) for name in CHECKS},
		"contains": list(scope_list.split(document.contains)),
		"rules": [_rule(row) for row in document.rules],
	}


def _rule(row: Any) -> dict[str, Any]:
	actions = [action for action in ACTIONS if row.get(f"can_{action}")]
	return {
		"kind": row.kind,
		"target": row.target,
		"actions": actions,
		READS_LINKS: int(row.get(READS_LINKS) or 0),
	}


def _fill(document: Document, values: Mapping[str, Any]) -> None:
	document.update({name: values[name] for name in (*TEXTS, *CHECKS) if name in values})
	if "contains" in values:
		document.contains = "\n".join(values["contains"])
	if "rules" in values:
		document.set("rules", [_row(rule) for rule in values["rules"]])


def _row(rule: Mapping[str, Any]) -> dict[str, Any]:
	actions = {f"can_{action}": int(action in rule.get("actions", ())) for action in ACTIONS}
	return {
		"kind": rule["kind"],
		"target": rule["target"],
		READS_LINKS: int(rule.get(READS_LINKS) or 0),
		**actions,
	}
