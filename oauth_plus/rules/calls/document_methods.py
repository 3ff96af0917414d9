"""Accesses of Frappe's methods that read, write and delete documents."""

from collections.abc import Iterator, Mapping
from typing import Any

from oauth_plus.rules import sensitive, sensitive_doctypes
from oauth_plus.rules.calls.argument_values import Arguments, Unreadable, is_on, parsed, text
from oauth_plus.rules.calls.document_access import sent_document, stored_document, written_values
from oauth_plus.rules.calls.method_access import Reader, named_method
from oauth_plus.rules.calls.site_schema import SiteSchema
from oauth_plus.rules.resource_access import (
	CANCEL,
	CREATE,
	DELETE,
	READ,
	SUBMIT,
	WRITE,
	Kind,
	ResourceAccess,
	doctype_access,
)


def on_document(action: str) -> Reader:
	"""Return the reader of a method with the arguments `doctype` and `name`. The reader raises Unreadable."""

	def read(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
		name = arguments.get("name") or arguments.get("docname")
		yield stored_document(text(arguments, "doctype"), action, site, None, name)

	return read


def set_value(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield writing one field, or several in a mapping, which may name another DocType, a row or a status.

	Raises Unreadable.
	"""
	doctype = text(arguments, "doctype")
	yield stored_document(doctype, WRITE, site, None, arguments.get("name"))
	values = parsed(arguments.get("fieldname"))
	if isinstance(values, Mapping):
		yield from written_values(doctype, values, site)
	else:
		yield from written_values(doctype, {str(values): arguments.get("value")}, site)


def rename(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield writing a document under another name, and deleting it where it is merged. Raises Unreadable.

	The name of a user is sensitive: a reset password goes to it.
	"""
	doctype = text(arguments, "doctype")
	yield stored_document(doctype, WRITE, site, None, arguments.get("old_name"))
	if is_on(arguments.get("merge")):  # the other document is deleted
		yield stored_document(doctype, DELETE, site, None, arguments.get("old_name"))
	if doctype in sensitive_doctypes.FIELDS:
		yield ResourceAccess(Kind.FIELD, sensitive.field_of(doctype, sensitive.NAME), WRITE)


def cancel_by_workflow(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield cancelling a document, and writing it where its workflow state is set. Raises Unreadable."""
	yield from on_document(CANCEL)(arguments, site)
	if arguments.get("workflow_state_fieldname"):
		yield doctype_access(text(arguments, "doctype"), WRITE)


def with_document(action: str = "", *also: str) -> Reader:
	"""Return the reader of a method that takes a whole document as JSON in `doc`. The reader raises
	Unreadable.

	`also` are actions that the method does to the document after saving it.
	"""

	def read(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
		yield from sent_document(arguments.get("doc"), site, action)
		document = parsed(arguments.get("doc"))
		yield from (doctype_access(text(document, "doctype"), each) for each in also)

	return read


def insert_many(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield creating each document of the list `docs`. Raises Unreadable."""
	for each in _rows(arguments.get("docs")):
		yield from sent_document(each, site, CREATE)


def bulk_update(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield writing each document of the list `docs`. Raises Unreadable."""
	for each in _rows(arguments.get("docs")):
		doctype = text(each, "doctype")
		yield stored_document(doctype, WRITE, site, None, each.get("docname"))
		yield from written_values(doctype, each, site)


def _rows(value: object) -> list[Mapping[str, Any]]:
	rows = parsed(value)
	if not isinstance(rows, list) or not all(isinstance(each, Mapping) for each in rows):
		raise Unreadable("docs")
	return rows


def savedocs(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield the accesses of the buttons of Desk's form: Save, Submit, Update and Cancel. Raises
	Unreadable."""
	action = {"Save": "", "Submit": SUBMIT, "Update": WRITE, "Cancel": CANCEL}.get(text(arguments, "action"))
	if action is None:
		raise Unreadable("action")
	document = parsed(arguments.get("doc"))
	if not isinstance(document, Mapping):
		raise Unreadable("doc")
	yield from sent_document({**document, "docstatus": 0}, site)
	if action:
		yield doctype_access(text(document, "doctype"), action)


def mapped(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield the method that `method` names, which makes documents of others. Raises Unreadable."""
	yield named_method(arguments, "method")


def communications(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield reading a document and its e-mails. Raises Unreadable."""
	yield doctype_access(text(arguments, "doctype"), READ)
	yield doctype_access("Communication", READ)


def docinfo(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Yield reading a document with its comments, e-mails, files and versions. Raises Unreadable."""
	yield from on_document(READ)(arguments, site)
	yield from (doctype_access(doctype, READ) for doctype in ("Comment", "Communication", "File", "Version"))
