"""Features of Frappe that this app requires. They are detected, not read from the version number."""

import frappe
from frappe import _

from oauth_plus.platform import frappe_private, schema

COLUMNS = {
	"OAuth Client": (
		"app_name",
		"client_secret",
		"redirect_uris",
		"default_redirect_uri",
		"grant_type",
		"response_type",
		"skip_authorization",
		"scopes",
		"allowed_roles",
	),
	"OAuth Client Role": ("role",),
	"OAuth Bearer Token": (
		"client",
		"user",
		"scopes",
		"access_token",
		"refresh_token",
		"expires_in",
		"expiration_time",
		"status",
	),
	"OAuth Authorization Code": (
		"client",
		"user",
		"scopes",
		"authorization_code",
		"expiration_time",
		"redirect_uri_bound_to_authorization_code",
		"nonce",
		"code_challenge",
		"code_challenge_method",
		"validity",
	),
}
"""Columns of Frappe that the store reads or writes, by DocType."""


def require() -> None:
	"""Require every feature. Throws ValidationError with one sentence that names the missing ones."""
	if missing := [*_missing_fields(), *_missing_hooks()]:
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


def _missing_hooks() -> list[str]:
	import frappe.app
	import frappe.auth
	from frappe.integrations import oauth2

	features = {
		"get_oauth_server in frappe.integrations.oauth2": hasattr(oauth2, "get_oauth_server"),
		"the hook before_request": frappe_private.mentions(frappe.app, "before_request"),
		"the hook after_request": frappe_private.mentions(frappe.app, "after_request"),
		"the hook auth_hooks": frappe_private.mentions(frappe.auth, "auth_hooks"),
		"answers as Response from whitelisted methods": frappe_private.mentions(frappe.api, "Response"),
	}
	return [name for name, is_there in features.items() if not is_there]
