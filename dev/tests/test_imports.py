"""Arrows between the tools point down only, and nothing imports in a circle."""

import sys
from graphlib import CycleError, TopologicalSorter

import pytest

from dev.tests.reading import OURS, ROOT, Module, arrows, modules

BELOW = {
	"dev.standin": (),
	"dev.third_party": (),
	"benchmarks": ("dev.standin",),
	"dev": ("dev.standin", "dev.third_party", "benchmarks"),
}
"""Room: the rooms that it may import."""


def room_of(module: str) -> str:
	"""The longest name of a room that a module's name begins with."""
	return max((room for room in BELOW if f"{module}.".startswith(f"{room}.")), key=len)


def faults(module: Module, known: dict[str, Module]) -> list[str]:
	"""What a module imports that its room may not."""
	room = room_of(module.name)
	allowed = (room, *BELOW[room])
	return [
		f"{module.name} must not know {name}"
		for name in sorted(arrows(module, known))
		if room_of(name) not in allowed
	]


def in_order(known: dict[str, Module]) -> list[str]:
	"""All modules, each after what it imports. Raises CycleError."""
	return list(TopologicalSorter({name: arrows(each, known) for name, each in known.items()}).static_order())


def test_no_arrow_points_up():
	known = modules()
	assert {room_of(name) for name in known} == set(BELOW)
	assert [fault for module in known.values() for fault in faults(module, known)] == []


def test_nothing_imports_in_a_circle():
	assert in_order(modules())


def test_what_runs_before_the_environment_needs_the_standard_library_only():
	known = modules()
	loaded, waiting = set(), {"dev.__main__"}
	while waiting:
		name = waiting.pop()
		loaded.add(name)
		waiting |= arrows(known[name], known, at_once=True) - loaded
	assert "dev.standin.source" in loaded
	needed = {root for name in loaded for full in known[name].imports(True) if (root := full.split(".")[0])}
	assert needed - set(OURS) <= sys.stdlib_module_names


def test_the_app_does_not_know_its_tools():
	sources = [Module(str(path), path.read_text()) for path in (ROOT / "oauth_plus").rglob("*.py")]
	assert sources
	known = [(each.name, name) for each in sources for name in each.imports() if name.split(".")[0] in OURS]
	assert known == []


@pytest.mark.parametrize(
	("name", "planted"),
	[
		("dev.standin.paths", "from dev import demo"),
		("dev.standin.paths", "def later():\n\tfrom dev.suite import pytest"),
		("dev.standin.paths", "from .. import demo"),
		("dev.standin.site", "import benchmarks.launch"),
		("dev.third_party.app", "from dev.standin import console"),
		("dev.third_party.app", "from dev.journey import walk"),
		("benchmarks.launch", "from dev import suite"),
	],
)
def test_a_planted_arrow_up_is_found(name: str, planted: str):
	assert len(faults(Module(name, planted), modules())) == 1


def test_a_planted_circle_is_found():
	planted = Module("dev.journey", "def later():\n\tfrom dev.demo import run")
	with pytest.raises(CycleError):
		in_order(modules() | {planted.name: planted})
