"""The `bench` commands, run as `bench --site` runs them: in a process of their own, in the sites folder."""

import subprocess

import frappe

from oauth_plus.tests.interpreter import interpreter

APP = "oauth_plus"


def command(*words: str) -> subprocess.CompletedProcess[str]:
	"""Run a command on the site under test; whatever it says and however it ends."""
	return python("-m", "frappe.utils.bench_helper", "frappe", "--site", frappe.local.site, *words)


def run(*words: str) -> str:
	"""Run a command that must end well; returns what it said."""
	ended = command(*words)
	assert ended.returncode == 0, f"{' '.join(words)}:\n{ended.stdout[-3000:]}\n{ended.stderr[-3000:]}"
	return ended.stdout


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
	"""The bench's own Python, in its sites folder."""
	frappe.db.commit()  # what it changes is not locked by us
	frappe.db.close()  # v16 ends connections that idle while it migrates; the next statement opens another
	ended = interpreter().run(*arguments)
	frappe.db.rollback()
	return ended


def install() -> str:
	return run("install-app", APP)


def uninstall() -> str:
	return run("uninstall-app", APP, "--yes", "--no-backup")


def migrate() -> str:
	return run("migrate", "--skip-search-index")


def is_installed() -> bool:
	"""As the database has it, past every cache."""
	frappe.db.rollback()
	return APP in (frappe.db.get_global("installed_apps") or "")
