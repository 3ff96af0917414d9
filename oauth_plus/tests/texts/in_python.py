"""Texts in Python: what is handed to `_()`, and the words of events."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from oauth_plus import exceptions
from oauth_plus.tests.texts.text import APP, Text, place_of

MARKS = ("_", "_lt", "frappe._", "frappe._lt")

IN_ENGLISH = ("commands", "tests")
"""Folders whose texts are not translated: the command line speaks English."""

TEMPLATES = ("Sentence",)
"""Classes whose first argument is a sentence that is translated when somebody reads it."""

OF_EVENTS = ("cause", "fix")
"""Arguments that hold a sentence of an event."""

REFUSALS = frozenset(name for name in exceptions.__all__)
"""Errors whose first argument is shown on a page, or in an event."""

BASE = "Explained"
"""Class of the errors whose message is a part of a sentence for people."""


def texts() -> Iterator[Text]:
	"""Yield the texts of all files, those of the command line left out."""
	for path, tree in files():
		yield from (Text(text, place_of(path, line)) for text, line in _of_tree(tree))


def handed_over() -> Iterator[tuple[Path, ast.Call]]:
	"""Yield each call of `_()` with its file."""
	for path, tree in files():
		yield from ((path, call) for call in _calls(tree) if ast.unparse(call.func) in MARKS)


@lru_cache(maxsize=1)
def files() -> tuple[tuple[Path, ast.Module], ...]:
	"""Return all files whose texts are translated, parsed."""
	found = sorted(APP.rglob("*.py"))
	chosen = (path for path in found if path.relative_to(APP).parts[0] not in IN_ENGLISH)
	return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in chosen)


def made_of_pieces() -> Iterator[str]:
	"""Yield each place where a sentence for people is put together in English: no translation has it."""
	for path, tree in files():
		pieces = {
			place.lineno for node in ast.walk(tree) for place in _places(node) if _is_in_pieces(place, tree)
		}
		yield from (place_of(path, line) for line in sorted(pieces))


def _is_in_pieces(node: ast.expr, tree: ast.Module) -> bool:
	"""Return whether an expression is made of pieces, or is what a function of the same file returns."""
	if isinstance(node, ast.JoinedStr):
		return True
	if isinstance(node, ast.IfExp):
		return _is_in_pieces(node.body, tree) or _is_in_pieces(node.orelse, tree)
	if not isinstance(node, ast.Call):
		return False
	if isinstance(node.func, ast.Attribute):
		return node.func.attr == "format"
	made = [
		each
		for each in tree.body
		if isinstance(each, ast.FunctionDef) and each.name == ast.unparse(node.func)
	]
	returned = (
		each.value for function in made for each in ast.walk(function) if isinstance(each, ast.Return)
	)
	return any(_is_in_pieces(each, tree) for each in returned if each is not None)


@lru_cache(maxsize=1)
def explained() -> frozenset[str]:
	"""Return the names of the errors whose message is a part of a sentence for people."""
	classes = (node for _path, tree in files() for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
	return frozenset(each.name for each in classes if BASE in map(ast.unparse, each.bases))


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
	return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _of_tree(tree: ast.Module) -> Iterator[tuple[str, int]]:
	"""Yield each text of a file with its line."""
	constants = _constants(tree)
	for node in ast.walk(tree):
		for each in _places(node):
			yield from ((text, node.lineno) for text in _texts(each, constants))


def _places(node: ast.AST) -> Iterator[ast.expr]:
	"""Yield the expressions below a node that hold a text for people."""
	if isinstance(node, ast.Call):
		name = ast.unparse(node.func)
		if name in (*MARKS, *TEMPLATES) or name.rpartition(".")[2] in REFUSALS | explained():
			yield from node.args[:1]
		yield from (each.value for each in node.keywords if each.arg in OF_EVENTS)
	elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in OF_EVENTS:
		yield node.value
	elif isinstance(node, ast.Dict):
		keys = (key.value if isinstance(key, ast.Constant) else None for key in node.keys)
		yield from (value for key, value in zip(keys, node.values, strict=True) if key in OF_EVENTS)


def _texts(node: ast.expr, constants: dict[str, str]) -> Iterator[str]:
	if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
		yield node.value
	elif isinstance(node, ast.Name) and node.id in constants:
		yield constants[node.id]
	elif isinstance(node, ast.IfExp):
		yield from (*_texts(node.body, constants), *_texts(node.orelse, constants))


def _constants(tree: ast.Module) -> dict[str, str]:
	"""Return the texts that a file names at its top."""
	named = ((node.targets[0], node.value) for node in tree.body if isinstance(node, ast.Assign))
	return {
		target.id: value.value
		for target, value in named
		if isinstance(target, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str)
	}
