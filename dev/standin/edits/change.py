"""Two ways of changing a file: another text for a text, another function for a function."""

import ast
from dataclasses import dataclass
from pathlib import Path


class DoesNotFit(Exception):
	"""The tree is not the one that the edit was written for."""


class Tree:
	"""Files of the package, read once and written together at the end."""

	def __init__(self, package: Path) -> None:
		self.package = package
		self.texts: dict[str, str] = {}

	def read(self, path: str) -> str:
		"""Return the text of a file as it stands after the edits so far. Raises DoesNotFit."""
		if path not in self.texts:
			if not (self.package / path).is_file():
				raise DoesNotFit(f"{path}: there is no such file")
			self.texts[path] = (self.package / path).read_text()
		return self.texts[path]

	def write(self) -> None:
		"""Write the files that were read, once every edit has been made."""
		for path, text in self.texts.items():
			(self.package / path).write_text(text)


@dataclass(frozen=True)
class Put:
	"""Put `new` where `old` stands. It must stand there exactly `times` times."""

	path: str
	old: str
	new: str
	times: int = 1

	def apply(self, tree: Tree) -> None:
		text = tree.read(self.path)
		if (found := text.count(self.old)) != self.times:
			raise DoesNotFit(f"{self.path}: {self.old!r} stands there {found} times, not {self.times}")
		tree.texts[self.path] = text.replace(self.old, self.new)


@dataclass(frozen=True)
class Swap:
	"""Cut functions or classes out of a file and import those of `module` in their place."""

	path: str
	module: str
	names: tuple[str, ...]

	def apply(self, tree: Tree) -> None:
		text = tree.read(self.path)
		lines = text.splitlines(keepends=True)
		for name, node in reversed(self._definitions(text)):
			first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
			lines[first - 1 : node.end_lineno] = [f"from {self.module} import {name}\n"]
		tree.texts[self.path] = "".join(lines)

	def _definitions(self, text: str) -> list[tuple[str, ast.FunctionDef | ast.ClassDef]]:
		kinds = (ast.FunctionDef, ast.ClassDef)
		found = {node.name: node for node in ast.parse(text).body if isinstance(node, kinds)}
		if missing := set(self.names) - set(found):
			raise DoesNotFit(f"{self.path}: no {', '.join(sorted(missing))}")
		return sorted(((name, found[name]) for name in self.names), key=lambda pair: pair[1].lineno)
