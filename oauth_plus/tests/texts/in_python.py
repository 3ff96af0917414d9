"""Texts in Python: what is handed to `_()`, and the words of events."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from oauth_plus import exceptions
from oauth_plus.tests.texts.text import APP, Text, place_of

MARKS = ("_", "_lt", "frappe._", "frappe._lt")

IN_ENGLISH = ("commands", "tests")
"""Folders whose texts are not translated: the command line speaks English."""

TEMPLATES = ("Sentence", "as_sentence")
"""Names whose first argument is a sentence that is translated when somebody reads it."""

OF_EVENTS = ("cause", "fix", "described")
"""Arguments that hold a sentence of an event, or of a page."""

REFUSALS = frozenset(name for name in exceptions.__all__)
"""Errors whose first argument is shown on a page, or in an event."""

PUT_TOGETHER = ("rules/sentence.py", "store/events/event_sentences.py")
"""Files that join sentences: those that have templates, and those that were translated."""

PHRASE = re.compile(r"[a-z]{2,} ?[a-z]{2,}")
"""What is English and no punctuation."""

STEPS = 2
"""Names and functions by which a text is followed to where it is put together."""

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
		if path.relative_to(APP).as_posix() in PUT_TOGETHER:
			continue
		pieces = {
			place.lineno
			for node in ast.walk(tree)
			for place in _places(node, tree)
			if _is_in_pieces(place, tree)
		}
		yield from (place_of(path, line) for line in sorted(pieces))


def english_values() -> Iterator[str]:
	"""Yield each value of a Sentence that is a phrase in English: values stay as they are, a Sentence is translated."""
	for path, tree in files():
		for call in (each for each in _calls(tree) if ast.unparse(each.func) in TEMPLATES):
			values = (each for value in call.args[1:] for each in _alternatives(value))
			yield from (place_of(path, call.lineno) for each in values if PHRASE.search(each))


def _alternatives(node: ast.expr) -> Iterator[str]:
	"""Yield the texts that an expression may have as they stand in the code."""
	if isinstance(node, ast.Constant):
		yield str(node.value)
	elif isinstance(node, ast.JoinedStr):
		yield from (str(each.value) for each in node.values if isinstance(each, ast.Constant))
	elif isinstance(node, ast.IfExp | ast.BoolOp):
		for each in (node.body, node.orelse) if isinstance(node, ast.IfExp) else node.values:
			yield from _alternatives(each)


def _is_in_pieces(node: ast.expr, tree: ast.Module, steps: int = STEPS) -> bool:
	"""Return whether an expression is made of pieces, was given a name where it was, or is what a function returns."""
	if isinstance(node, ast.JoinedStr):
		return True
	if isinstance(node, ast.BinOp):
		return any(_is_text(each) for each in (node.left, node.right))
	if isinstance(node, ast.IfExp):
		return any(_is_in_pieces(each, tree, steps) for each in (node.body, node.orelse))
	if isinstance(node, ast.Call):
		called = ast.unparse(node.func).rpartition(".")[2]
		return (called in ("format", "join") and _is_text(node.func)) or any(
			_is_in_pieces(each, home, steps - 1) for each, home in _returned(called, tree) if steps
		)
	if not isinstance(node, ast.Name) or not steps:
		return False
	given = (each.value for each in ast.walk(tree) if isinstance(each, ast.Assign) and _names(each, node.id))
	return any(_is_in_pieces(each, tree, steps - 1) for each in given)


def _is_text(node: ast.expr) -> bool:
	"""Return whether an expression is a text in the code, or a method of one. Blanks and commas part words, not
	sentences."""
	if isinstance(node, ast.Attribute):
		return _is_text(node.value)
	is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
	return isinstance(node, ast.JoinedStr) or (is_text and ast.unparse(node) not in ("' '", "', '"))


def _names(assignment: ast.Assign, name: str) -> bool:
	return any(isinstance(each, ast.Name) and each.id == name for each in assignment.targets)


Returned = list[tuple[ast.expr, ast.Module]]


def _returned(name: str, tree: ast.Module) -> Returned:
	"""Return what the functions of this name return, with their files: those of the same file, or else of any."""
	return _functions(tree).get(name) or _all_functions().get(name, [])


@lru_cache(maxsize=1_000)
def _functions(tree: ast.Module) -> dict[str, Returned]:
	"""Return what each function of a file returns, by its name."""
	found: dict[str, Returned] = {}
	for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
		returns = (each.value for each in ast.walk(function) if isinstance(each, ast.Return))
		found.setdefault(function.name, []).extend((each, tree) for each in returns if each is not None)
	return found


@lru_cache(maxsize=1)
def _all_functions() -> dict[str, Returned]:
	found: dict[str, Returned] = {}
	for name, returned in (each for _path, tree in files() for each in _functions(tree).items()):
		found.setdefault(name, []).extend(returned)
	return found


def _positions(name: str, tree: ast.Module) -> set[int]:
	"""Return where a function or class takes a cause or a fix by its position: of the same file, or else of any."""
	return _taken_in(tree).get(name) or _all_taken().get(name, set())


@lru_cache(maxsize=1_000)
def _taken_in(tree: ast.Module) -> dict[str, set[int]]:
	found: dict[str, set[int]] = {}
	for node in ast.walk(tree):
		if at := {place for place, name in enumerate(_parameters(node)) if name in OF_EVENTS}:
			found.setdefault(getattr(node, "name", ""), set()).update(at)
	return found


@lru_cache(maxsize=1)
def _all_taken() -> dict[str, set[int]]:
	found: dict[str, set[int]] = {}
	for name, at in (each for _path, tree in files() for each in _taken_in(tree).items()):
		found.setdefault(name, set()).update(at)
	return found


def _parameters(node: ast.AST) -> list[str]:
	if isinstance(node, ast.FunctionDef):
		return [each.arg for each in node.args.args if each.arg != "self"]
	if isinstance(node, ast.ClassDef):
		fields = (each.target for each in node.body if isinstance(each, ast.AnnAssign))
		return [ast.unparse(each) for each in fields]
	return []


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
		for each in _places(node, tree):
			yield from ((text, node.lineno) for text in _texts(each, constants))


def _places(node: ast.AST, tree: ast.Module) -> Iterator[ast.expr]:
	"""Yield the expressions below a node that hold a text for people."""
	if isinstance(node, ast.Call):
		name = ast.unparse(node.func)
		if name in (*MARKS, *TEMPLATES) or name.rpartition(".")[2] in REFUSALS | explained():
			yield from node.args[:1]
		at = _positions(name.rpartition(".")[2], tree)
		yield from (each for place, each in enumerate(node.args) if place in at)
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
