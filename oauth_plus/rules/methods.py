"""Frappe's own whitelisted methods that read, write, print and search documents, and what their arguments touch."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from oauth_plus.rules.access import (
	CANCEL,
	CREATE,
	DELETE,
	PRINT,
	READ,
	REPORT,
	SUBMIT,
	WRITE,
	Kind,
	Touch,
)
from oauth_plus.rules.arguments import (
	ANYTHING,
	Arguments,
	Site,
	Unreadable,
	document,
	listing,
	parsed,
	text,
	touch,
	whole,
)

Reader = Callable[[Arguments, Site], Iterable[Touch]]


def on_document(action: str) -> Reader:
	"""A method with the arguments `doctype` and `name`."""

	def read(arguments: Arguments, site: Site) -> Iterator[Touch]:
		name = arguments.get("name") or arguments.get("docname")
		yield whole(text(arguments, "doctype"), action, site, None, name)

	return read


def on_list(action: str) -> Reader:
	"""A method that lists, counts or searches."""
	return lambda arguments, site: listing(text(arguments, "doctype"), arguments, site, action)


def _count(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""Counted without a look at the parent, whatever it says."""
	named = {name: value for name, value in arguments.items() if not name.startswith("parent")}
	yield from listing(text(named, "doctype"), named, site)


def with_document(action: str = "", *also: str) -> Reader:
	"""A method that takes a whole document as JSON."""

	def read(arguments: Arguments, site: Site) -> Iterator[Touch]:
		yield from document(arguments.get("doc"), site, action)
		said = parsed(arguments.get("doc"))
		yield from (touch(text(said, "doctype"), each) for each in also)

	return read


def _insert_many(arguments: Arguments, site: Site) -> Iterator[Touch]:
	for each in _rows(arguments.get("docs")):
		yield from document(each, site, CREATE)


def _bulk_update(arguments: Arguments, site: Site) -> Iterator[Touch]:
	for each in _rows(arguments.get("docs")):
		yield from document({**each, "name": each.get("docname")}, site, WRITE)


def _rows(value: object) -> list[Mapping]:
	said = parsed(value)
	if not isinstance(said, list) or not all(isinstance(each, Mapping) for each in said):
		raise Unreadable("docs")
	return said


def _savedocs(arguments: Arguments, site: Site) -> Iterator[Touch]:
	action = {"Save": "", "Submit": SUBMIT, "Update": WRITE, "Cancel": CANCEL}.get(text(arguments, "action"))
	if action is None:
		raise Unreadable("action")
	said = parsed(arguments.get("doc"))
	if not isinstance(said, Mapping):
		raise Unreadable("doc")
	yield from document({**said, "docstatus": 0}, site)
	if action:
		yield touch(text(said, "doctype"), action)


def _search(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""A search may name a method that searches instead."""
	yield from listing(text(arguments, "doctype"), arguments, site)
	if arguments.get("query"):
		yield Touch(Kind.METHOD, text(arguments, "query"))


def _communications(arguments: Arguments, site: Site) -> Iterator[Touch]:
	yield touch(text(arguments, "doctype"), READ)
	yield touch("Communication", READ)


def _docinfo(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""What stands round a document: comments, mails, versions, files, shares."""
	yield from on_document(READ)(arguments, site)
	yield from (touch(doctype, READ) for doctype in ("Comment", "Communication", "File", "Version"))


def _report(arguments: Arguments, site: Site) -> Iterator[Touch]:
	yield Touch(Kind.REPORT, text(arguments, "report_name"))


def _multi_pdf(arguments: Arguments, site: Site) -> Iterator[Touch]:
	said = parsed(arguments.get("doctype"))
	names = list(said) if isinstance(said, Mapping) else [text(arguments, "doctype")]
	yield from (touch(name, PRINT) for name in names)


def _printed(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""`doc` is a DocType where there is a `name` beside it, and a document otherwise."""
	said = parsed(arguments.get("doc"))
	if not arguments.get("name") and not isinstance(said, Mapping):
		raise Unreadable("doc")
	doctype = text(arguments, "doc") if arguments.get("name") else text(said, "doctype")
	yield from (touch(doctype, READ), touch(doctype, PRINT))  # later Frappes ask for both


def _download(arguments: Arguments, site: Site) -> Iterator[Touch]:
	yield Touch(Kind.FILE, text(arguments, "file_url"), READ)


def _upload(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""A file, on a document perhaps, from the library perhaps, by another method perhaps."""
	is_private = str(arguments.get("is_private") or "0") not in ("0", "false", "False")
	yield Touch(Kind.FILE, f"{'/private' if is_private else ''}/files/", WRITE)
	if arguments.get("doctype"):
		yield touch(text(arguments, "doctype"), WRITE)
	if arguments.get("library_file_name"):
		yield Touch(Kind.FILE, ANYTHING, READ)
	if arguments.get("file_url"):
		yield Touch(Kind.FILE, text(arguments, "file_url"), READ)
	if arguments.get("method"):
		yield Touch(Kind.METHOD, text(arguments, "method"))


def _nothing(arguments: Arguments, site: Site) -> Iterator[Touch]:
	yield from ()


CLIENT, DESK = "frappe.client", "frappe.desk"

READERS: dict[str, Reader] = {
	"ping": _nothing,
	"frappe.ping": _nothing,
	"frappe.handler.ping": _nothing,
	f"{CLIENT}.get_list": on_list(READ),
	f"{CLIENT}.get_count": _count,
	f"{CLIENT}.get": on_list(READ),
	f"{CLIENT}.get_value": on_list(READ),
	f"{CLIENT}.get_single_value": on_document(READ),
	f"{CLIENT}.validate_link": on_list(READ),
	f"{CLIENT}.is_document_amended": on_document(READ),
	f"{CLIENT}.has_permission": on_document(READ),
	f"{CLIENT}.get_doc_permissions": on_document(READ),
	f"{CLIENT}.set_value": on_document(WRITE),
	f"{CLIENT}.rename_doc": on_document(WRITE),
	f"{CLIENT}.insert": with_document(CREATE),
	f"{CLIENT}.insert_many": _insert_many,
	f"{CLIENT}.save": with_document(),
	f"{CLIENT}.submit": with_document("", SUBMIT),
	f"{CLIENT}.cancel": on_document(CANCEL),
	f"{CLIENT}.delete": on_document(DELETE),
	f"{CLIENT}.bulk_update": _bulk_update,
	f"{CLIENT}.attach_file": _upload,
	f"{DESK}.reportview.get": on_list(READ),
	f"{DESK}.reportview.get_list": on_list(READ),
	f"{DESK}.reportview.get_count": on_list(READ),
	f"{DESK}.reportview.export_query": on_list(REPORT),
	f"{DESK}.reportview.delete_items": on_document(DELETE),
	f"{DESK}.reportview.get_sidebar_stats": on_list(READ),
	f"{DESK}.reportview.get_stats": on_list(READ),
	f"{DESK}.reportview.get_filter_dashboard_data": on_list(READ),
	f"{DESK}.search.search_link": _search,
	f"{DESK}.search.search_widget": _search,
	f"{DESK}.search.get_link_title": on_document(READ),
	f"{DESK}.form.load.getdoc": on_document(READ),
	f"{DESK}.form.load.getdoctype": on_document(READ),
	f"{DESK}.form.load.get_docinfo": _docinfo,
	f"{DESK}.form.load.get_communications": _communications,
	f"{DESK}.form.save.savedocs": _savedocs,
	f"{DESK}.form.save.cancel": on_document(CANCEL),
	f"{DESK}.query_report.run": _report,
	f"{DESK}.query_report.get_script": _report,
	f"{DESK}.query_report.export_query": _report,
	f"{DESK}.query_report.get_data_for_custom_field": on_document(READ),
	"frappe.utils.print_format.download_pdf": on_document(PRINT),
	"frappe.utils.print_format.download_multi_pdf": _multi_pdf,
	"frappe.www.printview.get_html_and_style": _printed,
	"frappe.www.printview.get_rendered_raw_commands": _printed,
	"upload_file": _upload,
	"frappe.handler.upload_file": _upload,
	"download_file": _download,
	"frappe.handler.download_file": _download,
	"frappe.core.doctype.file.file.download_file": _download,
}
"""What is not here is touched by its name alone, and refused unless a scope names it."""
