"""Frappe's own whitelisted methods that read, write, print and search documents: how the arguments of each
are read, and what a token with less than `all` may send to it.

Whatever else a method would receive is refused. What its signature drops, Frappe drops, and so does the
mapping. A method that is not in the table is accessed by its name alone, and refused unless a scope names it.
"""

from oauth_plus.rules.calls import (
	document_methods,
	file_methods,
	list_methods,
	method_access,
	print_methods,
	report_methods,
	tree_methods,
)
from oauth_plus.rules.calls.method_access import MethodAccess
from oauth_plus.rules.calls.parameters import (
	BY_DOCNAME,
	DOCUMENT,
	FILE_FORMAT,
	LISTING,
	MAPPING,
	PRINTING,
	QUERY_REPORT,
	REPORTVIEW,
	SEARCH,
	STATS,
	TREE,
	UPLOAD,
)
from oauth_plus.rules.calls.tree_methods import CHILDREN
from oauth_plus.rules.resource_access import CANCEL, CREATE, DELETE, PRINT, READ, REPORT, SUBMIT

CLIENT, DESK = "frappe.client", "frappe.desk"

METHOD_ACCESS: dict[str, MethodAccess] = {
	"ping": MethodAccess(method_access.nothing, frozenset()),
	"frappe.ping": MethodAccess(method_access.nothing, frozenset()),
	"frappe.handler.ping": MethodAccess(method_access.nothing, frozenset()),
	f"{CLIENT}.get_list": MethodAccess(list_methods.on_list(READ, "parent"), LISTING),
	f"{CLIENT}.get_count": MethodAccess(list_methods.reportview(), REPORTVIEW | {"cache"}, reads_form=True),
	f"{CLIENT}.get": MethodAccess(
		list_methods.on_list(READ, "parent"), frozenset(("doctype", "name", "filters", "parent"))
	),
	f"{CLIENT}.get_value": MethodAccess(
		list_methods.on_list(READ, "parent"),
		frozenset(("doctype", "fieldname", "filters", "as_dict", "parent")),
	),
	f"{CLIENT}.get_single_value": MethodAccess(
		document_methods.on_document(READ), frozenset(("doctype", "field"))
	),
	f"{CLIENT}.validate_link": MethodAccess(
		list_methods.on_list(READ), frozenset(("doctype", "docname", "fields"))
	),
	f"{CLIENT}.validate_link_and_fetch": MethodAccess(
		list_methods.link_with_values, SEARCH | {"docname", "fields_to_fetch"}
	),
	f"{CLIENT}.is_document_amended": MethodAccess(document_methods.on_document(READ), BY_DOCNAME),
	f"{CLIENT}.has_permission": MethodAccess(document_methods.on_document(READ), BY_DOCNAME | {"perm_type"}),
	f"{CLIENT}.get_doc_permissions": MethodAccess(document_methods.on_document(READ), BY_DOCNAME),
	f"{CLIENT}.set_value": MethodAccess(document_methods.set_value, DOCUMENT | {"fieldname", "value"}),
	f"{CLIENT}.rename_doc": MethodAccess(
		document_methods.rename, frozenset(("doctype", "old_name", "new_name", "merge"))
	),
	f"{CLIENT}.insert": MethodAccess(document_methods.with_document(CREATE), frozenset(("doc",))),
	f"{CLIENT}.insert_many": MethodAccess(document_methods.insert_many, frozenset(("docs",))),
	f"{CLIENT}.save": MethodAccess(document_methods.with_document(), frozenset(("doc",))),
	f"{CLIENT}.submit": MethodAccess(document_methods.with_document("", SUBMIT), frozenset(("doc",))),
	f"{CLIENT}.cancel": MethodAccess(document_methods.on_document(CANCEL), DOCUMENT),
	f"{CLIENT}.delete": MethodAccess(document_methods.on_document(DELETE), DOCUMENT),
	f"{CLIENT}.bulk_update": MethodAccess(document_methods.bulk_update, frozenset(("docs",))),
	f"{CLIENT}.attach_file": MethodAccess(file_methods.upload, UPLOAD),
	f"{DESK}.reportview.get": MethodAccess(list_methods.reportview(), REPORTVIEW, reads_form=True),
	f"{DESK}.reportview.get_list": MethodAccess(list_methods.reportview(), REPORTVIEW, reads_form=True),
	f"{DESK}.reportview.get_count": MethodAccess(list_methods.reportview(), REPORTVIEW, reads_form=True),
	f"{DESK}.reportview.export_query": MethodAccess(
		list_methods.reportview(REPORT), REPORTVIEW | FILE_FORMAT | {"selected_items"}, reads_form=True
	),
	f"{DESK}.reportview.delete_items": MethodAccess(
		document_methods.on_document(DELETE), frozenset(("doctype", "items"))
	),
	f"{DESK}.reportview.get_sidebar_stats": MethodAccess(list_methods.stats, STATS),
	f"{DESK}.reportview.get_stats": MethodAccess(list_methods.stats, STATS),
	f"{DESK}.reportview.get_filter_dashboard_data": MethodAccess(list_methods.stats, STATS),
	f"{DESK}.search.search_link": MethodAccess(list_methods.search, SEARCH),
	f"{DESK}.search.search_widget": MethodAccess(list_methods.search, SEARCH),
	f"{DESK}.search.get_link_title": MethodAccess(document_methods.on_document(READ), BY_DOCNAME),
	f"{DESK}.form.load.getdoc": MethodAccess(document_methods.on_document(READ), DOCUMENT),
	f"{DESK}.form.load.getdoctype": MethodAccess(
		document_methods.on_document(READ), frozenset(("doctype", "with_parent", "cached_timestamp"))
	),
	f"{DESK}.form.load.get_docinfo": MethodAccess(document_methods.docinfo, DOCUMENT),
	f"{DESK}.form.load.get_communications": MethodAccess(
		document_methods.communications, DOCUMENT | {"start", "limit"}
	),
	f"{DESK}.form.save.savedocs": MethodAccess(document_methods.savedocs, frozenset(("doc", "action"))),
	f"{DESK}.form.save.cancel": MethodAccess(
		document_methods.cancel_by_workflow, DOCUMENT | {"workflow_state_fieldname", "workflow_state"}
	),
	f"{DESK}.query_report.run": MethodAccess(report_methods.report, QUERY_REPORT),
	f"{DESK}.query_report.get_script": MethodAccess(report_methods.report, frozenset(("report_name",))),
	f"{DESK}.query_report.export_query": MethodAccess(
		report_methods.report,
		QUERY_REPORT
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
	f"{DESK}.query_report.get_data_for_custom_field": MethodAccess(
		report_methods.custom_field, frozenset(("doctype", "field", "names"))
	),
	f"{DESK}.treeview.get_all_nodes": MethodAccess(tree_methods.tree, TREE, hands_on=True),
	f"{DESK}.treeview.add_node": MethodAccess(tree_methods.add_node, TREE, hands_on=True),
	"frappe.utils.print_format.download_pdf": MethodAccess(document_methods.on_document(PRINT), PRINTING),
	"frappe.utils.print_format.download_multi_pdf": MethodAccess(
		print_methods.multi_pdf, PRINTING, of_many=DOCUMENT
	),
	"frappe.www.printview.get_html_and_style": MethodAccess(print_methods.printed, PRINTING | {"doc"}),
	"frappe.www.printview.get_rendered_raw_commands": MethodAccess(print_methods.printed, PRINTING | {"doc"}),
	"frappe.realtime.can_subscribe_doc": MethodAccess(document_methods.on_document(READ), BY_DOCNAME),
	"frappe.realtime.can_subscribe_doctype": MethodAccess(
		document_methods.on_document(READ), frozenset(("doctype",))
	),
	"frappe.realtime.has_permission": MethodAccess(document_methods.on_document(READ), DOCUMENT),
	"upload_file": MethodAccess(file_methods.upload, UPLOAD, reads_form=True),
	"frappe.handler.upload_file": MethodAccess(file_methods.upload, UPLOAD, reads_form=True),
	"uploadfile": MethodAccess(file_methods.upload, UPLOAD | {"from_form"}, reads_form=True),
	"frappe.handler.uploadfile": MethodAccess(file_methods.upload, UPLOAD | {"from_form"}, reads_form=True),
	"download_file": MethodAccess(file_methods.download, frozenset(("file_url",))),
	"frappe.handler.download_file": MethodAccess(file_methods.download, frozenset(("file_url",))),
	"frappe.core.doctype.file.file.download_file": MethodAccess(
		file_methods.download, frozenset(("file_url",))
	),
	CHILDREN: MethodAccess(tree_methods.tree, TREE),
	"frappe.model.mapper.make_mapped_doc": MethodAccess(document_methods.mapped, MAPPING, hands_on=True),
	"frappe.model.mapper.map_docs": MethodAccess(document_methods.mapped, MAPPING, hands_on=True),
}
"""Methods by dotted name, or by the short names that Frappe also answers to."""

RUN = ("run_doc_method", "runserverobj", "frappe.handler.run_doc_method", "frappe.handler.runserverobj")
"""Methods that run a method of a document; `method_routes` reads them."""

PRINTVIEW = MethodAccess(method_access.nothing, PRINTING | {"key"}, reads_form=True)
"""Parameters of the page `/printview`."""
