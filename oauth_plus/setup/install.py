"""Installing: look before changing anything, add our fields, treat old clients gently."""

from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

from oauth_plus.patches.v0_1 import (
	account_page_in_the_menu,
	digested_client_secrets,
	hashed_existing_tokens,
	separated_shared_subjects,
)
from oauth_plus.setup import custom_fields, order, requirements, scopes
from oauth_plus.store import clients, moments, schema, settings, signing_keys


def before_install() -> None:
	"""Refuse a Frappe that lacks what we need; nothing has been changed yet."""
	requirements.require()


def after_install() -> None:
	"""Make the house ready; `install-app --force` on a site that has the app lets no client off."""
	if not schema.has_custom_field(clients.DOCTYPE, clients.ENFORCEMENT):
		add_fields(clients.DOCTYPE)
		clients.treat_as_old()  # before what may fail: whoever installs again must not find them enforced
	add_customisations()
	scopes.sync()
	_digest()
	settings.keep_issuer()
	signing_keys.ensure(moments.now())  # published before the first app asks
	account_page_in_the_menu.execute()
	separated_shared_subjects.execute()
	order.go_before_answerers()
	_forget_pages()


def after_migrate() -> None:
	"""Fields as this version has them; a conversion that was cut off goes on."""
	add_customisations()
	scopes.sync()
	_digest()
	signing_keys.ensure(moments.now())
	order.go_before_answerers()


def _digest() -> None:
	hashed_existing_tokens.execute()
	digested_client_secrets.execute()


def add_customisations() -> None:
	"""Custom fields, properties and indexes; safe to repeat."""
	add_fields()
	for row in custom_fields.PROPERTIES:
		schema.set_property(*row, module=custom_fields.MODULE)
	for doctype, fields in custom_fields.field_order().items():
		schema.arrange(doctype, fields, custom_fields.MODULE)
	for doctype, columns in custom_fields.INDEXES + custom_fields.OWN_INDEXES:
		schema.add_index(doctype, columns)


def add_fields(*doctypes: str) -> None:
	"""Custom fields of these DocTypes, or of all."""
	fields = custom_fields.custom_fields(has_own_auth_method=clients.has_own_auth_method())
	chosen = {doctype: rows for doctype, rows in fields.items() if not doctypes or doctype in doctypes}
	create_custom_fields(chosen, ignore_validate=True)


def _forget_pages() -> None:
	"""Frappe remembers a 404 of the well-known addresses until told otherwise."""
	from frappe.website.utils import clear_website_cache

	clear_website_cache()
