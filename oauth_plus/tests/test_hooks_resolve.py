"""Every dotted path in hooks.py and patches.txt leads to something callable, every file to a file."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
import pytest
from frappe.integrations import oauth2
from frappe.modules.patch_handler import PatchType, get_patches_from_app

from oauth_plus import hooks
from oauth_plus.tests.test_layers import APP

DOTTED = re.compile(r"oauth_plus(\.\w+)+")
OF_FILES = ("doctype_js", "doctype_list_js", "page_js", "app_include_js", "app_include_css")
BY_DOCTYPE = ("doc_events", "doctype_js", "doctype_list_js", "has_permission", "permission_query_conditions")
DESCRIPTION = ("app_name", "app_title", "app_publisher", "app_description", "app_email", "app_license")
READ_LATER = ("require_type_annotated_api_methods",)
"""Known to the development branch only; older Frappes do not mind."""

COMING_AND_GOING = ("openid_configuration", "register_client")
"""v16 serves the one at the well-known address only; the old address goes on to answer here. v15 has no other."""

NOT_THERE = tuple(f"{oauth2.__name__}.{name}" for name in COMING_AND_GOING if not hasattr(oauth2, name))

NAMES_EVER = Path(__file__).parent / "names_in_hooks.txt"
"""Every dotted path that hooks.py has ever held. None is taken out: a function that moved leaves its name behind."""

TABLE = {name: value for name, value in vars(hooks).items() if not name.startswith("_")}


def leaves(value: Any) -> Iterator[str]:
	"""Every string of a hook, however deep in lists and dicts; keys are left out."""
	if isinstance(value, str):
		yield value
	elif isinstance(value, dict):
		for inner in value.values():
			yield from leaves(inner)
	elif isinstance(value, (list, tuple)):
		for inner in value:
			yield from leaves(inner)


def resolved(dotted: str) -> Any:
	"""What Frappe would find. Raises ImportError or AttributeError."""
	module, _, name = dotted.rpartition(".")
	return getattr(importlib.import_module(module), name)


def dotted_paths() -> list[str]:
	"""All of them in hooks.py."""
	return [leaf for leaf in leaves(list(TABLE.values())) if DOTTED.fullmatch(leaf)]


def patches() -> list[str]:
	"""All of them in patches.txt, as Frappe reads it."""
	lines = [line for kind in PatchType for line in get_patches_from_app("oauth_plus", kind)]
	return [line.split("#")[0].split()[0] for line in lines]


def file_of(named: str) -> Path:
	"""Where a file that hooks name lies in the app."""
	return APP / named if not named.startswith("/assets/oauth_plus/") else APP / "public" / named[19:]


@pytest.mark.parametrize("dotted", dotted_paths())
def test_a_dotted_path_in_hooks_is_callable(dotted: str):
	assert callable(resolved(dotted))


def test_the_table_of_hooks_is_read():
	assert len(dotted_paths()) >= 10


def test_every_patch_has_its_execute_and_none_is_forgotten():
	listed = patches()
	assert [patch for patch in listed if not callable(resolved(f"{patch}.execute"))] == []
	files = [path for path in (APP / "patches").rglob("*.py") if path.name != "__init__.py"]
	written = [path.relative_to(APP.parent).with_suffix("").parts for path in files]
	assert {".".join(parts) for parts in written} == set(listed)


@pytest.mark.parametrize("hook", [hook for hook in OF_FILES if hook in TABLE])
def test_a_file_that_hooks_name_is_there(hook: str):
	named = list(leaves(TABLE[hook]))
	assert named
	assert [name for name in named if not file_of(name).is_file()] == []


def test_what_we_override_is_open_to_whoever_was_let_in_before():
	"""`allow_guest` and `methods` of our function count, and stock's endpoints were open to guests."""
	for stock, ours in hooks.override_whitelisted_methods.items():
		assert resolved(ours) in frappe.whitelisted, ours
		if stock not in NOT_THERE:
			before = resolved(stock)
			assert before in frappe.whitelisted, stock
			assert resolved(ours) in frappe.guest_methods or before not in frappe.guest_methods, ours


@pytest.mark.parametrize("hook", [hook for hook in BY_DOCTYPE if hook in TABLE])
def test_a_doctype_that_hooks_name_is_there(hook: str):
	assert [name for name in TABLE[hook] if name != "*" and not frappe.db.exists("DocType", name)] == []


def test_a_hook_of_ours_is_one_that_frappe_reads():
	"""A misspelt hook is not refused: it is never run."""
	source = "".join(path.read_text() for path in Path(frappe.__file__).parent.rglob("*.py"))
	run = [name for name in TABLE if name not in (*DESCRIPTION, *READ_LATER)]
	assert [name for name in run if f'"{name}"' not in source and f".{name}" not in source] == []


def test_no_name_that_hooks_ever_had_is_lost():
	"""Workers share the hooks by Redis: one with older code is handed newer names, and one with newer code older ones.
	A request hook that leads nowhere fails every request until the worker is restarted."""
	ever = NAMES_EVER.read_text().split()
	assert sorted(set(dotted_paths()) - set(ever)) == [], f"add these to {NAMES_EVER.name}"
	assert [name for name in ever if not callable(resolved(name))] == []


@pytest.mark.parametrize(
	"planted",
	[
		"oauth_plus.setup.instal.after_install",
		"oauth_plus.setup.install.after_instal",
		"oauth_plus.nobody.at_home",
	],
)
def test_a_planted_path_that_leads_nowhere_is_found(planted: str):
	assert DOTTED.fullmatch(planted)
	with pytest.raises((ImportError, AttributeError)):
		resolved(planted)
