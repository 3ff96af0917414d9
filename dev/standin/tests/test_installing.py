"""The layer installs an app in the order that a bench keeps, and takes it off in that order."""

import json
from collections.abc import Iterator
from types import ModuleType
from unittest.mock import MagicMock

import pytest

from dev.standin.tests.layering import loaded

PROBE = {
	"required_apps": ["somebody/needed"],
	"before_install": ["probe.before_install"],
	"after_install": ["probe.after_install"],
	"after_sync": ["probe.after_sync"],
	"before_uninstall": ["probe.before_uninstall"],
	"after_uninstall": ["probe.after_uninstall"],
}
OTHERS = ("before_app_install", "after_app_install", "before_app_uninstall", "after_app_uninstall")


class Hooks(dict):
	"""Hooks of one app, as attributes; what it does not hook is None."""

	__getattr__ = dict.get


class Site:
	"""A site with Frappe and one app that watches others come and go."""

	def __init__(self) -> None:
		self.installed = ["frappe", "watcher"]
		self.answers: dict[str, object] = {}
		self.steps: list[str] = []
		self.frappe = MagicMock()
		self.frappe.get_all_apps.return_value = ["frappe", "watcher", "needed", "probe"]
		self.frappe.get_installed_apps.side_effect = lambda: list(self.installed)
		self.frappe.get_hooks.side_effect = self.hooks
		self.frappe.get_attr.side_effect = self.attribute
		self.frappe.db.set_global.side_effect = self.set_global
		self.frappe.installer.add_module_defs.side_effect = self.noting("modules of {}")
		self.frappe.model.sync.sync_for.side_effect = self.noting("tables of {}")
		self.frappe.installer.set_all_patches_as_completed.side_effect = self.noting("patches of {} done")
		self.frappe.utils.fixtures.sync_fixtures.side_effect = self.noting("fixtures of {}")
		self.frappe.installer._delete_modules.side_effect = self.noting("modules deleted")
		self.frappe.installer._delete_doctypes.side_effect = self.noting("doctypes deleted")

	def hooks(self, hook: str = "", app_name: str = "") -> object:
		known = Hooks(PROBE if app_name == "probe" else {})
		if app_name:
			return known.get(hook, []) if hook else known
		return [f"watcher.{hook}"] if hook in OTHERS else []

	def attribute(self, path: str) -> object:
		def run(*arguments: str) -> object:
			self.steps.append(" ".join([path, *arguments]))
			return self.answers.get(path)

		return run

	def set_global(self, name: str, value: str) -> None:
		self.installed = json.loads(value)
		self.steps.append(f"apps: {', '.join(self.installed)}")

	def noting(self, words: str) -> object:
		return lambda *arguments, **_: self.steps.append(words.format(*arguments))


@pytest.fixture
def site() -> Site:
	return Site()


@pytest.fixture
def installing(site: Site) -> Iterator[ModuleType]:
	with loaded("many/installing.py", site.frappe) as module:
		yield module


def test_an_app_is_installed_in_order(site: Site, installing: ModuleType):
	site.installed.append("needed")
	installing.install_app("probe")
	assert site.steps == [
		"probe.before_install",
		"watcher.before_app_install probe",
		"modules of probe",
		"tables of probe",
		"apps: frappe, watcher, needed, probe",
		"patches of probe done",
		"probe.after_install",
		"watcher.after_app_install probe",
		"fixtures of probe",
		"probe.after_sync",
	]
	assert site.frappe.flags.in_install is False


def test_an_app_that_is_required_comes_first(site: Site, installing: ModuleType):
	installing.install_app("probe")
	assert site.installed == ["frappe", "watcher", "needed", "probe"]
	assert site.steps.index("tables of needed") < site.steps.index("probe.before_install")


def test_an_app_may_refuse_before_anything_changes(site: Site, installing: ModuleType):
	site.installed.append("needed")
	site.answers["probe.before_install"] = False
	installing.install_app("probe")
	assert site.steps == ["probe.before_install"]
	assert "probe" not in site.installed


def test_an_app_that_is_there_is_left_alone(site: Site, installing: ModuleType):
	site.installed += ["needed", "probe"]
	installing.install_app("probe")
	assert site.steps == []


def test_an_app_that_the_bench_has_not_stops_the_install(site: Site, installing: ModuleType):
	with pytest.raises(Exception, match=r"not in apps\.txt"):
		installing.install_app("stranger")
	assert site.steps == []


def test_an_app_is_taken_off_in_order(site: Site, installing: ModuleType):
	site.installed += ["needed", "probe"]
	installing.remove_app("probe", yes=True, no_backup=True)
	assert site.steps == [
		"probe.before_uninstall",
		"watcher.before_app_uninstall probe",
		"modules deleted",
		"doctypes deleted",
		"apps: frappe, watcher, needed",
		"probe.after_uninstall",
		"watcher.after_app_uninstall probe",
	]


def test_an_app_that_another_requires_stays(site: Site, installing: ModuleType):
	site.installed += ["needed", "probe"]
	installing.remove_app("needed", yes=True, no_backup=True)
	assert site.steps == []
	assert "needed" in site.installed
