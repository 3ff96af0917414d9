"""Every DocType of Frappe that holds code or HTML is either listed as sensitive, or named here with what it holds."""

import frappe

from oauth_plus.rules import sensitive

HOLDS_TEXT = frozenset(
	(
		"Access Log",  # what was exported, written by the server
		"Comment",
		"Communication",  # addresses
		"Console Log",  # what was run, written by the server
		"Customize Form Field",  # goes with Customize Form
		"Dashboard",  # colours
		"Dashboard Settings",
		"Data Import Log",
		"Deleted Document",
		"Email Queue",  # sensitive to be seen
		"Email Queue Recipient",
		"Error Log",
		"File",  # an address
		"Form Tour Step",  # goes with Form Tour
		"Integration Request",
		"Kanban Board",  # filters
		"Kanban Board Column",
		"List View Settings",
		"Navbar Item",  # goes with Navbar Settings
		"Notification Log",
		"Notification Recipient",  # goes with Notification
		"Patch Log",
		"Permission Inspector",
		"Personal Data Deletion Request",
		"RQ Job",
		"Recorder",
		"SMS Log",
		"Scheduled Job Log",
		"System Health Report",
		"Translation",  # Frappe takes the HTML out
		"Unhandled Email",
		"User",  # its sensitive fields are listed
		"Version",
		"Web Form Field",  # goes with Web Form
		"Web Page Block",  # goes with Web Page
		"Webhook Request Log",
		"Workspace Link",  # these go with Workspace
		"Workspace Quick List",
		"Workspace Shortcut",
		"Workspace Sidebar Item",
		"Desktop Icon",
	)
)
"""Text that nobody runs, or rows that are written with a document that is listed."""


def test_no_doctype_with_code_was_forgotten(site):
	modules = frappe.get_all("Module Def", {"app_name": "frappe"}, pluck="name")
	forgotten = {
		doctype
		for doctype in frappe.get_all("DocType", {"module": ("in", modules)}, pluck="name")
		if holds_code(doctype) and not sensitive.reason_of(doctype)
	}
	assert forgotten <= HOLDS_TEXT, forgotten - HOLDS_TEXT


def holds_code(doctype: str) -> bool:
	return any(
		field.fieldtype in ("Code", "HTML Editor") or field.ignore_xss_filter
		for field in frappe.get_meta(doctype).fields
	)
