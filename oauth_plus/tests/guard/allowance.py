"""What Frappe reads and writes on its own account while it answers, whatever the call says. It goes by who asks, never
by the table alone: the same table is no excuse where the call chose it. Nothing here excuses a canary in an answer."""

import re
from dataclasses import dataclass

from oauth_plus.tests.guard.watch import Asked


@dataclass(frozen=True)
class Allowed:
	"""Functions that may ask for tables. `by` is matched against the askers, the nearest first, from its start."""

	by: str
	tables: str
	why: str
	says: str = ""


SHOWS_WHAT_IT_READS = (
	r"(?!frappe/(?:client|handler|api/|desk/reportview|desk/search|desk/query_report|desk/form/load))"
)
"""Not by a function whose answer is what it read."""

ALLOWED = (
	Allowed(
		r"frappe/model/meta\.py|frappe/desk/form/meta\.py", r".*", "Forms and fields of the DocTypes named."
	),
	Allowed(
		r"frappe/model/base_document\.py:(?:import_controller|get_controller)|frappe/model/module_utils\.py"
		r"|frappe/modules/|frappe/model/utils/__init__\.py:is_virtual|frappe/model/db_schema"
		r"|frappe/website/page_renderers/print_page\.py",
		r"DocType|Module Def",
		"Where the code of a DocType lies.",
	),
	Allowed(
		r"frappe/permissions\.py|frappe/share\.py|frappe/core/doctype/(?:user_permission|custom_role|role|page|permission_type)/"
		r"|frappe/utils/user\.py|frappe/core/doctype/report/report\.py:is_permitted",
		r"Custom DocPerm|DocPerm|DocShare|User Permission|Custom Role|Has Role|Role|DocType|Role Profile|Permission Type",
		"Whether the user may: roles, permissions, shares.",
	),
	Allowed(
		r"frappe/share\.py:_get_users < frappe/desk/form/load\.py|frappe/desk/report/todo/todo\.py",
		r"DocShare",
		"Which documents are shared with the user, for the user's own list.",
	),
	Allowed(
		r"frappe/utils/__init__\.py:add_user_info < frappe/desk/reportview\.py:compress",
		r"User",
		"Names of those to whom rows are assigned; they are taken out of the answer (overrides/request/form_metadata.py).",
	),
	Allowed(
		r"frappe/defaults\.py|frappe/translate\.py|frappe/locale\.py|frappe/sessions\.py|frappe/auth\.py",
		r"DefaultValue|Translation|Language|User|Sessions|System Settings",
		"Defaults, language and session of the user.",
	),
	Allowed(
		SHOWS_WHAT_IT_READS + r".*",
		r"System Settings|Website Settings|Print Settings|Language|OAuth Settings|Document Naming Settings"
		r"|Amended Document Naming Settings|Installed Application|Energy Point Settings|Log Settings|Domain Settings"
		r"|Google Settings|Push Notification Settings|Navbar Settings",
		"Settings of the site that say how to work, such as formats.",
	),
	Allowed(
		r"frappe/desk/form/load\.py:(?:add_comments|get_assignments|get_attachments|get_communication_data"
		r"|get_milestones|get_versions|get_view_logs|get_tags|get_point_logs|get_document_email|get_title_values\w+"
		r"|set_link_titles|get_automatic_email_link|get_user_info_for_viewers|update_user_info|get_comments|_get_communications)"
		r"|(?:frappe/desk/form/document_follow\.py|frappe/desk/doctype/tag_link/|frappe/email/doctype/email_account/)"
		r"\S* < .*frappe/desk/form/load\.py"
		r"|frappe/utils/__init__\.py:add_user_info < frappe/desk/form/load\.py",
		r".*",
		"What stands round a document in Desk; overrides/request/form_metadata.py takes it out of the answer.",
	),
	Allowed(
		r"frappe/model/base_document\.py:get_invalid_links|frappe/model/base_document\.py:_validate_links"
		r"|frappe/model/document\.py:(?:_validate_links|set_fetch_from_value|validate_set_only_once)"
		r"|frappe/contacts/address_and_contact\.py:(?:set_link_title|has_link|deduplicate)",
		r".*",
		"Whether what a document links to is there, and the columns that its form fetches from it.",
	),
	Allowed(
		r"frappe/model/(?:delete_doc|rename_doc|dynamic_links)\.py|frappe/utils/(?:file_manager|global_search)\.py"
		r"|frappe/utils/__init__\.py:get_fullname < frappe/desk/doctype/todo|frappe/utils/password\.py:(?:delete_all_passwords_for|rename_password)|frappe/desk/doctype/tag/tag\.py:delete"
		r"|frappe/core/doctype/deleted_document/|frappe/utils/__init__\.py:get_fullname < frappe/model/delete_doc",
		r".*",
		"What links to a document that is deleted or renamed, and the copy that is kept of it.",
	),
	Allowed(
		r"frappe/desk/doctype/(?:todo|note|event|notification_log)/|frappe/contacts/doctype/|frappe/social/"
		r"|frappe/automation/|frappe/email/doctype/notification/|frappe/integrations/doctype/(?:webhook|google_\w+)/"
		r"|frappe/core/doctype/(?:version|comment|communication|activity_log|server_script|view_log|file|milestone\w*)/"
		r"|frappe/desk/notifications\.py|frappe/core/doctype/version|frappe/model/document\.py:save_version"
		r"|frappe/core/doctype/user_type/|frappe/desk/doctype/tag/tag\.py",
		r".*",
		"What the code of a covered document does when it is saved, its own and that of hooks: notes on the document "
		"it refers to, versions, notifications.",
	),
	Allowed(
		r"frappe/core/doctype/access_log/|frappe/utils/error\.py|frappe/model/document\.py:log_error|frappe/monitor"
		r"|frappe/model/document\.py:(?:add_viewed|add_seen|notify_update)|frappe/core/doctype/error_log/",
		r"Access Log|Error Log|View Log|Activity Log|Error Log",
		"What is written down about a call.",
	),
	Allowed(
		r"frappe/utils/__init__\.py:run|frappe/model/document\.py:add_seen",
		r".*",
		"Who has seen a document.",
		"_seen",
	),
	Allowed(
		r"frappe/model/document\.py:(?:add_comment|add_tag)",
		r"Comment|Tag|Tag Link",
		"What a document's method says.",
	),
	Allowed(
		r"frappe/model/document\.py:run_notifications", r"Notification", "Which notifications a DocType has."
	),
	Allowed(r"frappe/model/workflow\.py:get_workflow_name", r"Workflow", "Which workflow a DocType has."),
	Allowed(r"frappe/utils/telemetry", r"User", "How old the site is."),
	Allowed(
		r"frappe/desk/desktop\.py|frappe/apps\.py|frappe/boot\.py|frappe/config/|frappe/utils/user\.py:get_portal",
		r"Workspace.*|Page|DocType|Module Def|Has Domain|Has Role|Property Setter|Portal \w+|Report|Domain Settings"
		r"|Desktop Icon|Portal Menu Item",
		"Where Desk's first page is, for a link on every page.",
	),
	Allowed(
		r"frappe/core/doctype/domain_settings/|frappe/utils/user\.py:build_permissions",
		r"Has Domain|Domain|Module Def|Property Setter",
		"Which domains and modules of Desk a site has, for the same link.",
	),
	Allowed(
		r"frappe/model/utils/user_settings\.py", r"__UserSettings", "How the user last looked at a list."
	),
	Allowed(
		r"frappe/model/naming\.py", r"Series|Document Naming \w+|Amended Document.*", "A new document's name."
	),
	Allowed(
		r"frappe/(?:website|www|templates)/|frappe/utils/jinja\w*\.py",
		r"Web(?:site)? .*|Portal .*|Help \w+|Blog .*|About Us .*|Company History|Contact Us Settings|Module Def|Color"
		r"|User|DocType|OAuth Settings|Top Bar Item|Social Link Settings|Footer .*|Newsletter",
		"Pages: routes, themes, menus, and what stands on a page.",
	),
	Allowed(
		r"frappe/www/printview\.py|frappe/utils/print_\w+\.py|frappe/printing/|frappe/utils/weasyprint\.py",
		r"Letter Head|Print \w+|Network Printer Settings",
		"How a document is printed.",
	),
	Allowed(
		r"frappe/desk/query_report\.py|frappe/core/doctype/(?:report|prepared_report)/",
		r"Module Def|Report Column|Report Filter|Has Role|Custom Role|Report",
		"Where the script of a report lies, who may run it.",
	),
	Allowed(
		r"frappe/client\.py:(?:get|get_list|get_value|check_parent_permission)\b",
		r"DocField|Custom Field",
		"Whether the parent that is named has such a table.",
		"options",
	),
	Allowed(r"oauth_plus/", r".*", "The door itself, which asks what a call names and whether it is shared."),
)

OWN = re.compile(
	r"User|Has Role|User Email|Block Module|User Social Login|User Role Profile|DefaultValue|User Session Display"
	r"|Notification Settings|Notification Subscribed Document|Portal User"
)


def is_allowed(asked: Asked, doctype: str, user: str) -> bool:
	"""Does Frappe ask for it whatever the call says?"""
	if OWN.fullmatch(doctype) and asked.is_alone and user in asked.text and "join" not in asked.text.lower():
		return True
	chain = " < ".join(asked.askers[:5])
	return any(
		re.fullmatch(each.tables, doctype) and re.match(each.by, chain) and each.says in asked.text
		for each in ALLOWED
	)
