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


def texts() -> Iterator[Text]:
	"""Yield the texts of all files, those of the command line left out."""
	for path, tree in files():
		for call in _calls(tree):
			yield from (Text(text, place_of(path, call.lineno)) for text in _of_call(call))


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


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
	return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _of_call(call: ast.Call) -> Iterator[str]:
	name = ast.unparse(call.func)
	if name in (*MARKS, *TEMPLATES) or name.rpartition(".")[2] in REFUSALS:
		yield from _constants(call.args[:1])
	if name not in TEMPLATES:
		yield from _constants([each.value for each in call.keywords if each.arg in OF_EVENTS])


def _constants(nodes: list[ast.expr]) -> Iterator[str]:
	for node in nodes:
		if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
			yield node.value
		elif isinstance(node, ast.IfExp):
			yield from _constants([node.body, node.orelse])
