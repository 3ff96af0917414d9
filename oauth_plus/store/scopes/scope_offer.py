"""Scopes that a user may give to a client: every scope for a System Manager, otherwise those of DocTypes that they may
open themselves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import frappe

from oauth_plus.rules import doctype_scope, sensitive
from oauth_plus.rules.resource_access import CANCEL, CREATE, DELETE, READ, SUBMIT, WRITE
from oauth_plus.rules.scope_definition import LONGEST, Scope
from oauth_plus.store.scopes import scope_lookup

NEEDS = {
	READ: (READ,),
	WRITE: (READ, WRITE, CREATE),
	DELETE: (DELETE,),
	SUBMIT: (SUBMIT,),
	CANCEL: (CANCEL,),
}
"""Permissions for a DocType that each scope `doctype:<Name>:<access>` needs of whom hands it out."""

OF_SUBMITTABLE = (SUBMIT, CANCEL)

OF_IDENTITY = frozenset(("openid", "profile", "email", "offline_access"))
"""Scopes that open no documents of the site."""


@dataclass(frozen=True)
class OfferedDoctype:
	"""DocType with the accesses that are offered. `is_sensitive`: its documents would turn a narrow token into a wide
	one."""

	name: str
	module: str
	accesses: tuple[str, ...]
	is_sensitive: bool


def doctypes(*, may_give_everything: bool) -> tuple[OfferedDoctype, ...]:
	"""Return the DocTypes of which the session's user may give scopes, in the order of the alphabet."""
	fields = ["name", "module", "is_submittable"]
	rows = frappe.get_all("DocType", {"istable": 0}, fields, order_by="name asc")
	if not may_give_everything:
		readable = set(frappe.permissions.get_doctypes_with_read())
		rows = [row for row in rows if row.name in readable]
	offered = (
		OfferedDoctype(
			row.name,
			row.module or "",
			tuple(_accesses(row.name, bool(row.is_submittable), may_give_everything)),
			_is_sensitive(row.name),
		)
		for row in rows
		if "*" not in row.name and len(doctype_scope.for_doctype(row.name, DELETE)) <= LONGEST
	)
	return tuple(each for each in offered if each.accesses)


def records(*, may_give_everything: bool) -> tuple[Scope, ...]:
	"""Return the scopes with a record that the session's user may give. Those of OF_IDENTITY are for everybody."""
	known = scope_lookup.all_records()
	return tuple(scope for scope in known if may_give_everything or scope.name in OF_IDENTITY)


def beyond(words: Iterable[str], *, may_give_everything: bool) -> tuple[str, ...]:
	"""Return those of the scopes that the session's user may not give to a client, in their order; empty for none. A scope
	that is unknown here is a fault of its own."""
	if may_give_everything:
		return ()
	return tuple(word for word in words if word not in OF_IDENTITY and not _may_give(word))


def first_doctype(words: Iterable[str]) -> str:
	"""Return a DocType that these scopes allow to read, for an example; empty for none."""
	found = (
		rule.target
		for scope in scope_lookup.held_by(words)
		for rule in scope.rules
		if rule.kind.value == "DocType" and READ in rule.actions and "*" not in rule.target
	)
	return next((doctype for doctype in found if frappe.db.exists("DocType", doctype)), "")


def _may_give(word: str) -> bool:
	scope = doctype_scope.by_pattern(word)
	if scope is None:
		return False
	needed = NEEDS[doctype_scope.access_of(word)]
	return all(frappe.has_permission(scope.rules[0].target, each) for each in needed)


def _accesses(doctype: str, is_submittable: bool, may_give_everything: bool) -> Iterator[str]:
	for access, needed in NEEDS.items():
		if access in OF_SUBMITTABLE and not is_submittable:
			continue
		if may_give_everything or all(frappe.has_permission(doctype, each) for each in needed):
			yield access


def _is_sensitive(doctype: str) -> bool:
	return doctype == "User" or bool(sensitive.reason_of(doctype) or sensitive.reason_to_see(doctype))
