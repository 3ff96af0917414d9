"""What one request asks of the database and of Frappe's caches of documents, from the moment the door lets it in.

It listens to Frappe's own objects, within this process, and undoes what the request writes: a commit becomes nothing,
and the connection is closed at the end of the request, as always."""

import contextlib
import re
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import frappe
import frappe.model.document
from frappe.database.database import Database
from frappe.model.base_document import BaseDocument

from oauth_plus.grants import access

READ, WRITE, CACHED = "read", "write", "cached"

LITERAL = re.compile(r"'(?:[^'\\]|\\.|'')*'", re.DOTALL)
QUOTED = re.compile(r"`(tab(?!le_)[^`]+|__\w+)`|\"(tab(?!le_)[^\"]+|__\w+)\"")
BARE = re.compile(r"(?i:from|join|into|update|table|,)\s+(tab[A-Z]\w*|__\w+)")
CHANGES = re.compile(r"\s*(insert|update|delete|replace|truncate|alter|create|drop|rename)\b", re.IGNORECASE)
TARGET = re.compile(
	r"\s*(?:insert(?:\s+ignore)?\s+into|replace\s+into|update|delete\s+from|truncate(?:\s+table)?|alter\s+table"
	r"|create\s+table|drop\s+table|rename\s+table)\s+(?:[`\"](tab[^`\"]+|__\w+)[`\"]|(tab\w+|__\w+))",
	re.IGNORECASE,
)
ALIAS = re.compile(r"_\d+$")
DEFINES = re.compile(r"\s*(truncate|alter|create|drop|rename)\b", re.IGNORECASE)

BETWEEN = ("frappe/database/", "frappe/query_builder/", "frappe/model/db_query", "frappe/model/qb_query")
"""Files between who asks and the database."""

CARRIERS = (
	"frappe/__init__.py",
	"frappe/model/document.py",
	"frappe/model/base_document.py",
	"frappe/model/utils/__init__.py",
	"frappe/utils/redis_wrapper.py",
	"frappe/utils/caching.py",
	"frappe/utils/typing_validations.py",
	"frappe/utils/callbacks.py",
	"frappe/cache_manager.py",
)
"""Files whose functions hand on what somebody else asked for, but for those of these names."""

ASK_THEMSELVES = {
	"_validate_links",
	"get_invalid_links",
	"import_controller",
	"get_controller",
	"is_virtual_doctype",
	"save_version",
	"log_error",
	"add_viewed",
	"add_seen",
	"set_fetch_from_value",
	"validate_set_only_once",
	"notify_update",
	"run_notifications",
	"add_comment",
	"add_tag",
}


class Altered(Exception):
	"""The request would have changed the schema, which no rollback undoes."""


@dataclass(frozen=True)
class Asked:
	"""A table, or a document of that table that came out of a cache. `askers` names functions, the nearest first."""

	table: str
	mode: str
	askers: tuple[str, ...]
	text: str
	is_alone: bool = True
	"""No other table stands in the statement."""


@dataclass
class Record:
	"""One request: was it let in, and what was asked after that?"""

	let_in: bool | None = None
	asked: list[Asked] = field(default_factory=list)
	has_written: bool = False
	at_commit: Callable[[], None] | None = None


class _Current(threading.local):
	record: Record | None = None


_current = _Current()


@contextlib.contextmanager
def watched(at_commit: Callable[[], None] | None = None) -> Iterator[Record]:
	"""The requests of this thread, while the block lasts."""
	_current.record = Record(at_commit=at_commit)
	try:
		yield _current.record
	finally:
		_current.record = None


@contextlib.contextmanager
def installed() -> Iterator[None]:
	"""Put the ears in place; they hear nothing outside of `watched`."""
	with contextlib.ExitStack() as stack:
		for owner, name, wrap in (
			(Database, "sql", _sql),
			(Database, "commit", _commit),
			(access, "let_through", _let_through),
			(frappe.cache.__class__, "get_value", _from_cache),
			(frappe.cache.__class__, "hget", _from_cache),
			*([(frappe.client_cache.__class__, "get_value", _from_cache)] if _has_client_cache() else []),
		):
			stack.enter_context(patch.object(owner, name, wrap(getattr(owner, name))))
		yield


def _has_client_cache() -> bool:
	return getattr(frappe, "client_cache", None) is not None


def _let_through(original: Callable) -> Callable:
	def let_through(*args: Any, **kwargs: Any) -> None:
		record = _current.record
		if record is not None:
			record.let_in = False
		original(*args, **kwargs)
		if record is not None:
			record.let_in = True

	return let_through


def _listening() -> Record | None:
	record = _current.record
	return record if record is not None and record.let_in else None


def _sql(original: Callable) -> Callable:
	def sql(self: Database, query: Any, *args: Any, **kwargs: Any) -> Any:
		record = _listening()
		if record is not None and kwargs.get("run", True):
			_hear(record, str(query), args[0] if args else kwargs.get("values"))
		return original(self, query, *args, **kwargs)

	return sql


def _hear(record: Record, query: str, values: Any) -> None:
	tables = tables_of(query)
	if not tables:
		return
	askers, text = None, " ".join(query.split()) + (f" -- {values!r}" if values else "")
	for table, mode in tables:
		record.has_written = record.has_written or mode == WRITE
		askers = askers or _askers()
		record.asked.append(Asked(table, mode, askers, text, len(tables) == 1))
	if DEFINES.match(query) and "temporary" not in query.lower():
		raise Altered(query)


def tables_of(query: str) -> list[tuple[str, str]]:
	"""The tables that a statement names, each with what is done to it; `tabUser_1` is an alias of Frappe's."""
	bare = LITERAL.sub("''", query)
	names = dict.fromkeys(name for name in (*sum(QUOTED.findall(bare), ()), *BARE.findall(bare)) if name)
	changed = TARGET.match(bare)
	target = (changed[1] or changed[2]) if changed else None
	if target:
		names.setdefault(target)
	plain = dict.fromkeys(ALIAS.sub("", name) for name in names)
	return [(name.removeprefix("tab"), WRITE if name == target else READ) for name in plain]


def _commit(original: Callable) -> Callable:
	def commit(self: Database, *args: Any, **kwargs: Any) -> None:
		record = _current.record
		if record is None:
			return original(self, *args, **kwargs)
		if record.let_in and record.has_written and record.at_commit:
			_current.record = None
			try:
				record.at_commit()
			finally:
				_current.record = record
		self.value_cache.clear()
		return None

	return commit


def _from_cache(original: Callable) -> Callable:
	def get(*args: Any, **kwargs: Any) -> Any:
		found = original(*args, **kwargs)
		record = _listening()
		if record is not None and isinstance(found, BaseDocument) and found.doctype != "DocType":
			text = f"a cached document: {found.doctype} '{found.name}'"
			record.asked.append(Asked(found.doctype, CACHED, _askers(), text))
		return found

	return get


def _askers() -> tuple[str, ...]:
	"""The functions of Frappe and of apps on the stack that asked, the nearest first."""
	found: list[str] = []
	frame = sys._getframe(2)
	while frame is not None:
		path = frame.f_code.co_filename
		at = max(path.rfind("/frappe/"), path.rfind("/oauth_plus/"))
		if at >= 0 and "/tests/guard/" not in path:
			file, name = path[at + 1 :], frame.f_code.co_name
			if not _only_carries(file, name):
				found.append(f"{file}:{name}")
		frame = frame.f_back
	return tuple(found)


def _only_carries(file: str, name: str) -> bool:
	return file.startswith(BETWEEN) or (file in CARRIERS and name not in ASK_THEMSELVES)
