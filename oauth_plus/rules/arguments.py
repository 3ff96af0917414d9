"""What the arguments of a call speak of: documents, and DocTypes that a list joins."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from oauth_plus.rules.access import CANCEL, CREATE, READ, SUBMIT, WRITE, Kind, Touch

Arguments = Mapping[str, Any]

TABLE = re.compile(r"""[`"]tab([^`"]+)[`"]\s*\.""")
"""A column with its table before it, as Frappe takes it in fields and filters."""

THROUGH_LINK = re.compile(r"(?<![\w.`])([A-Za-z_]\w*)\s*\.\s*[`\w]")
"""A column of a linked document."""

ANYTHING = "*"
"""What no rule names but one for everything of its kind."""

STATUS = {"1": (SUBMIT,), "True": (SUBMIT,), "2": (CANCEL,)}

COLUMNS = ("fields", "fieldname", "group_by", "order_by", "sort_by", "searchfield", "expand")
CONDITIONS = ("filters", "or_filters")


class Unreadable(ValueError):
	"""The arguments do not tell what the call touches."""


class Site(Protocol):
	"""What the mapping has to know of the DocTypes of a site."""

	def controller_of(self, doctype: str) -> str:
		"""The dotted module of its controller."""

	def is_child(self, doctype: str) -> bool:
		"""Do its rows belong to documents of another?"""

	def parent_of(self, doctype: str, name: str) -> str:
		"""The DocType that a child row belongs to."""

	def link_of(self, doctype: str, fieldname: str) -> str:
		"""The DocType that a field links to; empty for any other field."""

	def links_of(self, doctype: str) -> Iterable[str]:
		"""All that its fields and those of its child tables link to; ANYTHING for dynamic ones."""


def touch(doctype: str, action: str) -> Touch:
	"""Something is done to documents of a DocType."""
	return Touch(Kind.DOCTYPE, doctype, action)


def text(arguments: Arguments, *names: str) -> str:
	"""The first of these arguments that is there. Raises Unreadable when it is no text."""
	value = next((arguments[name] for name in names if arguments.get(name) not in (None, "")), None)
	if not isinstance(value, str):
		raise Unreadable(names[0])
	return value


def parsed(value: Any) -> Any:
	"""JSON in a string, or the value itself."""
	if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
		try:
			return json.loads(value)
		except (ValueError, RecursionError) as error:
			raise Unreadable("JSON") from error
	return value


def document(value: Any, site: Site, action: str = "") -> Iterator[Touch]:
	"""A document that is sent along: made where it has no name yet, written otherwise; its status says more."""
	said = parsed(value)
	if not isinstance(said, Mapping):
		raise Unreadable("doc")
	doctype = text(said, "doctype")
	if site.is_child(doctype) and said.get("parenttype"):
		yield touch(text(said, "parenttype"), WRITE)
		return
	yield touch(doctype, action or (CREATE if said.get("__islocal") or not said.get("name") else WRITE))
	yield from status(doctype, said)


def status(doctype: str, said: Mapping[str, Any]) -> Iterator[Touch]:
	"""Documents are submitted and cancelled by writing their status, too."""
	value = str(said.get("docstatus") or "0").strip()
	if value not in ("0", "False"):
		yield from (touch(doctype, action) for action in STATUS.get(value, (SUBMIT, CANCEL)))


def whole(doctype: str, action: str, site: Site, parent: Any = None, name: Any = None) -> Touch:
	"""A document, or the one that a child row belongs to."""
	if not site.is_child(doctype):
		return touch(doctype, action)
	owner = parent if isinstance(parent, str) and parent else ""
	owner = owner or (site.parent_of(doctype, name) if isinstance(name, str) else "")
	return touch(owner, READ if action == READ else WRITE) if owner else touch(doctype, action)


def listing(doctype: str, arguments: Arguments, site: Site, action: str = READ) -> Iterator[Touch]:
	"""A list, a count or a search, with every DocType that it joins."""
	parent = arguments.get("parent_doctype") or arguments.get("parent")
	yield whole(doctype, action, site, parent)
	for other in {*_of_columns(doctype, arguments, site), *_of_conditions(doctype, arguments, site)}:
		if other and other != doctype and not site.is_child(other):
			yield touch(other, READ)


def _of_columns(doctype: str, arguments: Arguments, site: Site) -> Iterator[str]:
	for name in COLUMNS:
		for column in _strings(parsed(arguments.get(name))):
			yield from _joined(doctype, column, site)
			if name == "expand":
				yield site.link_of(doctype, column)


def _of_conditions(doctype: str, arguments: Arguments, site: Site) -> Iterator[str]:
	for name in CONDITIONS:
		for named, column in _conditions(parsed(arguments.get(name))):
			yield named
			yield from _joined(named or doctype, column, site)


def _joined(doctype: str, column: str, site: Site) -> Iterator[str]:
	yield from TABLE.findall(column)
	for field in THROUGH_LINK.findall(column):
		linked = site.link_of(doctype, field)
		yield linked or (field[3:] if field.startswith("tab") else "")


def _strings(value: Any) -> Iterator[str]:
	if isinstance(value, str):
		yield value
	elif isinstance(value, Mapping):
		for key, inner in value.items():
			yield from _strings(key)
			yield from _strings(inner)
	elif isinstance(value, list | tuple):
		for inner in value:
			yield from _strings(inner)


def _conditions(value: Any) -> Iterator[tuple[str, str]]:
	"""Where filters look, not what they look for, as DocType and column: `[doctype, field, operator, value]`,
	`[field, operator, value]`, `{field: value}`, and lists of these."""
	if isinstance(value, Mapping):
		yield from (("", str(column)) for column in value)
	elif isinstance(value, list | tuple) and value and isinstance(value[0], str):
		named = len(value) >= 4
		yield (value[0] if named else "", str(value[1 if named else 0]))
	elif isinstance(value, list | tuple):
		for inner in value:
			yield from _conditions(inner)
