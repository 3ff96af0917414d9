"""TODO."""

from collections.abc import Iterator, Mapping

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
	"""A method with the arguments `doctype` and `name`."""

	def read(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
		name = arguments.get("name") or arguments.get("docname")
		yield stored_document(text(arguments, "doctype"), action, site, None, name)

	return read


def set_value(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""One field, or several in a mapping, which may name another DocType, another row and a status."""
	doctype = text(arguments, "doctype")
	yield stored_document(doctype, WRITE, site, None, arguments.get("name"))
	said = parsed(arguments.get("fieldname"))
	if isinstance(said, Mapping):
		yield from written_values(doctype, said, site)
	else:
		yield from written_values(doctype, {str(said): arguments.get("value")}, site)


def rename(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	doctype = text(arguments, "doctype")
	yield stored_document(doctype, WRITE, site, None, arguments.get("old_name"))
	if is_on(arguments.get("merge")):  # the other document is deleted
		yield stored_document(doctype, DELETE, site, None, arguments.get("old_name"))
	if doctype in sensitive_doctypes.FIELDS:
		yield ResourceAccess(Kind.FIELD, sensitive.field_of(doctype, sensitive.NAME), WRITE)


def cancel_by_workflow(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	yield from on_document(CANCEL)(arguments, site)
	if arguments.get("workflow_state_fieldname"):
		yield doctype_access(text(arguments, "doctype"), WRITE)


def with_document(action: str = "", *also: str) -> Reader:
	"""A method that takes a whole document as JSON."""

	def read(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
		yield from sent_document(arguments.get("doc"), site, action)
		said = parsed(arguments.get("doc"))
		yield from (doctype_access(text(said, "doctype"), each) for each in also)

	return read


def insert_many(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	for each in _rows(arguments.get("docs")):
		yield from sent_document(each, site, CREATE)


def bulk_update(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	for each in _rows(arguments.get("docs")):
		doctype = text(each, "doctype")
		yield stored_document(doctype, WRITE, site, None, each.get("docname"))
		yield from written_values(doctype, each, site)


def _rows(value: object) -> list[Mapping]:
	said = parsed(value)
	if not isinstance(said, list) or not all(isinstance(each, Mapping) for each in said):
		raise Unreadable("docs")
	return said


def savedocs(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	action = {"Save": "", "Submit": SUBMIT, "Update": WRITE, "Cancel": CANCEL}.get(text(arguments, "action"))
	if action is None:
		raise Unreadable("action")
	said = parsed(arguments.get("doc"))
	if not isinstance(said, Mapping):
		raise Unreadable("doc")
	yield from sent_document({**said, "docstatus": 0}, site)
	if action:
		yield doctype_access(text(said, "doctype"), action)


def mapped(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""Documents made of others by a method that is named."""
	yield named_method(arguments, "method")


def communications(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	yield doctype_access(text(arguments, "doctype"), READ)
	yield doctype_access("Communication", READ)


def docinfo(arguments: Arguments, site: SiteSchema) -> Iterator[ResourceAccess]:
	"""What stands round a document: comments, mails, versions, files, shares."""
	yield from on_document(READ)(arguments, site)
	yield from (doctype_access(doctype, READ) for doctype in ("Comment", "Communication", "File", "Version"))
