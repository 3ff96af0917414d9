"""What the arguments of Frappe's own methods touch: each function here reads those of one method, or of several alike."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from oauth_plus.rules import paths, sensitive
from oauth_plus.rules.access import CANCEL, CREATE, DELETE, PRINT, READ, REPORT, SUBMIT, WRITE, Kind, Touch
from oauth_plus.rules.arguments import (
	ANYTHING,
	Arguments,
	Site,
	Unreadable,
	brought,
	document,
	is_on,
	joined,
	listing,
	parsed,
	plain_name,
	text,
	touch,
	whole,
	written,
)

CHILDREN = "frappe.desk.treeview.get_children"

Reader = Callable[[Arguments, Site], Iterable[Touch]]


def on_document(action: str) -> Reader:
	"""A method with the arguments `doctype` and `name`."""

	def read(arguments: Arguments, site: Site) -> Iterator[Touch]:
		name = arguments.get("name") or arguments.get("docname")
		yield whole(text(arguments, "doctype"), action, site, None, name)

	return read


def on_list(action: str, parent: str = "") -> Reader:
	"""A method that lists, counts or searches. `parent` names the parameter by which it checks whose a child row is."""
	return lambda arguments, site: listing(text(arguments, "doctype"), arguments, site, action, parent=parent)


def reportview(action: str = READ) -> Reader:
	"""A list of Desk, which may count the comments on each row and add up a column of another DocType."""

	def read(arguments: Arguments, site: Site) -> Iterator[Touch]:
		doctype = text(arguments, "doctype")
		yield from listing(doctype, arguments, site, action, parent="parent_doctype")
		other = arguments.get("aggregate_on_doctype")
		if other and other != doctype and other not in site.children_of(doctype):
			yield touch(text(arguments, "aggregate_on_doctype"), READ)
		if arguments.get("aggregate_on_field"):
			plain_name(arguments["aggregate_on_field"])
		holds_comments = any(name == "*" for name in _flat(parsed(arguments.get("fields"))))
		if action == REPORT and (holds_comments or is_on(arguments.get("with_comment_count"))):
			yield touch("Comment", READ)  # nothing is taken out of a file

	return read


def _flat(value: object) -> list[object]:
	return list(value) if isinstance(value, list | tuple) else [value]


def stats(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""Counts of the values of columns; Desk names a column by itself, or in a mapping with its type."""
	doctype = text(arguments, "doctype")
	yield from listing(doctype, arguments, site)
	for each in _flat(parsed(arguments.get("stats"))):
		column = each.get("name") if isinstance(each, Mapping) else each
		if column is not None:
			yield from joined(doctype, plain_name(column), site)


def custom_field(arguments: Arguments, site: Site) -> Iterator[Touch]:
	doctype = text(arguments, "doctype")
	yield touch(doctype, READ)
	yield from joined(doctype, plain_name(arguments.get("field")), site)


def set_value(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""One field, or several in a mapping, which may name another DocType, another row and a status."""
	doctype = text(arguments, "doctype")
	yield whole(doctype, WRITE, site, None, arguments.get("name"))
	said = parsed(arguments.get("fieldname"))
	if isinstance(said, Mapping):
		yield from written(doctype, said, site)
	else:
		yield from written(doctype, {str(said): arguments.get("value")}, site)


def rename(arguments: Arguments, site: Site) -> Iterator[Touch]:
	doctype = text(arguments, "doctype")
	yield whole(doctype, WRITE, site, None, arguments.get("old_name"))
	if is_on(arguments.get("merge")):  # the other document is deleted
		yield whole(doctype, DELETE, site, None, arguments.get("old_name"))
	if doctype in sensitive.FIELDS:
		yield Touch(Kind.FIELD, sensitive.field_of(doctype, sensitive.NAME), WRITE)


def cancel_by_workflow(arguments: Arguments, site: Site) -> Iterator[Touch]:
	yield from on_document(CANCEL)(arguments, site)
	if arguments.get("workflow_state_fieldname"):
		yield touch(text(arguments, "doctype"), WRITE)


def with_document(action: str = "", *also: str) -> Reader:
	"""A method that takes a whole document as JSON."""

	def read(arguments: Arguments, site: Site) -> Iterator[Touch]:
		yield from document(arguments.get("doc"), site, action)
		said = parsed(arguments.get("doc"))
		yield from (touch(text(said, "doctype"), each) for each in also)

	return read


def insert_many(arguments: Arguments, site: Site) -> Iterator[Touch]:
	for each in _rows(arguments.get("docs")):
		yield from document(each, site, CREATE)


def bulk_update(arguments: Arguments, site: Site) -> Iterator[Touch]:
	for each in _rows(arguments.get("docs")):
		doctype = text(each, "doctype")
		yield whole(doctype, WRITE, site, None, each.get("docname"))
		yield from written(doctype, each, site)


def _rows(value: object) -> list[Mapping]:
	said = parsed(value)
	if not isinstance(said, list) or not all(isinstance(each, Mapping) for each in said):
		raise Unreadable("docs")
	return said


def savedocs(arguments: Arguments, site: Site) -> Iterator[Touch]:
	action = {"Save": "", "Submit": SUBMIT, "Update": WRITE, "Cancel": CANCEL}.get(text(arguments, "action"))
	if action is None:
		raise Unreadable("action")
	said = parsed(arguments.get("doc"))
	if not isinstance(said, Mapping):
		raise Unreadable("doc")
	yield from document({**said, "docstatus": 0}, site)
	if action:
		yield touch(text(said, "doctype"), action)


def search(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""A search may name a method that searches instead."""
	doctype = text(arguments, "doctype")
	yield from listing(doctype, arguments, site)
	if arguments.get("searchfield"):
		yield from joined(doctype, plain_name(arguments["searchfield"]), site)
	for each in _flat(parsed(arguments.get("filter_fields")) or []):
		yield from joined(doctype, plain_name(each), site)
	if arguments.get("query"):
		yield _run(arguments, "query")


def _run(arguments: Arguments, named_by: str) -> Touch:
	"""A method that another one runs, with arguments that nobody has read here."""
	return Touch(Kind.METHOD, text(arguments, named_by))


def mapped(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""Documents made of others by a method that is named."""
	yield _run(arguments, "method")


def tree(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""The nodes of a tree by Frappe's own method, or by one that is named."""
	if arguments.get("tree_method") in (None, "", CHILDREN):
		yield touch(text(arguments, "doctype"), READ)
	else:
		yield _run(arguments, "tree_method")


def add_node(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""The arguments are the document."""
	yield from document({name: arguments[name] for name in arguments if name != "cmd"}, site)


def link_with_values(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""A search for one document, and columns of it."""
	yield from search(arguments, site)
	yield from joined(text(arguments, "doctype"), arguments.get("fields_to_fetch"), site)


def communications(arguments: Arguments, site: Site) -> Iterator[Touch]:
	yield touch(text(arguments, "doctype"), READ)
	yield touch("Communication", READ)


def docinfo(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""What stands round a document: comments, mails, versions, files, shares."""
	yield from on_document(READ)(arguments, site)
	yield from (touch(doctype, READ) for doctype in ("Comment", "Communication", "File", "Version"))


def report(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""A report; the result that was prepared of it, or of another; and columns of the documents that it names."""
	yield Touch(Kind.REPORT, text(arguments, "report_name"))
	for name in ("filters", "applied_filters"):
		sought = parsed(arguments.get(name))
		if isinstance(sought, Mapping) and sought.get("prepared_report_name"):
			prepared = text(sought, "prepared_report_name")
			yield Touch(Kind.REPORT, site.report_of(prepared) or ANYTHING)
	for column in _flat(parsed(arguments.get("custom_columns")) or []):
		if not isinstance(column, Mapping):
			raise Unreadable("custom_columns")
		yield from _custom_column(column, site)


def _custom_column(column: Mapping, site: Site) -> Iterator[Touch]:
	doctype = text(column, "doctype")
	yield touch(doctype, READ)
	fieldname = text(column, "fieldname")
	yield from joined(doctype, plain_name(fieldname.partition("-")[0]), site)


def multi_pdf(arguments: Arguments, site: Site) -> Iterator[Touch]:
	said = parsed(arguments.get("doctype"))
	names = list(said) if isinstance(said, Mapping) else [text(arguments, "doctype")]
	options = parsed(arguments.get("options")) or {}
	if not isinstance(options, Mapping) or not options.keys() <= PAPER:
		raise Unreadable("options")  # others have the program that makes PDFs read and send files
	yield from (touch(name, PRINT) for name in names)


PAPER = frozenset(
	[
		"page-size",
		"page-height",
		"page-width",
		"orientation",
		"dpi",
		"margin-top",
		"margin-bottom",
		"margin-left",
		"margin-right",
	]
)
"""How a PDF looks."""


def printed(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""`doc` is a DocType where there is a `name` beside it, and a document otherwise."""
	said = parsed(arguments.get("doc"))
	if not arguments.get("name") and not isinstance(said, Mapping):
		raise Unreadable("doc")
	doctype = text(arguments, "doc") if arguments.get("name") else text(said, "doctype")
	if not arguments.get("name"):
		yield from brought(doctype)
	yield from (touch(doctype, READ), touch(doctype, PRINT))  # later Frappes ask for both


def download(arguments: Arguments, site: Site) -> Iterator[Touch]:
	yield Touch(Kind.FILE, _file_url(arguments), READ)


def _file_url(arguments: Arguments) -> str:
	url = text(arguments, "file_url")
	if not paths.is_plain(url.partition("?")[0]):
		raise Unreadable("file_url")
	return url


def upload(arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""A file, on a document perhaps, from the library perhaps, by another method perhaps."""
	is_private = str(arguments.get("is_private") or "0") not in ("0", "false", "False")
	yield Touch(Kind.FILE, f"{'/private' if is_private else ''}/files/", WRITE)
	if arguments.get("doctype"):
		yield touch(text(arguments, "doctype"), WRITE)
	if arguments.get("library_file_name"):
		yield Touch(Kind.FILE, ANYTHING, READ)
	if arguments.get("file_url"):
		yield Touch(Kind.FILE, _file_url(arguments), READ)
	if arguments.get("method"):
		yield _run(arguments, "method")


def nothing(arguments: Arguments, site: Site) -> Iterator[Touch]:
	yield from ()
