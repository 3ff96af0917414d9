"""Frappe's own whitelisted methods that read, write, print and search documents: what each touches, and what a token
with less than `all` may send to it.

Whatever else a method would receive is refused. What its signature drops, Frappe drops, and so do we. What is not in
the table is touched by its name alone, and refused unless a scope names it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from oauth_plus.rules import readers, sensitive
from oauth_plus.rules.access import CANCEL, CREATE, DELETE, PRINT, READ, SUBMIT, Kind, Touch
from oauth_plus.rules.access import REPORT as EXPORT
from oauth_plus.rules.arguments import Arguments, Site
from oauth_plus.rules.parameters import (
	BY_DOCNAME,
	DOCUMENT,
	FILE_FORMAT,
	FRAMEWORKS_OWN,
	LISTING,
	MAPPING,
	NOT_SENT,
	ON_UNLESS_SENT,
	PRINTING,
	REPORT,
	REPORTVIEW,
	SEARCH,
	STATS,
	STRUCTURED,
	TREE,
	UPLOAD,
)
from oauth_plus.rules.readers import CHILDREN, Reader


@dataclass(frozen=True)
class Method:
	"""`reads` tells what its arguments touch, `takes` which of them are understood. One that `reads_form` sees all that
	was sent, whatever its signature says; one that `hands_on` gives what it does not know to a document or to the method
	that is named with it. `of_many` are parameters that may be lists."""

	reads: Reader
	takes: frozenset[str]
	reads_form: bool = False
	hands_on: bool = False
	of_many: frozenset[str] = frozenset()


CLIENT, DESK = "frappe.client", "frappe.desk"

METHODS: dict[str, Method] = {
	"ping": Method(readers.nothing, frozenset()),
	"frappe.ping": Method(readers.nothing, frozenset()),
	"frappe.handler.ping": Method(readers.nothing, frozenset()),
	f"{CLIENT}.get_list": Method(readers.on_list(READ, "parent"), LISTING),
	f"{CLIENT}.get_count": Method(readers.reportview(), REPORTVIEW | {"cache"}, reads_form=True),
	f"{CLIENT}.get": Method(
		readers.on_list(READ, "parent"), frozenset(("doctype", "name", "filters", "parent"))
	),
	f"{CLIENT}.get_value": Method(
		readers.on_list(READ, "parent"), frozenset(("doctype", "fieldname", "filters", "as_dict", "parent"))
	),
	f"{CLIENT}.get_single_value": Method(readers.on_document(READ), frozenset(("doctype", "field"))),
	f"{CLIENT}.validate_link": Method(readers.on_list(READ), frozenset(("doctype", "docname", "fields"))),
	f"{CLIENT}.validate_link_and_fetch": Method(
		readers.link_with_values, SEARCH | {"docname", "fields_to_fetch"}
	),
	f"{CLIENT}.is_document_amended": Method(readers.on_document(READ), BY_DOCNAME),
	f"{CLIENT}.has_permission": Method(readers.on_document(READ), BY_DOCNAME | {"perm_type"}),
	f"{CLIENT}.get_doc_permissions": Method(readers.on_document(READ), BY_DOCNAME),
	f"{CLIENT}.set_value": Method(readers.set_value, DOCUMENT | {"fieldname", "value"}),
	f"{CLIENT}.rename_doc": Method(readers.rename, frozenset(("doctype", "old_name", "new_name", "merge"))),
	f"{CLIENT}.insert": Method(readers.with_document(CREATE), frozenset(("doc",))),
	f"{CLIENT}.insert_many": Method(readers.insert_many, frozenset(("docs",))),
	f"{CLIENT}.save": Method(readers.with_document(), frozenset(("doc",))),
	f"{CLIENT}.submit": Method(readers.with_document("", SUBMIT), frozenset(("doc",))),
	f"{CLIENT}.cancel": Method(readers.on_document(CANCEL), DOCUMENT),
	f"{CLIENT}.delete": Method(readers.on_document(DELETE), DOCUMENT),
	f"{CLIENT}.bulk_update": Method(readers.bulk_update, frozenset(("docs",))),
	f"{CLIENT}.attach_file": Method(readers.upload, UPLOAD),
	f"{DESK}.reportview.get": Method(readers.reportview(), REPORTVIEW, reads_form=True),
	f"{DESK}.reportview.get_list": Method(readers.reportview(), REPORTVIEW, reads_form=True),
	f"{DESK}.reportview.get_count": Method(readers.reportview(), REPORTVIEW, reads_form=True),
	f"{DESK}.reportview.export_query": Method(
		readers.reportview(EXPORT), REPORTVIEW | FILE_FORMAT | {"selected_items"}, reads_form=True
	),
	f"{DESK}.reportview.delete_items": Method(readers.on_document(DELETE), frozenset(("doctype", "items"))),
	f"{DESK}.reportview.get_sidebar_stats": Method(readers.stats, STATS),
	f"{DESK}.reportview.get_stats": Method(readers.stats, STATS),
	f"{DESK}.reportview.get_filter_dashboard_data": Method(readers.stats, STATS),
	f"{DESK}.search.search_link": Method(readers.search, SEARCH),
	f"{DESK}.search.search_widget": Method(readers.search, SEARCH),
	f"{DESK}.search.get_link_title": Method(readers.on_document(READ), BY_DOCNAME),
	f"{DESK}.form.load.getdoc": Method(readers.on_document(READ), DOCUMENT),
	f"{DESK}.form.load.getdoctype": Method(
		readers.on_document(READ), frozenset(("doctype", "with_parent", "cached_timestamp"))
	),
	f"{DESK}.form.load.get_docinfo": Method(readers.docinfo, DOCUMENT),
	f"{DESK}.form.load.get_communications": Method(readers.communications, DOCUMENT | {"start", "limit"}),
	f"{DESK}.form.save.savedocs": Method(readers.savedocs, frozenset(("doc", "action"))),
	f"{DESK}.form.save.cancel": Method(
		readers.cancel_by_workflow, DOCUMENT | {"workflow_state_fieldname", "workflow_state"}
	),
	f"{DESK}.query_report.run": Method(readers.report, REPORT),
	f"{DESK}.query_report.get_script": Method(readers.report, frozenset(("report_name",))),
	f"{DESK}.query_report.export_query": Method(
		readers.report,
		REPORT
		| FILE_FORMAT
		| {
			"applied_filters",
			"visible_idx",
			"include_indentation",
			"include_filters",
			"include_hidden_columns",
		},
		reads_form=True,
	),
	f"{DESK}.query_report.get_data_for_custom_field": Method(
		readers.custom_field, frozenset(("doctype", "field", "names"))
	),
	f"{DESK}.treeview.get_all_nodes": Method(readers.tree, TREE, hands_on=True),
	f"{DESK}.treeview.add_node": Method(readers.add_node, TREE, hands_on=True),
	"frappe.utils.print_format.download_pdf": Method(readers.on_document(PRINT), PRINTING),
	"frappe.utils.print_format.download_multi_pdf": Method(readers.multi_pdf, PRINTING, of_many=DOCUMENT),
	"frappe.www.printview.get_html_and_style": Method(readers.printed, PRINTING | {"doc"}),
	"frappe.www.printview.get_rendered_raw_commands": Method(readers.printed, PRINTING | {"doc"}),
	"frappe.realtime.can_subscribe_doc": Method(readers.on_document(READ), BY_DOCNAME),
	"frappe.realtime.can_subscribe_doctype": Method(readers.on_document(READ), frozenset(("doctype",))),
	"frappe.realtime.has_permission": Method(readers.on_document(READ), DOCUMENT),
	"upload_file": Method(readers.upload, UPLOAD, reads_form=True),
	"frappe.handler.upload_file": Method(readers.upload, UPLOAD, reads_form=True),
	"uploadfile": Method(readers.upload, UPLOAD | {"from_form"}, reads_form=True),
	"frappe.handler.uploadfile": Method(readers.upload, UPLOAD | {"from_form"}, reads_form=True),
	"download_file": Method(readers.download, frozenset(("file_url",))),
	"frappe.handler.download_file": Method(readers.download, frozenset(("file_url",))),
	"frappe.core.doctype.file.file.download_file": Method(readers.download, frozenset(("file_url",))),
	CHILDREN: Method(readers.tree, TREE),
	"frappe.model.mapper.make_mapped_doc": Method(readers.mapped, MAPPING, hands_on=True),
	"frappe.model.mapper.map_docs": Method(readers.mapped, MAPPING, hands_on=True),
}

RUN = ("run_doc_method", "runserverobj", "frappe.handler.run_doc_method", "frappe.handler.runserverobj")
"""They run a method of a document, and are read by the door itself."""

PRINTVIEW = Method(readers.nothing, PRINTING | {"key"}, reads_form=True)


def known_as(method: str, site: Site) -> str:
	"""The name by which rules speak of a method: where it is reached by another, its own may be read, or sensitive."""
	if method in METHODS or method in RUN:
		return method
	own = site.method_of(method)
	return own if own in METHODS or own in RUN or sensitive.is_named_alone(own) else method


def not_understood(name: str, method: Method, arguments: Arguments, site: Site) -> Iterator[Touch]:
	"""The parameters that the method would receive and nobody here has read; none where all is well."""
	if method.hands_on:
		return
	unknown = []
	for parameter, value in arguments.items():
		if parameter not in method.takes:
			asks = parameter in ON_UNLESS_SENT or not _asks_for_nothing(value)
			if asks and parameter not in FRAMEWORKS_OWN:
				unknown.append(parameter)
		elif isinstance(value, list | dict) and parameter not in STRUCTURED | method.of_many:
			yield Touch(Kind.PARAMETER, f"{parameter} of {name}")
	received = site.received_by(name) if unknown and not method.reads_form else None
	for parameter in unknown:
		if received is None or parameter in received:
			yield Touch(Kind.PARAMETER, f"{str(parameter)[:40]} of {name}")


def _asks_for_nothing(value: object) -> bool:
	return not isinstance(value, list | dict) and value in NOT_SENT
