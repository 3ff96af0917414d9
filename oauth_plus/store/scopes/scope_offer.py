"""Scopes that a user may give to a client, for the check boxes in Desk: all of them for a System Manager, otherwise those
within their roles."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import frappe

from oauth_plus.platform import role_permissions
from oauth_plus.rules import doctype_scope, sensitive
from oauth_plus.rules.resource_access import CANCEL, CREATE, DELETE, READ, SUBMIT, WRITE, Kind
from oauth_plus.rules.scope_definition import LONGEST, Scope
from oauth_plus.store.scopes import delegable, scope_lookup

OF_SUBMITTABLE = (SUBMIT, CANCEL)

NEEDED = frozenset((READ, WRITE, CREATE, DELETE, SUBMIT, CANCEL))
"""Actions with a permission of their own. Who may read may print and report what they read."""


@dataclass(frozen=True)
class OfferedDoctype:
	"""DocType with the accesses that are offered. `is_sensitive`: its documents would turn a narrow token into a wide
	one."""

	name: str
	module: str
	accesses: tuple[str, ...]
	is_sensitive: bool


def doctypes(user: str, *, may_give_everything: bool) -> tuple[OfferedDoctype, ...]:
	"""Return the DocTypes of which the user may give scopes, in the order of the alphabet; empty for none."""
	fields = ["name", "module", "is_submittable"]
	offered = (
		OfferedDoctype(
			row.name,
			row.module or "",
			tuple(_accesses(row.name, bool(row.is_submittable), "" if may_give_everything else user)),
			_is_sensitive(row.name),
		)
		for row in frappe.get_all("DocType", {"istable": 0}, fields, order_by="name asc")
		if "*" not in row.name and len(doctype_scope.for_doctype(row.name, DELETE)) <= LONGEST
	)
	return tuple(each for each in offered if each.accesses)


def records(user: str, *, may_give_everything: bool) -> tuple[Scope, ...]:
	"""Return the scopes with a record that the user may give; empty for none."""
	known = scope_lookup.all_records()
	return tuple(scope for scope in known if may_give_everything or not delegable.beyond(user, (scope.name,)))


def first_doctype(words: Iterable[str]) -> str:
	"""Return a DocType that these scopes allow to read, for an example; empty for none."""
	found = (
		rule.target
		for scope in scope_lookup.held_by(words)
		for rule in scope.rules
		if rule.kind is Kind.DOCTYPE and READ in rule.actions and "*" not in rule.target
	)
	return next((doctype for doctype in found if frappe.db.exists("DocType", doctype)), "")


def out_of_reach(user: str, words: Iterable[str]) -> tuple[str, ...]:
	"""Return the DocTypes of these scopes of which the roles of a user do not give all that the scopes name, each once; empty
	for none. Scopes with a record are not compared."""
	scopes = filter(None, map(doctype_scope.by_pattern, words))
	found = (
		rule.target
		for scope in scopes
		for rule in scope.rules
		if not all(role_permissions.gives(user, rule.target, action) for action in rule.actions & NEEDED)
	)
	return tuple(dict.fromkeys(found))


def _accesses(doctype: str, is_submittable: bool, user: str) -> Iterator[str]:
	"""Yield the accesses that the user may give; all for an empty name."""
	for access in doctype_scope.ACCESSES:
		if access in OF_SUBMITTABLE and not is_submittable:
			continue
		if not user or not delegable.beyond(user, (doctype_scope.for_doctype(doctype, access),)):
			yield access


def _is_sensitive(doctype: str) -> bool:
	return doctype == "User" or bool(sensitive.reason_of(doctype) or sensitive.reason_to_see(doctype))
