"""What would make a narrow access token the whole account, or the whole site: credentials, roles, code that the site
runs, and who may do what.

Only a scope of its own opens it to be written: a record that is marked sensitive and names the DocType, or the method,
letter by letter. Patterns do not reach it, nor do modules, nor the scopes `doctype:<Name>:write`.
"""

import re
from collections.abc import Iterator

RUNS_CODE, GIVES_ACCESS, HOLDS_CREDENTIALS, SENDS_DATA_OUT = (
	"runs code on the site or in its users' browsers",
	"says who may do what",
	"holds credentials, or says how people sign in",
	"sends data elsewhere by itself",
)

REASONS: dict[str, tuple[str, ...]] = {
	RUNS_CODE: (
		"Address Template",
		"Assignment Rule",
		"Auto Repeat",
		"Blog Post",
		"Client Script",
		"Custom Field",
		"Custom HTML Block",
		"Customize Form",
		"Dashboard Chart",
		"Dashboard Chart Source",
		"Data Import",
		"Desktop Layout",
		"DocField",
		"DocType",
		"DocType Layout",
		"Document Naming Rule",
		"Email Template",
		"Energy Point Rule",
		"Form Tour",
		"Letter Head",
		"Module Def",
		"Navbar Settings",
		"Newsletter",
		"Number Card",
		"Package",
		"Package Import",
		"Package Release",
		"Page",
		"Prepared Report",
		"Print Format",
		"Print Format Field Template",
		"Print Style",
		"Property Setter",
		"Report",
		"Scheduled Job Type",
		"Scheduler Event",
		"Server Script",
		"System Console",
		"Web Form",
		"Web Page",
		"Web Template",
		"Website Script",
		"Website Settings",
		"Website Slideshow",
		"Website Theme",
		"Workflow",
		"Workflow Transition",
		"Workflow Transition Task",
		"Workflow Transition Tasks",
		"Workspace",
		"Workspace Sidebar",
	),
	GIVES_ACCESS: (
		"Custom DocPerm",
		"Custom Role",
		"DocPerm",
		"DocShare",
		"Document Share Key",
		"Has Role",
		"Installed Applications",
		"Module Profile",
		"Permission Type",
		"Portal Settings",
		"Role",
		"Role Permission for Page and Report",
		"Role Profile",
		"Role Replication",
		"User Invitation",
		"User Permission",
		"User Role Profile",
		"User Type",
	),
	HOLDS_CREDENTIALS: (
		"Connected App",
		"Dropbox Settings",
		"Email Account",
		"Email Domain",
		"Google Calendar",
		"Google Contacts",
		"Google Drive",
		"Google Settings",
		"LDAP Settings",
		"Push Notification Settings",
		"S3 Backup Settings",
		"SMS Settings",
		"Social Login Key",
		"System Settings",
		"Token Cache",
		"User Social Login",
	),
	SENDS_DATA_OUT: ("Auto Email Report", "Notification", "Slack Webhook URL", "Webhook"),
}
"""Each DocType that is sensitive to write, by the reason why. All of this app's and of Frappe's OAuth belong here too."""

REASON_OF = {doctype: reason for reason, doctypes in REASONS.items() for doctype in doctypes}

TELLS_SECRETS = "keeps links and codes by which people sign in, or what programs were called with"

TO_SEE = frozenset(
	(
		"Document Share Key",
		"Email Queue",
		"Email Queue Recipient",
		"Integration Request",
		"Recorder",
		"Recorder Query",
		"RQ Job",
		"SMS Log",
		"Webhook Request Log",
	)
)
"""Sensitive to be seen, too: a link to reset a password lies in them for a while."""

OAUTH = "OAuth "
"""How the names of the DocTypes begin that hold clients, tokens and grants."""

USER_FIELDS = (
	"new_password",
	"api_key",
	"api_secret",
	"reset_password_key",
	"roles",
	"role_profile_name",
	"role_profiles",
	"module_profile",
	"user_type",
	"social_logins",
	"restrict_ip",
	"bypass_restrict_ip_check_if_2fa_enabled",
	"login_before",
	"login_after",
	"email",
	"user_emails",
)
"""Fields of User with which its owner, or somebody else, could go on without the token, or as more than before."""

FIELDS = {"User": USER_FIELDS}

MADE_WITH = frozenset(("email", "user_type"))
"""Fields that a new document cannot do without; it is their change that matters."""

NAME = "name"
"""Whoever renames a user says which e-mail address the next password goes to."""

METHODS = frozenset(
	(
		"frappe.client.get_password",
		"frappe.core.doctype.role_replication.role_replication.replicate",
		"frappe.core.doctype.user.user.generate_keys",
		"frappe.core.doctype.user.user.impersonate",
		"frappe.core.doctype.user.user.reset_password",
		"frappe.core.doctype.user.user.update_password",
		"frappe.core.doctype.user.user.update_roles",
		"frappe.email.doctype.email_account.email_account.set_email_password",
		"frappe.handler.run_custom_method",
		"frappe.utils.response.download_backup",
		"frappe.twofactor.get_qr_svg_code",
		"frappe.twofactor.reset_otp_secret",
		"frappe.www.login.send_login_link",
		"run_custom_method",
	)
)
"""Methods that give credentials or roles."""

FAMILIES = (
	"frappe.core.page.permission_manager.",
	"frappe.recorder.",
	"frappe.desk.page.setup_wizard.",
	"frappe.share.",
	"frappe.tests.",
	"frappe.utils.backups.",
	"frappe.desk.page.backups.",
	"oauth_plus.",
)
"""How the names of methods begin that do so together."""

MADE_BY_JOB = frozenset(
	(
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		"frappe.model.workflow.bulk_workflow_approval",
	)
)
"""Methods that change documents of any DocType in a job, where no scope is asked any more."""

CONTROLLERS = frozenset(doctype.lower().replace(" ", "_") for doctype in (*REASON_OF, *TO_SEE))
"""Sensitive DocTypes as the modules of their code are called."""

CONTROLLER = re.compile(r"\.doctype\.(\w+)\.")

DESK = frozenset(("app", "desk"))
"""Where Desk's pages begin, which tell all that their user may do."""

MASK = "*"


def reason_of(doctype: str) -> str:
	"""Why documents of this DocType are sensitive; empty where they are not."""
	return REASON_OF.get(doctype) or (HOLDS_CREDENTIALS if doctype.startswith(OAUTH) else "")


def reason_to_see(doctype: str) -> str:
	"""Why documents of this DocType are not to be seen by a pattern; empty where they are."""
	return TELLS_SECRETS if doctype in TO_SEE else ""


def gives_access(method: str) -> bool:
	"""Does a method give credentials, or say who may do what?"""
	return method in METHODS or method.startswith(FAMILIES)


def is_named_alone(method: str) -> bool:
	"""Is a method not reached by patterns? It is of a DocType that is sensitive, or works where nobody asks a scope."""
	if gives_access(method) or method in MADE_BY_JOB:
		return True
	if reason_of(method.rpartition(".")[0]):  # of a document
		return True
	controller = CONTROLLER.search(method)
	return bool(controller) and (controller[1] in CONTROLLERS or controller[1].startswith("oauth_"))


def is_desk(path: str) -> bool:
	"""Is a page one of Desk's?"""
	return path.strip("/").partition("/")[0] in DESK


def field_of(doctype: str, fieldname: str) -> str:
	"""How a field is named as something that a call touches."""
	return f"{doctype}.{fieldname}"


def doctype_of(field: str) -> str:
	"""The DocType of a field that was named so."""
	return field.rpartition(".")[0]


def written(doctype: str, passwords: Iterator[str] | tuple[str, ...]) -> tuple[str, ...]:
	"""The fields of a DocType that only a scope of its own opens to be written. `passwords` are those of that type."""
	return tuple(dict.fromkeys((*FIELDS.get(doctype, ()), *passwords)))


def is_set(value: object) -> bool:
	"""A password is given, rather than the mask of the one that is there."""
	return bool(value) and not (isinstance(value, str) and set(value) == {MASK})
