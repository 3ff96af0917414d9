"""What the arguments of a call speak of: documents, and DocTypes that a list joins.

They are read as Frappe reads them, or not at all: a value that is decoded again where it is used is decoded until no
JSON is left, and a column has one of the few forms that are understood here.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from types import NoneType
from typing import Any, Protocol

from oauth_plus.rules import columns, sensitive
from oauth_plus.rules.access import CANCEL, CREATE, READ, REPORT, SUBMIT, WRITE, Kind, Touch
from oauth_plus.rules.columns import Column, Unreadable

__all__ = [
	"Arguments",
	"Site",
	"Unreadable",
	"brought",
	"document",
	"is_on",
	"listing",
	"parsed",
	"status",
	"text",
	"touch",
	"whole",
	"written",
]

Arguments = Mapping[str, Any]

DEEPEST = 5
"""Times that JSON may stand within JSON; Frappe decodes a value three times at most."""

ANYTHING = "*"
"""What no rule names but one for everything of its kind."""

STATUS = {"1": (SUBMIT,), "True": (SUBMIT,), "2": (CANCEL,)}

COLUMNS = ("fields", "fieldname", "group_by", "order_by", "expand")
CONDITIONS = ("filters", "or_filters")

TREE_OPERATORS = frozenset(
	(
		"ancestors of",
		"descendants of",
		"descendants of (inclusive)",
		"not ancestors of",
		"not descendants of",
	)
)
"""What they compare with is looked up in the DocType that the column links to, or in the one itself."""

OPERATORS = TREE_OPERATORS | frozenset(
	(
		"=",
		"!=",
		"<",
		">",
		"<=",
		">=",
		"like",
		"not like",
		"in",
		"not in",
		"is",
		"between",
		"timespan",
		"previous",
		"next",
		"fiscal year",
	)
)

COMMENTS, COMMENT = "_comments", "Comment"
"""A column of every DocType that holds the text of other documents: Frappe keeps the latest comments there."""


class Site(Protocol):
	"""What the mapping has to know of the DocTypes of a site."""

	def controller_of(self, doctype: str) -> str:
		"""The dotted module of its controller."""

	def is_child(self, doctype: str) -> bool:
		"""Do its rows belong to documents of another?"""

	def children_of(self, doctype: str) -> Iterable[str]:
		"""The DocTypes of its tables."""

	def table_of(self, doctype: str, fieldname: str) -> str:
		"""The DocType of the table that a field shows; empty for any other field."""

	def received_by(self, method: str) -> frozenset[str] | None:
		"""The parameters in the signature of a method; None where it takes whatever is sent."""

	def method_of(self, method: str) -> str:
		"""The name under which a method is defined, whichever module it was reached by."""

	def home_page(self) -> str:
		"""What stands at `/` for the user of this request."""

	def report_of(self, prepared: str) -> str:
		"""The report that a prepared report holds the result of; empty where there is none."""

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
	"""What JSON in a string says, however often it is wrapped, or the value itself. Raises Unreadable."""
	for _depth in range(DEEPEST):
		if not isinstance(value, str) or value.strip()[:1] not in ("{", "[", '"'):
			return value
		try:
			value = json.loads(value)
		except (ValueError, RecursionError) as error:
			if value.strip()[:1] == '"':  # no JSON for Frappe either: a name in quotes
				return value
			raise Unreadable("JSON") from error
	raise Unreadable("JSON within JSON")


def document(value: Any, site: Site, action: str = "") -> Iterator[Touch]:
	"""A document that is sent along: made where it has no name yet, written otherwise; its status says more."""
	said = parsed(value)
	if not isinstance(said, Mapping):
		raise Unreadable("doc")
	doctype = text(said, "doctype")
	is_new = bool(said.get("__islocal") or not said.get("name"))
	if site.is_child(doctype) and said.get("parenttype"):
		yield touch(text(said, "parenttype"), WRITE)
		if sensitive.reason_of(doctype):
			yield touch(doctype, action or WRITE)
		if not is_new:  # it may be a row of another document until now
			yield whole(doctype, WRITE, site, None, said.get("name"))
		return
	yield touch(doctype, action or (CREATE if is_new else WRITE))
	yield from status(doctype, said)


def brought(doctype: str) -> Iterator[Touch]:
	"""A document that is sent along for its methods or its print: where its kind runs code, that is the sender's."""
	if sensitive.reason_of(doctype):
		yield touch(doctype, WRITE)


def status(doctype: str, said: Mapping[str, Any]) -> Iterator[Touch]:
	"""Documents are submitted and cancelled by writing their status, too."""
	value = str(said.get("docstatus") or "0").strip()
	if value not in ("0", "False"):
		yield from (touch(doctype, action) for action in STATUS.get(value, (SUBMIT, CANCEL)))


def written(doctype: str, said: Mapping[str, Any], site: Site) -> Iterator[Touch]:
	"""Values that are written into a document: its status, and what makes it another document or another's row."""
	yield from status(doctype, said)
	for key in ("doctype", "parenttype"):
		if said.get(key) and said[key] != doctype:
			yield touch(str(said[key]), WRITE)
	if said.get("name") and site.is_child(doctype):  # the row of that name is overwritten, whoever's it is
		yield whole(doctype, WRITE, site, None, str(said["name"]))


def whole(doctype: str, action: str, site: Site, parent: Any = None, name: Any = None) -> Touch:
	"""A document, or the one that a child row belongs to; a sensitive row is written for itself."""
	if not site.is_child(doctype) or (action != READ and sensitive.reason_of(doctype)):
		return touch(doctype, action)
	owner = parent if isinstance(parent, str) and parent else ""
	owner = owner or (site.parent_of(doctype, name) if isinstance(name, str) else "")
	return touch(owner, READ if action == READ else WRITE) if owner else touch(doctype, action)


def listing(
	doctype: str, arguments: Arguments, site: Site, action: str = READ, *, parent: str = ""
) -> Iterator[Touch]:
	"""A list, a count or a search, with every DocType that it joins. `parent` names the parameter by which the method
	checks whose rows a child table's are."""
	owner = arguments.get(parent) if parent else None
	yield whole(doctype, action, site, owner)
	if owner and owner != doctype and not site.is_child(doctype):  # v16 joins whatever is named
		yield touch(text(arguments, parent), READ)
	if _hides_names(arguments) and any(
		column.name == "*" for column in _columns(parsed(arguments.get("fields")))
	):
		yield touch(COMMENT, READ)  # where columns have names, that one is taken out of the answer
	others = {*_of_columns(doctype, arguments, site, action), *_of_conditions(doctype, arguments, site)}
	yield from (touch(other, READ) for other in others if other and other != doctype)


def _hides_names(arguments: Arguments) -> bool:
	"""Rows come as values without the names of their columns."""
	return not is_on(arguments.get("as_dict", True)) or is_on(arguments.get("as_list"))


def is_on(value: Any) -> bool:
	"""A flag as Frappe takes it; where its functions differ, the one that says more."""
	return str("" if value is None else value).lower() not in ("", "0", "false")


def _without_comments(doctype: str, said: Any) -> Any:
	"""The columns but for that of comments, which Desk's lists ask for and which goes out of the answer by its name."""
	ways = (COMMENTS, f"`{COMMENTS}`", f"`tab{doctype}`.`{COMMENTS}`")
	return [each for each in said if each not in ways] if isinstance(said, list) else said


def joined(doctype: str, value: Any, site: Site) -> Iterator[Touch]:
	"""What columns of a DocType take from others."""
	found = {other for column in _columns(parsed(value)) for other in _others(doctype, column, site)}
	yield from (touch(other, READ) for other in found if other and other != doctype)


def plain_name(value: Any) -> str:
	"""The name of one column of the DocType itself. Raises Unreadable."""
	if not isinstance(value, str) or not columns.NAME.fullmatch(value):
		raise Unreadable("a column")
	return value


def _of_columns(doctype: str, arguments: Arguments, site: Site, action: str) -> Iterator[str]:
	for name in COLUMNS:
		said = parsed(arguments.get(name))
		if name == "fields" and action != REPORT and not _hides_names(arguments):
			said = _without_comments(doctype, said)
		for column in _columns(said):
			yield from _others(doctype, column, site)
			if name == "expand":
				yield site.link_of(doctype, column.name)


def _of_conditions(doctype: str, arguments: Arguments, site: Site) -> Iterator[str]:
	for name in CONDITIONS:
		for named, column, operator in _conditions(parsed(arguments.get(name))):
			yield from _named(doctype, named, site)
			for each in columns.read(column):
				yield from _others(named or doctype, each, site)
				if operator in TREE_OPERATORS:
					yield site.link_of(named or doctype, each.name)


def _named(doctype: str, other: str, site: Site) -> Iterator[str]:
	"""Rows of a table of this DocType go with its documents."""
	if other and other not in site.children_of(doctype):
		yield other


def _others(doctype: str, column: Column, site: Site) -> Iterator[str]:
	"""The DocTypes that a column is taken from, but for those whose rows go with the document."""
	if column.name.lower() == COMMENTS:
		yield COMMENT
	yield from _named(doctype, column.table, site)
	if not column.through or site.table_of(doctype, column.through):
		return
	linked = site.link_of(doctype, column.through)
	if linked:
		yield linked
	elif column.through.startswith("tab"):  # a table that needs no quotes
		yield from _named(doctype, column.through[3:], site)


def _columns(value: Any) -> Iterator[Column]:
	"""Columns in a string or a list of strings; of a mapping, a function or a table with columns of it (v16)."""
	if value is None or value == "":
		return
	if isinstance(value, str):
		again = parsed(value)
		yield from columns.read(value) if again is value else _columns(again)
	elif isinstance(value, Mapping):
		for key, inner in value.items():
			yield from _of_mapping(str(key), inner)
	elif isinstance(value, list | tuple):
		for each in value:
			yield from _columns(each)
	else:
		raise Unreadable("columns")


def _of_mapping(key: str, value: Any) -> Iterator[Column]:
	if key == "as":
		plain_name(value)
		return
	if key.lower() in columns.FUNCTIONS:
		yield from (column for each in _arguments(value) for column in _columns(each))
		return
	plain_name(key)
	for inner in value if isinstance(value, list | tuple) else [value]:
		if inner != "*":
			plain_name(inner)
		yield Column(inner, through=key)


def _arguments(value: Any) -> Iterator[str]:
	for each in value if isinstance(value, list | tuple) else [value]:
		if isinstance(each, str) and not each.isdecimal():
			yield each
		elif isinstance(each, Mapping | list | tuple):
			raise Unreadable("columns")


def _conditions(value: Any) -> Iterator[tuple[str, str, str]]:
	"""Where filters look, not what they look for, as DocType, column and operator: `[doctype, field, operator, value]`,
	`[field, operator, value]`, `{field: value}`, and lists of these."""
	if isinstance(value, Mapping):
		for column, sought in value.items():
			_require_plain(sought)
			yield (
				"",
				str(column),
				str(sought[0]).lower() if isinstance(sought, list | tuple) and sought else "",
			)
	elif isinstance(value, list | tuple) and value and isinstance(value[0], str):
		yield from _one_condition(list(value))
	elif isinstance(value, list | tuple):
		for inner in value:
			if isinstance(inner, list | tuple | Mapping):
				yield from _conditions(inner)
			elif str(inner).lower() not in ("and", "or"):
				raise Unreadable("filters")
	elif not isinstance(value, str | int | float | NoneType):
		raise Unreadable("filters")


def _one_condition(parts: list[Any]) -> Iterator[tuple[str, str, str]]:
	named = len(parts) >= 4
	if len(parts) < 3 or not all(isinstance(part, str) for part in parts[: 3 if named else 2]):
		raise Unreadable("filters")  # v15 takes a list of words for columns
	_require_plain(parts[2:])
	operator = parts[2 if named else 1].lower()
	if operator not in OPERATORS:
		raise Unreadable("filters")
	yield parts[0] if named else "", parts[1 if named else 0], operator


def _require_plain(sought: Any) -> None:
	"""What is looked for is a value or a list of values, never a query or a column."""
	if isinstance(sought, Mapping):
		raise Unreadable("filters")
	if isinstance(sought, list | tuple):
		for each in sought:
			_require_plain(each)
