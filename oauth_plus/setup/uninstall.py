"""Uninstallation: undo the installation, and print what is removed.

Frappe drops our tables while it still calls our hooks. So the app withdraws first: it stops judging tokens, deletes
its own, gives Frappe's provider the plain secrets, and is removed from the list of installed apps. From then on,
Frappe's provider answers.
"""

import click
import frappe

from oauth_plus.jobs import hand_back_credentials
from oauth_plus.platform import (
	desk_entry,
	form_properties,
	installed_apps,
	manager_role,
	navbar,
	readiness,
	schema,
)
from oauth_plus.setup import client_form, custom_fields, indexes
from oauth_plus.setup.scopes import APP
from oauth_plus.store.client_secrets import secret_rows, signing_secrets
from oauth_plus.store.signing import key_rotation

SECRETS = "oauth_plus_secrets"
"""Process flag: the secrets by client, read before our DocTypes are dropped. Never log it."""

SETTLED_AFTER = 1
"""Seconds after which requests that began with our hooks have ended."""


def before_uninstall() -> None:
	"""Hook: read the secrets before Frappe drops our DocTypes, and withdraw (503 for tokens from then on).

	Frappe calls this in a dry run too, without a flag; only the command line shows it. If another caller removes the
	app, nothing is changed before the app is off the list.
	"""
	frappe.flags[SECRETS] = (
		signing_secrets.of_every_client() if schema.has_doctype(secret_rows.DOCTYPE) else {}
	)
	if _is_removed_for_sure():
		readiness.withdraw()
		_hand_over()
		installed_apps.take_off_the_list(APP, SETTLED_AFTER)


def _is_removed_for_sure() -> bool:
	command = click.get_current_context(silent=True)
	return bool(command) and command.info_name == "uninstall-app" and not command.params.get("dry_run", True)


def after_uninstall() -> None:
	"""Hook: remove the rows, fields and indexes that were added to Frappe's own tables. Frappe has removed our own
	DocTypes.

	`uninstall-app --dry-run` calls this too, without a flag. So nothing is removed while the app is still installed.
	"""
	if APP in frappe.get_installed_apps():
		print("OAuth Plus: would remove its fields, properties and indexes, and the tokens only it can read")
		return
	readiness.withdraw()
	_hand_over()
	_remove_fields()
	_remove_properties()
	_remove_indexes()
	manager_role.drop()
	for kind in desk_entry.drop(APP):
		print(f"OAuth Plus: removed its {kind}")
	navbar.drop()
	print("OAuth Plus: removed its entry from Desk's user menu")
	installed_apps.delete_single("OAuth Plus Settings")  # 15.55 leaves the values of Single DocTypes
	_forget_keys_and_jobs()
	installed_apps.delete_patches(APP)
	frappe.clear_cache()


def after_app_uninstall(app: str) -> None:
	"""Hook, which Frappe calls after its own: a dry run leaves our entry in Desk."""
	if app == APP and APP in frappe.get_installed_apps():
		desk_entry.restore(APP)


def _hand_over() -> None:
	"""Delete digests, which Frappe's provider would take for tokens, and give it the clients' secrets. Called twice:
	the second call is for rows of requests that began before the first."""
	_end_tokens()
	_give_back_secrets(frappe.flags.get(SECRETS) or {})


def _end_tokens() -> None:
	for doctype, count in hand_back_credentials.delete_digested().items():
		if count:
			print(f"OAuth Plus: removed {count} rows of {doctype}, which only it can read")


def _forget_keys_and_jobs() -> None:
	"""Delete what Frappe stores outside the tables that it has dropped."""
	print(f"OAuth Plus: erased the private halves of {key_rotation.delete_private_halves()} signing keys")
	print(f"OAuth Plus: removed {installed_apps.delete_comments('OAuth Plus')} comments on its documents")
	print(f"OAuth Plus: removed {installed_apps.delete_notifications('OAuth Plus')} notifications about them")
	for job in installed_apps.delete_jobs(APP):
		print(f"OAuth Plus: removed the scheduled job {job}")


def _give_back_secrets(kept: dict[str, str]) -> None:
	known, unknown = hand_back_credentials.give_back_secrets(kept)
	if known:
		print(
			f"OAuth Plus: gave {known} OAuth Clients their secret back, in Frappe's own field, in the clear"
		)
	if unknown:
		print(f"OAuth Plus: made a new secret for {unknown} OAuth Clients, of whose secret no copy was kept")


def _remove_fields() -> None:
	both = custom_fields.custom_fields(has_own_auth_method=False)
	for doctype, fields in both.items():
		dropped = schema.drop_fields(doctype, [field["fieldname"] for field in fields])
		print(f"OAuth Plus: removed {len(dropped)} columns of {doctype}: {', '.join(dropped)}")


def _remove_properties() -> None:
	for doctype, field, name, _kind, _value in client_form.properties():
		form_properties.drop_property(doctype, field, name)
		print(f"OAuth Plus: {doctype}.{field}: {name} is as it was")
	for doctype in client_form.field_order():
		form_properties.let_go_of_order(doctype, custom_fields.MODULE)
		print(f"OAuth Plus: the form of {doctype} is in its own order")


def _remove_indexes() -> None:
	for doctype, columns in indexes.INDEXES:
		schema.drop_index(doctype, columns)
		print(f"OAuth Plus: removed the index of {doctype} on {', '.join(columns)}")
