"""The parameters that a narrow token may send to each method that reaches data: those that are read here, and those
that change nothing about what is reached.

Whatever else the method would receive is refused. What its signature drops, Frappe drops, and so do we.
"""

from collections.abc import Iterator

from oauth_plus.rules.access import Kind, Touch
from oauth_plus.rules.arguments import Arguments, Site

FRAMEWORKS_OWN = frozenset(("cmd", "csrf_token", "_", "_lang", "sid"))
"""Parameters that Frappe takes from any request, or that keep a browser from its cache."""

NOT_SENT = (None, "", 0, "0", False, "false", "False", "null")
"""Values by which a parameter asks for nothing."""

ON_UNLESS_SENT = frozenset(("run",))
"""Parameters that ask for something by being off: the query itself, with the conditions that Frappe adds to it."""

DOCUMENT = frozenset(("doctype", "name"))
BY_DOCNAME = frozenset(("doctype", "docname"))

LISTING = frozenset(
	[
		"doctype",
		"fields",
		"filters",
		"or_filters",
		"group_by",
		"order_by",
		"limit_start",
		"limit_page_length",
		"limit",
		"start",
		"parent",
		"as_dict",
		"expand",
	]
)

REPORTVIEW = frozenset(
	[
		"doctype",
		"fields",
		"filters",
		"or_filters",
		"docstatus",
		"group_by",
		"order_by",
		"limit_start",
		"limit_page_length",
		"limit",
		"start",
		"page_length",
		"distinct",
		"view",
		"with_comment_count",
		"save_user_settings",
		"add_total_row",
		"strict",
		"as_list",
		"ignore_ifnull",
		"aggregate_function",
		"aggregate_on_doctype",
		"aggregate_on_field",
		"parent_doctype",
		"user",
		"data",
	]
)
"""`user` and `data` are taken out before anything is asked."""

FILE_FORMAT = frozenset(
	[
		"file_format_type",
		"title",
		"csv_delimiter",
		"csv_quoting",
		"csv_decimal_sep",
		"add_totals_row",
		"translate_values",
	]
)

SEARCH = frozenset(
	[
		"doctype",
		"txt",
		"query",
		"filters",
		"page_length",
		"searchfield",
		"reference_doctype",
		"ignore_user_permissions",
		"start",
		"as_dict",
		"filter_fields",
		"link_fieldname",
	]
)

STATS = frozenset(("stats", "doctype", "filters"))

PRINTING = frozenset(
	[
		"doctype",
		"name",
		"format",
		"no_letterhead",
		"letterhead",
		"language",
		"pdf_generator",
		"trigger_print",
		"style",
		"settings",
		"print_format",
		"options",
	]
)

REPORT = frozenset(
	[
		"report_name",
		"filters",
		"ignore_prepared_report",
		"custom_columns",
		"is_tree",
		"parent_field",
		"are_default_filters",
		"js_filters",
	]
)

TREE = frozenset(("doctype", "parent", "include_disabled", "is_root", "label", "tree_method"))

MAPPING = frozenset(("method", "source_name", "source_names", "target_doc", "selected_children", "args"))

UPLOAD = frozenset(
	[
		"doctype",
		"docname",
		"docfield",
		"fieldname",
		"file_url",
		"folder",
		"method",
		"file_name",
		"filename",
		"filedata",
		"decode_base64",
		"is_private",
		"optimize",
		"max_width",
		"max_height",
		"library_file_name",
		"file",
	]
)

STRUCTURED = frozenset(
	[
		"fields",
		"fields_to_fetch",
		"filters",
		"or_filters",
		"group_by",
		"order_by",
		"expand",
		"stats",
		"filter_fields",
		"fieldname",
		"custom_columns",
		"doc",
		"docs",
		"document",
		"data",
		"items",
		"names",
		"selected_items",
		"arg",
		"args",
		"kwargs",
		"visible_idx",
		"applied_filters",
		"js_filters",
		"settings",
		"options",
		"file",
	]
)
"""Parameters whose value may be a list or a mapping. Where a name belongs, Frappe would take a mapping for filters."""

READS_FORM = frozenset(
	(
		"/printview",
		"upload_file",
		"frappe.handler.upload_file",
		"uploadfile",
		"frappe.handler.uploadfile",
		"frappe.client.get_count",
		"frappe.desk.reportview.get",
		"frappe.desk.reportview.get_list",
		"frappe.desk.reportview.get_count",
		"frappe.desk.reportview.export_query",
		"frappe.desk.query_report.export_query",
	)
)
"""Methods that read all that was sent, whatever their signature says."""

HAND_ON = frozenset(
	(
		"frappe.desk.treeview.add_node",
		"frappe.desk.treeview.get_all_nodes",
		"frappe.model.mapper.make_mapped_doc",
		"frappe.model.mapper.map_docs",
	)
)
"""Methods whose further parameters are columns of the document, or go to the method that is named with them."""

OF_MANY = {"frappe.utils.print_format.download_multi_pdf": frozenset(("doctype", "name"))}
"""Methods that take several names at once."""

CLIENT, DESK = "frappe.client", "frappe.desk"

PARAMETERS: dict[str, frozenset[str]] = {
	**dict.fromkeys(("ping", "frappe.ping", "frappe.handler.ping"), frozenset()),
	f"{CLIENT}.get_list": LISTING,
	f"{CLIENT}.get_count": REPORTVIEW | {"cache"},
	f"{CLIENT}.get": frozenset(("doctype", "name", "filters", "parent")),
	f"{CLIENT}.get_value": frozenset(("doctype", "fieldname", "filters", "as_dict", "parent")),
	f"{CLIENT}.get_single_value": frozenset(("doctype", "field")),
	f"{CLIENT}.validate_link": frozenset(("doctype", "docname", "fields")),
	f"{CLIENT}.validate_link_and_fetch": SEARCH | {"docname", "fields_to_fetch"},
	f"{CLIENT}.is_document_amended": BY_DOCNAME,
	f"{CLIENT}.has_permission": BY_DOCNAME | {"perm_type"},
	f"{CLIENT}.get_doc_permissions": BY_DOCNAME,
	f"{CLIENT}.set_value": DOCUMENT | {"fieldname", "value"},
	f"{CLIENT}.rename_doc": frozenset(("doctype", "old_name", "new_name", "merge")),
	f"{CLIENT}.insert": frozenset(("doc",)),
	f"{CLIENT}.insert_many": frozenset(("docs",)),
	f"{CLIENT}.save": frozenset(("doc",)),
	f"{CLIENT}.submit": frozenset(("doc",)),
	f"{CLIENT}.cancel": DOCUMENT,
	f"{CLIENT}.delete": DOCUMENT,
	f"{CLIENT}.bulk_update": frozenset(("docs",)),
	f"{CLIENT}.attach_file": UPLOAD,
	f"{DESK}.reportview.get": REPORTVIEW,
	f"{DESK}.reportview.get_list": REPORTVIEW,
	f"{DESK}.reportview.get_count": REPORTVIEW,
	f"{DESK}.reportview.export_query": REPORTVIEW | FILE_FORMAT | {"selected_items"},
	f"{DESK}.reportview.delete_items": frozenset(("doctype", "items")),
	f"{DESK}.reportview.get_sidebar_stats": STATS,
	f"{DESK}.reportview.get_stats": STATS,
	f"{DESK}.reportview.get_filter_dashboard_data": STATS,
	f"{DESK}.search.search_link": SEARCH,
	f"{DESK}.search.search_widget": SEARCH,
	f"{DESK}.search.get_link_title": BY_DOCNAME,
	f"{DESK}.form.load.getdoc": DOCUMENT,
	f"{DESK}.form.load.getdoctype": frozenset(("doctype", "with_parent", "cached_timestamp")),
	f"{DESK}.form.load.get_docinfo": DOCUMENT,
	f"{DESK}.form.load.get_communications": DOCUMENT | {"start", "limit"},
	f"{DESK}.form.save.savedocs": frozenset(("doc", "action")),
	f"{DESK}.form.save.cancel": DOCUMENT | {"workflow_state_fieldname", "workflow_state"},
	f"{DESK}.query_report.run": REPORT,
	f"{DESK}.query_report.get_script": frozenset(("report_name",)),
	f"{DESK}.query_report.export_query": REPORT
	| FILE_FORMAT
	| {"applied_filters", "visible_idx", "include_indentation", "include_filters", "include_hidden_columns"},
	f"{DESK}.query_report.get_data_for_custom_field": frozenset(("doctype", "field", "names")),
	f"{DESK}.treeview.get_children": TREE,
	f"{DESK}.treeview.get_all_nodes": TREE,
	f"{DESK}.treeview.add_node": TREE,
	**dict.fromkeys(("frappe.model.mapper.make_mapped_doc", "frappe.model.mapper.map_docs"), MAPPING),
	"frappe.utils.print_format.download_pdf": PRINTING,
	"frappe.utils.print_format.download_multi_pdf": PRINTING,
	"frappe.www.printview.get_html_and_style": PRINTING | {"doc"},
	"frappe.www.printview.get_rendered_raw_commands": PRINTING | {"doc"},
	**dict.fromkeys(("upload_file", "frappe.handler.upload_file"), UPLOAD),
	**dict.fromkeys(("uploadfile", "frappe.handler.uploadfile"), UPLOAD | {"from_form"}),
	**dict.fromkeys(
		("download_file", "frappe.handler.download_file", "frappe.core.doctype.file.file.download_file"),
		frozenset(("file_url",)),
	),
}


def not_understood(method: str, arguments: Arguments, site: Site, known: frozenset[str]) -> Iterator[Touch]:
	"""The parameters that the method would receive and nobody here has read; none where all is well."""
	if method in HAND_ON:
		return
	many = OF_MANY.get(method, frozenset())
	unknown = []
	for name, value in arguments.items():
		if name not in known:
			asks = name in ON_UNLESS_SENT or not _asks_for_nothing(value)
			if asks and name not in FRAMEWORKS_OWN:
				unknown.append(name)
		elif isinstance(value, list | dict) and name not in STRUCTURED and name not in many:
			yield Touch(Kind.PARAMETER, f"{name} of {method}")
	received = site.received_by(method) if unknown and method not in READS_FORM else None
	for name in unknown:
		if received is None or name in received:
			yield Touch(Kind.PARAMETER, f"{str(name)[:40]} of {method}")


def _asks_for_nothing(value: object) -> bool:
	return not isinstance(value, list | dict) and value in NOT_SENT
