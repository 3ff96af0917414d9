"""Imports of the tools, read from their source."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

OURS = ("dev", "benchmarks")


@dataclass(frozen=True)
class Module:
	"""One file by its dotted name, with what it imports, dotted and whole."""

	name: str
	source: str

	def imports(self, at_once: bool = False) -> Iterator[str]:
		"""Names that it imports; `at_once`: only those outside functions, which load with the module."""
		for node in _nodes(ast.parse(self.source), at_once):
			if isinstance(node, ast.Import):
				yield from (alias.name for alias in node.names)
			elif isinstance(node, ast.ImportFrom):
				package = self.name.split(".")[: -node.level] if node.level else []
				start = ".".join([*package, *([node.module] if node.module else [])])
				yield from (f"{start}.{alias.name}" for alias in node.names)


def modules() -> dict[str, Module]:
	"""Every module of the tools but their tests and the layer, which becomes part of Frappe."""
	found = [path.relative_to(ROOT) for folder in OURS for path in (ROOT / folder).rglob("*.py")]
	kept = [path for path in found if not {"tests", "layer"} & set(path.parts)]
	names = {path: ".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in kept}
	return {name: Module(name, (ROOT / path).read_text()) for path, name in names.items()}


def arrows(module: Module, known: dict[str, Module], at_once: bool = False) -> set[str]:
	"""Modules of the tools that a module imports: `from dev.standin import console` leads to both."""
	found = set()
	for name in module.imports(at_once):
		parts = name.split(".")
		longest = [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
		found |= {next((each for each in longest if each in known), module.name)}
	return found - {module.name}


def _nodes(tree: ast.AST, at_once: bool) -> Iterator[ast.AST]:
	for node in ast.iter_child_nodes(tree):
		yield node
		if not (at_once and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)):
			yield from _nodes(node, at_once)
