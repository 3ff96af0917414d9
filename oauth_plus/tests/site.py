"""The site under test, as this process holds it. Requests run in a thread of their own (browser.py),
because Frappe keeps one request's world in context variables and tears it down at the end."""

import contextlib
from collections.abc import Iterator
from typing import Any

import frappe

CONFIG = {"host_name": "https://erp.example.com"}
"""What the suite adds to the site's configuration; it is the issuer that tests expect."""

ISSUER = CONFIG["host_name"]


@contextlib.contextmanager
def opened(name: str) -> Iterator[str]:
	"""Connected as Administrator, with the suite's configuration in place."""
	frappe.init(name, sites_path=".")
	frappe.connect()
	with configured(**CONFIG):
		frappe.db.commit()
		yield name
	frappe.destroy()


@contextlib.contextmanager
def configured(**values: Any) -> Iterator[None]:
	"""Values in site_config.json for a while; None takes a key out."""
	from frappe.installer import update_site_config

	before = {key: frappe.get_site_config().get(key) for key in values}
	_write(update_site_config, values)
	try:
		yield
	finally:
		_write(update_site_config, before)


def _write(update: Any, values: dict[str, Any]) -> None:
	for key, value in values.items():
		update(key, "None" if value is None else value, validate=False)
		if value is None:
			frappe.conf.pop(key, None)
		else:
			frappe.conf[key] = value


@contextlib.contextmanager
def settings(**values: Any) -> Iterator[None]:
	"""OAuth Plus Settings with these values for a while."""
	_save_settings(values)
	try:
		yield
	finally:
		restore_settings()


def restore_settings() -> None:
	"""As after installation."""
	frappe.db.rollback()
	if frappe.db.count("Singles", {"doctype": "OAuth Plus Settings"}):
		changed = frappe.db.get_singles_dict("OAuth Plus Settings")
		ours = {k: 0 for k in changed if k.endswith("_lifetime") or k == "allow_administrator"} | {"issuer": ""}
		if any(changed.get(key) not in (None, "", "0", 0) for key in ours):
			_save_settings(ours)


def _save_settings(values: dict[str, Any]) -> None:
	document = frappe.get_doc("OAuth Plus Settings")
	document.update(values)
	document.save(ignore_permissions=True)
	frappe.db.commit()


def see_what_others_wrote() -> None:
	"""Leave the transaction: requests commit in connections of their own."""
	frappe.db.commit()
