"""Add the new scopes to stored lists with `doctype:<Name>:write`, which also deleted, submitted and cancelled in earlier
versions."""

import frappe
from frappe.query_builder import DocType

from oauth_plus.platform import queries
from oauth_plus.rules import doctype_scope, scope_list
from oauth_plus.store.clients import client_fields, client_rows
from oauth_plus.store.scopes import scope_cache
from oauth_plus.store.tokens import bearer_marks

LISTS = (
	("OAuth Client", "scopes"),
	("OAuth Client", "oauth_plus_default_scopes"),
	("OAuth Authorization Code", "scopes"),
	("OAuth Bearer Token", "scopes"),
	("OAuth Bearer Token", "oauth_plus_granted_scopes"),
	("OAuth Plus Grant", "scopes"),
	("OAuth Plus Consent", "scopes"),
	("OAuth Plus Scope", "contains"),
)
"""Columns that store lists of scopes."""

OLD = "%doctype:%:write%"


def part_write_scopes() -> int:
	"""Add the scopes that `:write` used to include to every stored list that has it. Returns the number of different
	lists. Rows without it are not changed."""
	changed = sum(_part(doctype, column) for doctype, column in LISTS)
	if changed:
		names = frappe.get_all(client_fields.DOCTYPE, pluck="name")
		bearer_marks.invalidate(client=names)
		for name in names:
			client_rows.invalidate(name)
		scope_cache.invalidate()
	return changed


def _part(doctype: str, column: str) -> int:
	table = DocType(doctype)
	as_it_stands = queries.exact(table[column])
	query = frappe.qb.from_(table).select(as_it_stands).distinct().where(table[column].like(OLD))
	changed = 0
	for (stored,) in query.run():
		text = queries.as_text(stored)
		words = scope_list.split(text)
		parted = doctype_scope.with_former_write(words)
		if parted != words:
			between = "\n" if "\n" in text or column == "contains" else " "
			change = frappe.qb.update(table).set(table[column], between.join(parted))
			change.where(as_it_stands == text).run()
			changed += 1
	return changed
