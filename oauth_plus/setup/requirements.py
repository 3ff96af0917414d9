"""What this app needs of Frappe, looked up rather than read off a version number."""

import inspect

import frappe
from frappe import _

from oauth_plus.store import schema

COLUMNS = {
	"OAuth Client": (
		"client_secret",
		"redirect_uris",
		"default_redirect_uri",
		"skip_authorization",
		"scopes",
	),
	"OAuth Bearer Token": ("access_token", "refresh_token", "expiration_time", "status", "scopes"),
	"OAuth Authorization Code": ("authorization_code", "validity", "code_challenge", "expiration_time"),
}


def require() -> None:
	"""Every feature is there. Throws one sentence that names those that are not."""
	if missing := [*_missing_fields(), *_missing_doors()]:
		frappe.throw(
			_(
				"OAuth Plus cannot be installed: this Frappe lacks {0}. It needs 15.55 or later, or 16."
			).format(", ".join(missing))
		)


def _missing_fields() -> list[str]:
	missing = []
	for doctype, fields in COLUMNS.items():
		if not schema.has_doctype(doctype):
			missing.append(f"the DocType {doctype}")
			continue
		meta = frappe.get_meta(doctype)
		missing += [f"{doctype}.{field}" for field in fields if not meta.has_field(field)]
	return missing


def _missing_doors() -> list[str]:
	import frappe.app
	import frappe.auth
	from frappe.integrations import oauth2

	doors = {
		"get_oauth_server in frappe.integrations.oauth2": hasattr(oauth2, "get_oauth_server"),
		"the hook before_request": "before_request" in inspect.getsource(frappe.app),
		"the hook after_request": "after_request" in inspect.getsource(frappe.app),
		"the hook auth_hooks": "auth_hooks" in inspect.getsource(frappe.auth),
		"answers as Response from whitelisted methods": "Response" in inspect.getsource(frappe.api),
	}
	return [name for name, is_there in doors.items() if not is_there]
