"""An edit that does not find exactly what it was written for stops the host, and nothing is written."""

import ast
from pathlib import Path

import pytest

from dev.standin import source
from dev.standin.edits import ALL_EDITS, Tree
from dev.standin.edits.change import DoesNotFit, Put, Swap

LAYER = source.LAYER


@pytest.fixture
def package(tmp_path: Path) -> Path:
	"""A package with one module."""
	(tmp_path / "app.py").write_text(
		"import os\n\n\n@cache\n@other\ndef first():\n\treturn 1\n\n\nclass Second:\n\tname = 1\n\n\nlast = 1\n"
	)
	return tmp_path


def test_a_text_is_put_in_the_place_of_another(package: Path):
	tree = Tree(package)
	Put("app.py", "import os", "import sys").apply(tree)
	assert tree.read("app.py").startswith("import sys\n")


@pytest.mark.parametrize(
	("old", "times", "words"),
	[
		("import re", 1, "stands there 0 times, not 1"),
		("= 1", 1, "stands there 2 times, not 1"),
		("= 1", 3, "stands there 2 times, not 3"),
	],
)
def test_a_text_that_is_not_there_exactly_as_often_as_said_stops_the_host(package, old, times, words):
	with pytest.raises(DoesNotFit, match=words):
		Put("app.py", old, "x", times).apply(Tree(package))


def test_a_text_is_put_as_often_as_said(package: Path):
	tree = Tree(package)
	Put("app.py", "= 1", "= 2", times=2).apply(tree)
	assert tree.read("app.py").count("= 2") == 2


def test_functions_and_classes_are_swapped_with_their_decorators(package: Path):
	tree = Tree(package)
	Swap("app.py", "ours", ("Second", "first")).apply(tree)
	assert tree.read("app.py") == (
		"import os\n\n\nfrom ours import first\n\n\nfrom ours import Second\n\n\nlast = 1\n"
	)


def test_a_function_that_is_not_there_stops_the_host(package: Path):
	with pytest.raises(DoesNotFit, match=r"app\.py: no third"):
		Swap("app.py", "ours", ("first", "third")).apply(Tree(package))


@pytest.mark.parametrize("edit", [Put("none.py", "a", "b"), Swap("none.py", "ours", ("first",))])
def test_a_file_that_is_not_there_stops_the_host(package: Path, edit: Put | Swap):
	with pytest.raises(DoesNotFit, match=r"none\.py: there is no such file"):
		edit.apply(Tree(package))


def test_nothing_is_written_before_every_edit_was_made(package: Path):
	before = (package / "app.py").read_text()
	tree = Tree(package)
	Put("app.py", "import os", "import sys").apply(tree)
	assert (package / "app.py").read_text() == before
	tree.write()
	assert (package / "app.py").read_text().startswith("import sys\n")


def test_a_second_edit_meets_what_the_first_one_left(package: Path):
	tree = Tree(package)
	Put("app.py", "import os", "import sys").apply(tree)
	with pytest.raises(DoesNotFit):
		Put("app.py", "import os", "import re").apply(tree)


def test_another_release_of_the_wheel_stops_the_host(tmp_path: Path):
	"""An empty package is as far from the wheel as any"""
	with pytest.raises(DoesNotFit):
		source.edit(tmp_path / "frappe")


@pytest.mark.parametrize(
	("module", "names"), sorted({(edit.module, edit.names) for edit in ALL_EDITS if isinstance(edit, Swap)})
)
def test_what_is_swapped_in_stands_in_the_layer(module: str, names: tuple[str, ...]):
	file = LAYER / Path(*module.split(".")[1:]).with_suffix(".py")
	defined = {getattr(node, "name", "") for node in ast.parse(file.read_text()).body}
	assert set(names) <= defined


def test_what_the_edits_import_stands_in_the_layer():
	"""Texts that are put in import from `frappe.many` and `sqlite_dialect`, which are ours"""
	imported = [
		node
		for edit in ALL_EDITS
		if isinstance(edit, Put)
		for line in edit.new.splitlines()
		if line.strip().startswith("from frappe.") and ("many" in line or "dialect" in line)
		for node in ast.parse(line.strip()).body
	]
	assert imported
	for node in imported:
		file = LAYER / Path(*node.module.split(".")[1:]).with_suffix(".py")
		defined = {getattr(each, "name", "") for each in ast.parse(file.read_text()).body}
		assert {alias.name for alias in node.names} <= defined
