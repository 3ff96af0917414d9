"""What would make a narrow access token the whole account, or the whole site: credentials, roles, code that the site
runs, and who may do what.

Only a scope of its own opens it to be written: a record that is marked sensitive and names the DocType, or the method,
letter by letter. Patterns do not reach it, nor do modules, nor the scopes `doctype:<Name>:write`.
"""

from collections.abc import Iterator

RUNS_CODE, GIVES_ACCESS, HOLDS_CREDENTIALS, SENDS_DATA_OUT = (
	"runs code on the site or in its users' browsers",
	"says who may do what",
	"holds credentials, or says how people sign in",
	"sends data elsewhere by itself",
)

REASONS: dict[str, tuple[str, ...]] = {
	RUNS_CODE: (
		"Assignment Rule",
		"Auto Repeat",
		"Client Script",
		"Custom Field",
		"Custom HTML Block",
		"Customize Form",
		"Dashboard Chart",
		"Dashboard Chart Source",
		"Data Import",
		"DocField",
		"DocType",
		"Document Naming Rule",
		"Email Template",
		"Energy Point Rule",
		"Letter Head",
		"Module Def",
		"Navbar Settings",
		"Number Card",
		"Package",
		"Package Import",
		"Package Release",
		"Page",
		"Print Format",
		"Print Style",
		"Property Setter",
		"Report",
		"Scheduled Job Type",
		"Server Script",
		"System Console",
		"Web Form",
		"Web Page",
		"Web Template",
		"Website Script",
		"Website Settings",
		"Website Theme",
		"Workflow",
		"Workflow Transition",
	),
	GIVES_ACCESS: (
		"Custom DocPerm",
		"Custom Role",
		"DocPerm",
		"DocShare",
		"Has Role",
		"Installed Applications",
		"Module Profile",
		"Permission Type",
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
"""Each DocType by the reason why. All of this app's and of Frappe's OAuth belong here too."""

REASON_OF = {doctype: reason for reason, doctypes in REASONS.items() for doctype in doctypes}

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
)
"""Fields of User with which its owner, or somebody else, could go on without the token, or as more than before."""

FIELDS = {"User": USER_FIELDS}

NAME = "name"
"""Whoever renames a user says which e-mail address the next password goes to."""

METHODS = frozenset(
	(
		"frappe.client.get_password",
		"frappe.core.doctype.user.user.generate_keys",
		"frappe.core.doctype.user.user.impersonate",
		"frappe.core.doctype.user.user.reset_password",
		"frappe.core.doctype.user.user.update_password",
		"frappe.core.doctype.user.user.update_roles",
		"frappe.handler.run_custom_method",
		"frappe.twofactor.get_qr_svg_code",
		"frappe.twofactor.reset_otp_secret",
		"frappe.www.login.send_login_link",
		"run_custom_method",
	)
)
"""Methods that give credentials or roles."""

MASK = "*"


def reason_of(doctype: str) -> str:
	"""Why documents of this DocType are sensitive; empty where they are not."""
	return REASON_OF.get(doctype) or (HOLDS_CREDENTIALS if doctype.startswith(OAUTH) else "")


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
