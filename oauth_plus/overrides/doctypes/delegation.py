"""OAuth Clients in the hands of people who are no System Managers: they give no more than they have.

What is checked is the document that is about to be written. So a form, REST, an import and a method of ours meet the
same check.
"""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.platform import documents
from oauth_plus.rules import client_delegation, scope_list
from oauth_plus.rules.client_delegation import Edit
from oauth_plus.store.people import users
from oauth_plus.store.scopes import delegable

TABLES = ("Table", "Table MultiSelect")


def is_limited(doc: Document) -> bool:
	"""Return whether somebody who is no System Manager writes the document. The code of an app, and a client that registers
	itself, are not limited here."""
	flags = frappe.flags
	is_by_person = flags.in_web_form or flags.in_import
	is_by_code = doc.flags.ignore_permissions and not is_by_person
	return not is_by_code and not users.is_administrator(frappe.session.user)


def require_own(doc: Document) -> None:
	"""Refuse a change that gives the client more than the person has. Throws PermissionError with a sentence that names
	each field."""
	if not is_limited(doc):
		return
	if documents.taken_rows(doc):
		frappe.throw(_("A row of another client cannot be taken over."), frappe.PermissionError)
	powers, beyond = client_delegation.powers_of(doc.get), _scopes_beyond(doc)
	edits = tuple(_edits(doc))
	refused = client_delegation.refused(edits, exceeds=bool(powers or beyond))
	if refused:
		sentences = [*_of_refused(doc, refused), *_of_excess(doc, powers, beyond)]
		frappe.throw(
			"<br>".join(sentences), frappe.PermissionError, title=_("Only a System Manager can do this")
		)


def require_with_client(doc: Document, method: str | None = None) -> None:
	"""Hook of OAuth Client Role: refuse to write a row without its client, because the client's check would not run. Throws
	PermissionError."""
	if is_limited(doc):
		frappe.throw(_("Change the roles on the form of the client."), frappe.PermissionError)


def _scopes_beyond(doc: Document) -> tuple[str, ...]:
	return delegable.beyond(frappe.session.user, scope_list.split(doc.scopes))


def _edits(doc: Document) -> Iterator[Edit]:
	"""Yield each field that differs from the stored client; of a new one, from the default of the field."""
	before = doc.get_doc_before_save()
	for name in (*doc.meta.get_valid_columns(), *(field.fieldname for field in doc.meta.get_table_fields())):
		field = doc.meta.get_field(name)
		was = _value(before.get(name), field) if before else _value(_default(name, field), field)
		now = _value(doc.get(name), field)
		if was != now:
			yield Edit(name, was, now)


def _default(name: str, field: Any) -> Any:
	"""Return what a new client has in a field."""
	if name == "owner":
		return frappe.session.user
	return [] if field is None or field.fieldtype in TABLES else field.default


def _value(value: Any, field: Any) -> Any:
	"""Return a value to compare: 0 and nothing are the same, and so are a number and its digits."""
	if field is not None and field.fieldtype in TABLES:
		return "\n".join(sorted(row.role for row in value or ()))
	if isinstance(value, str):
		value = value.strip()
	if isinstance(value, float) and value.is_integer():
		value = int(value)
	return "" if not value or str(value) in ("0", "0.0") else str(value)


def _of_refused(doc: Document, edits: tuple[Edit, ...]) -> Iterator[str]:
	for edit in edits:
		if edit.field in client_delegation.MAY_SET:
			yield _("{0}: you can only change this on a client that has no more than you have.").format(
				_label(doc, edit.field)
			)
		else:
			yield _("{0}: only a System Manager can set this.").format(_label(doc, edit.field))


def _of_excess(doc: Document, powers: tuple[str, ...], beyond: tuple[str, ...]) -> Iterator[str]:
	if beyond:
		named = frappe.utils.escape_html(", ".join(beyond)[:300])
		yield _("{0}: your roles do not give you all that {1} gives.").format(
			_label(doc, "scopes"), frappe.bold(named)
		)
	for field in powers:
		yield _("{0}: this gives the client more than you have.").format(_label(doc, field))


def _label(doc: Document, name: str) -> str:
	label: str = frappe.bold(_(doc.meta.get_label(name)))
	return label
