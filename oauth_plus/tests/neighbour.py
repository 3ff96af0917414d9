"""Another app of the site, which has bearer tokens of its own and an auth hook that knows them."""

import contextlib
from collections.abc import Iterator
from typing import Any

import frappe

from oauth_plus.tests.site import configured

TOKEN = "neighbours-own-bearer-token"
user = "Guest"


def let_in() -> None:
	"""Its hook `auth_hooks`, as Frappe calls it."""
	if frappe.get_request_header("Authorization", "") == f"Bearer {TOKEN}":
		form_dict = frappe.local.form_dict
		frappe.set_user(user)
		frappe.local.form_dict = form_dict


@contextlib.contextmanager
def installed(acting_as: str) -> Iterator[None]:
	"""Its hook stands among those of the installed apps."""
	global user
	user = acting_as
	with hooked(auth_hooks=[*frappe.get_hooks("auth_hooks"), f"{__name__}.let_in"]):
		yield


@contextlib.contextmanager
def hooked(**changed: Any) -> Iterator[None]:
	"""Hooks of the installed apps are these, where Frappe keeps them between requests."""
	store = getattr(frappe, "client_cache", frappe.cache)  # v16 keeps hooks in the one, v15 in the other
	with configured(developer_mode=0):  # with it, Frappe reads the hooks of every app anew
		store.set_value("app_hooks", {**frappe.get_hooks(), **changed})
		try:
			yield
		finally:
			store.delete_value("app_hooks")
