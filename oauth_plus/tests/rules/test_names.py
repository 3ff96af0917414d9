"""Names that a stranger can rely on: one class for each name, and no import under another name."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from oauth_plus import hooks

APP = Path(hooks.__file__).parent

NOT_OURS_TO_NAME = ("tests", "oauth_plus")
"""Folders whose classes are left out: tests, and controllers of DocTypes, whose names Frappe makes."""

CONTROLLERS = frozenset(path.rpartition(".")[2] for path in hooks.override_doctype_class.values())
"""Controllers that take the place of Frappe's: workers with older hooks ask for them by these names."""


def sources() -> dict[str, str]:
	"""Every Python file of the app but tests and controllers, by its path below the app."""
	paths = (path.relative_to(APP) for path in sorted(APP.rglob("*.py")))
	return {str(path): (APP / path).read_text() for path in paths if path.parts[0] not in NOT_OURS_TO_NAME}


def classes_of_one_name(files: Mapping[str, str]) -> dict[str, list[str]]:
	"""Names that several classes have, with their files."""
	found: dict[str, list[str]] = defaultdict(list)
	for path, source in files.items():
		for node in ast.walk(ast.parse(source)):
			if isinstance(node, ast.ClassDef) and not _is_controller(path, node.name):
				found[node.name].append(path)
	return {name: paths for name, paths in found.items() if len(paths) > 1}


def _is_controller(path: str, name: str) -> bool:
	return path.startswith("overrides/") and name in CONTROLLERS


def imported_under_another_name(files: Mapping[str, str]) -> Iterator[str]:
	"""Imports of our own modules and names that call them something else."""
	for path, source in files.items():
		for node in ast.walk(ast.parse(source)):
			if isinstance(node, ast.Import | ast.ImportFrom):
				module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
				for alias in node.names:
					whole = f"{module}.{alias.name}".lstrip(".")
					if alias.asname and whole.startswith("oauth_plus"):
						yield f"{path}: {whole} as {alias.asname}"


def test_no_two_classes_have_one_name() -> None:
	files = sources()
	assert "rules/scope_definition.py" in files
	assert classes_of_one_name(files) == {}


def test_rules_import_nothing_under_another_name() -> None:
	rules = {path: source for path, source in sources().items() if path.startswith(("rules/", "exceptions/"))}
	assert rules
	assert list(imported_under_another_name(rules)) == []


@pytest.mark.parametrize("path", ["rules/planted.py", "store/planted.py", "overrides/planted.py"])
def test_a_planted_second_class_is_found(path: str) -> None:
	found = classes_of_one_name({**sources(), path: "class Scope:\n\tpass"})
	assert {name: sorted(paths) for name, paths in found.items()} == {
		"Scope": sorted(("rules/scope_definition.py", path))
	}


@pytest.mark.parametrize(
	"planted",
	[
		"from oauth_plus.rules import scope_list as words",
		"from oauth_plus.rules.secret import digest as hashed",
		"import oauth_plus.rules.secret as s",
	],
)
def test_a_planted_alias_is_found(planted: str) -> None:
	assert len(list(imported_under_another_name({"rules/planted.py": planted}))) == 1
