"""The parameters that a narrow token may send to methods that are alike: those that are read, and those that
change nothing about what is reached."""

FRAMEWORKS_OWN = frozenset(("cmd", "csrf_token", "_", "_lang", "sid"))
"""Parameters that Frappe takes from any request, or that keep a browser from its cache."""

NOT_SENT = (None, "", 0, "0", False, "false", "False", "null")
"""Values by which a parameter asks for nothing."""

ON_UNLESS_SENT = frozenset(("run",))
"""Parameters that ask for something by being off: the query itself, with the conditions that Frappe adds to
it."""

DOCUMENT = frozenset(("doctype", "name"))
BY_DOCNAME = frozenset(("doctype", "docname"))

OF_LISTS = frozenset(
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
	]
)

LISTING = OF_LISTS | {"parent", "as_dict", "expand"}

REPORTVIEW = OF_LISTS | {
	"docstatus",
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
}
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

QUERY_REPORT = frozenset(
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
"""Parameters whose value may be a list or a mapping. Where a name belongs, Frappe would take a mapping for
filters."""
