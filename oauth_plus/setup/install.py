"""Installation: check the requirements, add the fields, and set existing clients to Warn.

Frappe lists an app and calls its hooks before `after_install` runs, while the site answers requests. So the columns
are added first, while Frappe's own provider answers. Then every worker has to call our hooks, which answer 503. Then
the site is announced as ready, and existing rows are converted; until then, requests find them in either form.
"""

from typing import Any

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

from oauth_plus.jobs import hash_existing_credentials
from oauth_plus.jobs.separate_shared_subjects import separate_shared_subjects
from oauth_plus.platform import (
	clock,
	desk_entry,
	form_properties,
	installed_apps,
	manager_role,
	navbar,
	readiness,
	schema,
)
from oauth_plus.setup import client_form, custom_fields, indexes, order, requirements, scopes
from oauth_plus.setup.scopes import APP
from oauth_plus.store.clients import client_fields, client_rows
from oauth_plus.store.signing import key_rotation
from oauth_plus.store.site import encryption_key, site_issuer

IS_NEW = "oauth_plus_is_new"
"""Process flag: the app is being installed on a site that never had it."""

LATER = ("module", "search_index")
"""Field properties that are set later, because the module does not exist yet, and building an index blocks requests."""

SETTLED_AFTER = 3
"""Seconds after which requests that began without our hooks have ended."""


def before_install() -> None:
	"""Hook: refuse a Frappe that lacks a required feature, before anything is changed. Then add the columns. Throws
	ValidationError."""
	requirements.require()
	manager_role.make()
	_add_missing_columns()


def after_install() -> None:
	"""Hook: make the site ready. Idempotent: `install-app --force` on a site with the app sets no client to Warn.
	Raises the error that stops the installation."""
	installed_apps.read_again()
	encryption_key.settle_key()
	_add_missing_columns()
	if frappe.flags.pop(IS_NEW, False):
		client_rows.treat_as_old()  # also clients that were created after the columns were added
	scopes.sync()
	site_issuer.keep_issuer()
	key_rotation.ensure(clock.now())  # published before the first app needs it
	if not readiness.is_ready():
		_announce()
	add_customisations()
	manager_role.allow()
	desk_entry.fit()
	navbar.add()
	separate_shared_subjects()
	encryption_key.settle_key()
	_hash_credentials()
	order.go_before_answerers()
	_invalidate_pages()


def _announce() -> None:
	"""Judge tokens from now on. No worker goes on without our hooks then: Frappe's provider would refuse the tokens that
	we issue, as it knows no digests."""
	has_clients = hash_existing_credentials.has_clients()
	if has_clients:
		installed_apps.wait_until_called(APP, SETTLED_AFTER)
	readiness.announce(converting=has_clients)


def before_migrate() -> None:
	"""Hook: answer OAuth requests with 503 while the tables change. Make the role before DocTypes name it."""
	manager_role.make()
	if readiness.has_another_layout():
		readiness.withdraw()


def after_migrate() -> None:
	"""Hook: update the fields to this version, and continue an interrupted conversion of rows."""
	encryption_key.settle_key()
	add_customisations()
	desk_entry.fit()
	scopes.sync()
	key_rotation.ensure(clock.now())
	if not readiness.is_ready():
		readiness.announce(converting=True)
	_hash_credentials()
	hash_existing_credentials.finish()
	order.go_before_answerers()


def _add_missing_columns() -> None:
	"""Add our columns, then our fields, because Frappe writes into every field that it knows. Then set existing
	clients to Warn at once, so that a second installation attempt does not treat them as new."""
	if schema.has_custom_field(client_fields.DOCTYPE, client_fields.ENFORCEMENT):
		return
	fields = _custom_fields()
	for doctype, rows in fields.items():
		schema.add_columns(doctype, rows)
	create_custom_fields(
		{
			doctype: [{name: value for name, value in row.items() if name not in LATER} for row in rows]
			for doctype, rows in fields.items()
		},
		ignore_validate=True,
	)
	client_rows.treat_as_old()
	frappe.flags[IS_NEW] = True


def _hash_credentials() -> None:
	hash_existing_credentials.convert_tokens_and_codes()
	hash_existing_credentials.convert_secrets()


def add_customisations() -> None:
	"""Create or update custom fields, properties, the order of the form, and indexes. Idempotent."""
	create_custom_fields(form_properties.changed_fields(_custom_fields()), ignore_validate=True)
	for row in client_form.properties():
		form_properties.set_property(*row, module=custom_fields.MODULE)
	for doctype, names in client_form.field_order().items():
		form_properties.arrange(doctype, names, custom_fields.MODULE)
	for doctype, columns in indexes.INDEXES + indexes.OWN_INDEXES:
		schema.add_index(doctype, columns)


def _custom_fields() -> dict[str, list[dict[str, Any]]]:
	return custom_fields.custom_fields(has_own_auth_method=client_fields.has_own_auth_method())


def _invalidate_pages() -> None:
	"""Invalidate the cache of pages, because Frappe caches the 404 of the well-known addresses."""
	from frappe.website.utils import clear_website_cache

	clear_website_cache()
