"""DocTypes and fields of Frappe that are sensitive, with the reasons."""

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
"""DocTypes that are sensitive to write, by reason. Those of this app and of Frappe's OAuth are too, by their
prefix."""

KEEPS_SIGN_IN_LINKS = "keeps links and codes by which people sign in, or what programs were called with"

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
"""DocTypes that are sensitive to read too: they hold links to reset a password for a while."""

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
"""Fields of User that would give access without the token, or more permissions."""

FIELDS = {"User": USER_FIELDS}

MADE_WITH = frozenset(("email", "user_type"))
"""Fields that every new User has: only changing them is sensitive."""
