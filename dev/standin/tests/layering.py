"""A module of the layer by itself: in the place of Frappe stands a record of what it was asked to do."""

import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from unittest.mock import MagicMock

from dev.standin.source import LAYER

PARTS = (
	"core.doctype.scheduled_job_type.scheduled_job_type",
	"defaults",
	"exceptions",
	"installer",
	"model.module_utils",
	"model.sync",
	"types",
	"utils.backups",
	"utils.dashboard",
	"utils.fixtures",
)


@contextmanager
def loaded(path: str, frappe: MagicMock) -> Iterator[ModuleType]:
	"""Run a file of the layer with this Frappe; the real one is back after the block."""
	before = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "frappe"}
	stand_ins = {"frappe": frappe}
	for part in PARTS:
		names = part.split(".")
		for length in range(1, len(names) + 1):
			name = ".".join(names[:length])
			stand_ins[f"frappe.{name}"] = _attribute(frappe, names[:length])
	for name in before:
		del sys.modules[name]
	sys.modules.update(stand_ins)
	try:
		spec = importlib.util.spec_from_file_location("layer_under_test", LAYER / path)
		module = importlib.util.module_from_spec(spec)
		spec.loader.exec_module(module)
		yield module
	finally:
		for name in stand_ins:
			sys.modules.pop(name, None)
		sys.modules.update(before)


def _attribute(frappe: MagicMock, names: list[str]) -> MagicMock:
	for name in names:
		frappe = getattr(frappe, name)
	return frappe
