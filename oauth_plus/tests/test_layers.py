"""Arrows only point down: which room may import which, who knows oauthlib, werkzeug and the database."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

APP = Path(__file__).parents[1]

STANDARD = frozenset(sys.stdlib_module_names)

QUERIES = frozenset(
	(
		"db",
		"qb",
		"delete_doc",
		"get_all",
		"get_cached_doc",
		"get_cached_value",
		"get_doc",
		"get_list",
		"get_value",
		"new_doc",
		"rename_doc",
		"set_value",
	)
)
"""Names in `frappe` that read or write rows; only rooms with `queries` may use them."""


@dataclass(frozen=True)
class Room:
	"""What a room may import: rooms below it, and libraries beside the standard one. `queries`: it may use the database."""

	below: tuple[str, ...] = ()
	libraries: tuple[str, ...] = ()
	queries: bool = False


LAW = ("exceptions", "rules")
STORE = (*LAW, "platform", "store")

ROOMS = {
	"exceptions": Room(),
	"rules": Room(("exceptions",)),
	"platform": Room(LAW, ("frappe", "redis", "requests", "urllib3"), queries=True),
	"store": Room((*LAW, "platform"), ("frappe", "redis", "cryptography"), queries=True),
	"mail": Room(STORE, ("frappe",)),
	"jobs": Room((*STORE, "mail"), ("frappe",), queries=True),
	"grants": Room((*STORE, "mail"), ("frappe", "oauthlib", "jwt")),
	"doctor": Room((*STORE, "jobs"), ("frappe",)),
	"overview": Room(STORE, ("frappe",), queries=True),
	"http": Room((*STORE, "grants"), ("frappe", "werkzeug", "prometheus_client")),
	"api": Room((*STORE, "doctor", "overview", "grants", "http"), ("frappe", "werkzeug.wrappers.Response")),
	"overrides": Room((*STORE, "grants", "http"), ("frappe", "werkzeug")),
	"patches": Room((*STORE, "jobs", "setup"), ("frappe",)),
	"setup": Room((*STORE, "jobs"), ("frappe", "click")),
	"oauth_plus": Room((*STORE, "doctor", "overview"), ("frappe",)),
	"tasks": Room((*STORE, "grants", "jobs", "mail"), ("frappe",)),
	"commands": Room((*STORE, "doctor", "grants", "jobs", "setup"), ("frappe", "click")),
	"hooks": Room(),
	"__init__": Room(),
}
"""`setup`, `patches` and the controllers of our DocTypes ask the store as everybody does. A patch that fills new
fields lets `setup` add them first. Nobody imports `api`, `overrides` or `hooks`: Frappe calls them by name."""


@dataclass(frozen=True)
class Import:
	"""One imported name, dotted and whole, and where it stands."""

	name: str
	line: int


def imports(tree: ast.Module) -> Iterator[Import]:
	"""Every import of a file, those inside functions and TYPE_CHECKING blocks too."""
	for node in ast.walk(tree):
		if isinstance(node, ast.Import):
			yield from (Import(alias.name, node.lineno) for alias in node.names)
		elif isinstance(node, ast.ImportFrom):
			start = "." * node.level + (node.module or "")
			yield from (Import(f"{start}.{alias.name}", node.lineno) for alias in node.names)


def queries(tree: ast.Module) -> Iterator[Import]:
	"""Every `frappe.db`, `frappe.local.db`, `from frappe import get_all` and the like."""
	for node in ast.walk(tree):
		if isinstance(node, ast.Attribute) and node.attr in QUERIES:
			if ast.unparse(node.value) in ("frappe", "frappe.local"):
				yield Import(ast.unparse(node), node.lineno)
		elif isinstance(node, ast.ImportFrom) and node.module in ("frappe", "frappe.local"):
			taken = (alias.name for alias in node.names)
			yield from (Import(f"frappe.{name}", node.lineno) for name in taken if name in QUERIES)


def room_of(path: Path) -> str:
	"""The folder below the app, or the file itself where it stands in no folder."""
	return path.parts[0].removesuffix(".py")


def faults(path: Path, source: str) -> list[str]:
	"""What a file, named by its path below the app, imports or asks that its room may not."""
	name = room_of(path)
	if name not in ROOMS:
		return [f"{path}: {name} is no room that this test knows"]
	room, tree = ROOMS[name], ast.parse(source)
	wrong = [entry for entry in imports(tree) if not _may_import(name, room, entry.name)]
	if not room.queries:
		wrong += queries(tree)
	return [f"{path}:{entry.line}: {name} must not know {entry.name}" for entry in wrong]


def _may_import(name: str, room: Room, imported: str) -> bool:
	if imported.startswith("oauth_plus."):
		return imported.split(".")[1] in (name, *room.below)
	if imported.split(".")[0] in STANDARD:
		return True
	return any(f"{imported}.".startswith(f"{library}.") for library in room.libraries)


def files() -> list[Path]:
	"""Every Python file of the app but its tests, as a path below the app."""
	found = (path.relative_to(APP) for path in APP.rglob("*.py"))
	return sorted(path for path in found if path.parts[0] != "tests")


def test_no_arrow_points_up():
	"""architecture.md: what each folder may import is in ROOMS"""
	assert files()
	assert [fault for path in files() for fault in faults(path, (APP / path).read_text())] == []


def test_every_room_of_the_house_is_read():
	read = {room_of(path) for path in files()}
	assert {"api", "http", "grants", "rules", "store", "overrides", "setup", "patches", "oauth_plus"} <= read


@pytest.mark.parametrize(
	("path", "planted"),
	[
		("rules/pkce.py", "import frappe"),
		("rules/pkce.py", "import oauthlib"),
		("rules/pkce.py", "from oauth_plus.store.tokens import token_rows"),
		("rules/pkce.py", "def later():\n\tfrom oauth_plus.store.tokens.token_rows import find"),
		("rules/pkce.py", "from ..store import tokens"),
		("exceptions/client.py", "from oauth_plus.rules import pkce"),
		("store/tokens/token_rows.py", "from oauth_plus.grants import bearer"),
		("store/tokens/token_rows.py", "import oauth_plus.http.response"),
		("store/tokens/token_rows.py", "from oauth_plus.api import token"),
		("store/tokens/token_rows.py", "from oauthlib.common import Request"),
		("grants/client.py", "from oauth_plus.http.request import read_body"),
		("grants/client.py", "from werkzeug.wrappers import Response"),
		("grants/client.py", "import frappe\nfrappe.db.commit()"),
		("grants/client.py", "import frappe\nfrappe.local.db.commit()"),
		("grants/client.py", "from frappe import get_all"),
		("grants/client.py", "import frappe\nfrappe.get_doc('User', 'Guest')"),
		("http/request.py", "from oauth_plus.api import token"),
		("http/request.py", "import oauthlib.common"),
		("http/request.py", "from frappe import db"),
		("api/token.py", "from oauthlib.oauth2 import OAuth2Error"),
		("api/token.py", "from werkzeug.exceptions import HTTPException"),
		("api/token.py", "import werkzeug.wrappers"),
		("api/token.py", "from oauth_plus.overrides import before_request"),
		("api/token.py", "import frappe\nfrappe.qb.DocType('User')"),
		("overrides/request/before_request.py", "from oauth_plus.api import token"),
		("setup/install.py", "from oauth_plus.grants.server import provider"),
		("setup/install.py", "import frappe\nfrappe.db.delete('User')"),
		("setup/install.py", "from oauth_plus.patches.v0_1 import hashed_existing_tokens"),
		("patches/v0_1/planted.py", "import frappe\nfrappe.db.sql('SELECT 1')"),
		("oauth_plus/doctype/oauth_plus_event/oauth_plus_event.py", "from oauth_plus.grants import gate"),
		("grants/client.py", "import requests"),
		("cellar/planted.py", "import json"),
		("grants/client.py", "from oauth_plus.tests import factories"),
	],
)
def test_a_planted_violation_is_found(path: str, planted: str):
	assert len(faults(Path(path), planted)) == 1


@pytest.mark.parametrize(
	("path", "fine"),
	[
		("rules/pkce.py", "import hashlib\nfrom oauth_plus.exceptions import InvalidGrant"),
		(
			"store/tokens/token_rows.py",
			"import frappe\nfrom oauth_plus.rules import secret\nfrappe.db.commit()",
		),
		(
			"grants/client.py",
			"from oauthlib.common import Request\nfrom oauth_plus.store.tokens import token_rows",
		),
		("api/token.py", "from werkzeug.wrappers import Response\nfrom oauth_plus.http import page"),
		("overrides/request/before_request.py", "from werkzeug.exceptions import HTTPException"),
	],
)
def test_what_is_allowed_is_not_complained_of(path: str, fine: str):
	assert faults(Path(path), fine) == []


# Arrows inside store/: between its folders and files, and how many floors they make

MOST_ARROWS, MOST_FLOORS = 45, 6


def parts_of_store(sources: dict[Path, str]) -> dict[str, set[str]]:
	"""Each folder or file of store/, with those that it imports; paths are below store/."""
	found: dict[str, set[str]] = {room_of(path): set() for path in sources}
	for path, source in sources.items():
		for entry in imports(ast.parse(source)):
			words = entry.name.split(".")
			if words[:2] == ["oauth_plus", "store"] and words[2] != room_of(path):
				found[room_of(path)].add(words[2])
	return found


def floors(parts: dict[str, set[str]]) -> int:
	"""The length of the longest chain of imports. Raises CycleError."""
	height: dict[str, int] = {}
	for part in TopologicalSorter(parts).static_order():
		height[part] = 1 + max((height[below] for below in parts[part]), default=0)
	return max(height.values())


def store_sources() -> dict[Path, str]:
	found = (path for path in (APP / "store").rglob("*.py") if path.name != "__init__.py")
	return {path.relative_to(APP / "store"): path.read_text() for path in found}


def test_the_store_has_few_arrows_and_floors():
	parts = parts_of_store(store_sources())
	assert len(parts) > 5
	assert sum(map(len, parts.values())) <= MOST_ARROWS
	assert floors(parts) <= MOST_FLOORS


def test_a_planted_arrow_inside_the_store_is_counted():
	planted = store_sources() | {Path("site/planted.py"): "from oauth_plus.store.grants import families"}
	before, after = parts_of_store(store_sources()), parts_of_store(planted)
	assert sum(map(len, after.values())) == sum(map(len, before.values())) + 1
	with pytest.raises(CycleError):
		floors(after)
