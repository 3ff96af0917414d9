"""A third app of the site, installed and uninstalled as any other: see oauth_plus_example/hooks.py."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import frappe

NAME = "oauth_plus_example"


@contextlib.contextmanager
def on_the_bench() -> Iterator[None]:
	"""The app can be imported, and stands among the site's own apps, which Frappe adds to those of the bench: other
	sites never see it."""
	folder = str(Path(__file__).parent)
	listed = Path(frappe.get_site_path("apps.txt"))
	sys.path.insert(0, folder)
	listed.write_text(f"{NAME}\n")
	_forget()
	try:
		yield
	finally:
		listed.unlink()
		sys.path.remove(folder)
		_forget()


@contextlib.contextmanager
def installed() -> Iterator[None]:
	"""`bench install-app` and `bench uninstall-app`, in this process."""
	with on_the_bench():
		come()
		try:
			yield
		finally:
			if NAME in frappe.get_installed_apps():
				go()


def come() -> None:
	"""Install it."""
	from frappe.installer import install_app

	install_app(NAME, verbose=False, set_as_patched=False)
	frappe.db.commit()
	_forget()


def go() -> None:
	"""Uninstall it."""
	from frappe.installer import remove_app

	remove_app(NAME, yes=True, no_backup=True)
	frappe.db.commit()
	_forget()


def _forget() -> None:
	"""Hooks too, which Frappe keeps for the rest of a process."""
	if hasattr(frappe.local, "doc_events_hooks"):
		del frappe.local.doc_events_hooks
	frappe.clear_cache()
	frappe.cache.delete_value("all_apps")
