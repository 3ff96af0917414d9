"""What a scope opens, and whether an access token's scopes allow what a call touches. A scope only ever takes
away: what the user may do is Frappe's to say."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache

from oauth_plus.rules import sensitive

ALL = "all"
"""Whatever the user may do."""


class Kind(str, Enum):
	"""What a rule names, and what a call touches."""

	DOCTYPE = "DocType"
	MODULE = "Module"
	METHOD = "Method"
	REPORT = "Report"
	PAGE = "Page"
	FILE = "File"
	FIELD = "Field"
	"""No rule names one: it is sensitive, and goes with a scope that is and names its DocType."""
	PARAMETER = "Parameter"
	"""No rule names one: what cannot be read, only `all` opens."""


READ, WRITE, CREATE, DELETE = "read", "write", "create", "delete"
SUBMIT, CANCEL, PRINT, REPORT = "submit", "cancel", "print", "report"
ATTACH = "attach"

ACTIONS = (READ, WRITE, CREATE, DELETE, SUBMIT, CANCEL, PRINT, REPORT, ATTACH)
"""What can be done to a document, each opened by itself. No call touches ATTACH: a rule that opens it, and writing, lets
new files be attached to documents that the token may write."""

SEEING = frozenset((READ, PRINT, REPORT))

WITH_ACTIONS = frozenset((Kind.DOCTYPE, Kind.MODULE, Kind.FILE))
"""Kinds that are opened action by action; the others are opened or not."""


@dataclass(frozen=True)
class Rule:
	"""One thing that a scope opens; `*` in `target` stands for anything. `reads_links`: while the rule is
	used, what documents of the DocType link to may be read, by the site's own code and not at the door."""

	kind: Kind
	target: str
	actions: frozenset[str] = frozenset()
	reads_links: bool = False


@dataclass(frozen=True)
class Touch:
	"""One thing that a call touches; `action` is empty where the kind has none."""

	kind: Kind
	target: str
	action: str = ""


@dataclass(frozen=True)
class Scope:
	"""A word that means something. `contains` names other scopes, whose rules it opens too."""

	name: str
	title: str
	sentence: str = ""
	icon: str = ""
	is_sensitive: bool = False
	is_default: bool = False
	contains: tuple[str, ...] = ()
	rules: tuple[Rule, ...] = ()

	@property
	def opens_everything(self) -> bool:
		"""It is the one that takes nothing away."""
		return self.name == ALL


ModuleOf = Callable[[str], str]
"""The module of a DocType; asked only where a rule names a module."""

LinksOf = Callable[[str], Iterable[str]]
"""The DocTypes that a DocType's fields, and those of its tables, link to."""

NEW_FILES = ("/files/", "/private/files/")
"""What a file is touched by that is sent, and has no address yet."""


def opens(rule: Rule, touch: Touch, module_of: ModuleOf) -> bool:
	"""Does the rule name what is touched?"""
	if touch.action and touch.action not in rule.actions:
		return False
	if rule.kind is touch.kind:
		return _fits(rule.target, touch.target) and not _is_out_of_reach(rule, touch)
	if rule.kind is Kind.MODULE and touch.kind is Kind.DOCTYPE:
		return _fits(rule.target, module_of(touch.target))
	return rule.kind is Kind.DOCTYPE and touch.kind is Kind.FILE and _fits(rule.target, "File")


def covers(scope: Scope, touch: Touch, module_of: ModuleOf) -> bool:
	"""Does the scope itself open it?"""
	if scope.opens_everything:
		return True
	if _is_sensitive(touch):
		return scope.is_sensitive and any(_names(scope, rule, touch) for rule in scope.rules)
	return any(opens(rule, touch, module_of) for rule in scope.rules)


BY_PATTERN = "doctype:"
"""How the names of scopes begin that are there for every DocType without anybody's decision."""


def _is_sensitive(touch: Touch) -> bool:
	"""Only a scope that is marked so and names it opens it."""
	if touch.kind is Kind.DOCTYPE:
		reason_of = sensitive.reason_to_see if touch.action in SEEING else sensitive.reason_of
		return bool(reason_of(touch.target))
	return touch.kind is Kind.FIELD or (touch.kind is Kind.METHOD and sensitive.gives_access(touch.target))


def reason_to_mark(rule: Rule) -> str:
	"""Why a scope with this rule has to be marked sensitive; empty where it need not."""
	if rule.kind is Kind.METHOD:
		return sensitive.HOLDS_CREDENTIALS if sensitive.gives_access(rule.target) else ""
	if rule.kind is not Kind.DOCTYPE:
		return ""
	to_write = sensitive.reason_of(rule.target) if rule.actions - SEEING else ""
	return to_write or (sensitive.reason_to_see(rule.target) if rule.actions & SEEING else "")


def named_by_a_scope_of_its_own(touches: Iterable[Touch]) -> Iterable[str]:
	"""What a scope has to name to open what is sensitive among these."""
	for touch in filter(_is_sensitive, touches):
		is_field = touch.kind is Kind.FIELD
		named = sensitive.doctype_of(touch.target) if is_field else touch.target
		yield f"the {(Kind.DOCTYPE if is_field else touch.kind).value} {named}"


def _is_out_of_reach(rule: Rule, touch: Touch) -> bool:
	"""Some things no pattern opens, though any scope that names them does."""
	if touch.kind is Kind.PAGE:
		return sensitive.is_desk(touch.target) and not sensitive.is_desk(rule.target)
	return (
		touch.kind is Kind.METHOD and rule.target != touch.target and sensitive.is_named_alone(touch.target)
	)


def _names(scope: Scope, rule: Rule, touch: Touch) -> bool:
	"""Somebody has decided on exactly this."""
	if touch.kind is Kind.METHOD:
		return rule.kind is Kind.METHOD and rule.target == touch.target
	named = sensitive.doctype_of(touch.target) if touch.kind is Kind.FIELD else touch.target
	is_named = rule.kind is Kind.DOCTYPE and rule.target == named and touch.action in rule.actions
	return is_named and not scope.name.startswith(BY_PATTERN)


def lacking(scopes: Iterable[Scope], touches: Iterable[Touch], module_of: ModuleOf) -> tuple[Touch, ...]:
	"""What none of the scopes opens: nothing, where the call is allowed."""
	held, asked = tuple(scopes), tuple(touches)
	left = tuple(touch for touch in asked if not any(covers(scope, touch, module_of) for scope in held))
	if left and any(map(_is_new_file, left)) and _may_attach(held, asked, module_of):
		return tuple(touch for touch in left if not _is_new_file(touch))
	return left


def _is_new_file(touch: Touch) -> bool:
	return touch.kind is Kind.FILE and touch.action == WRITE and touch.target in NEW_FILES


def _may_attach(held: tuple[Scope, ...], touches: tuple[Touch, ...], module_of: ModuleOf) -> bool:
	"""The call writes a document to which a scope lets files be attached."""
	written = (touch for touch in touches if touch.kind is Kind.DOCTYPE and touch.action == WRITE)
	attached = [replace(touch, action=ATTACH) for touch in written]
	return any(covers(scope, touch, module_of) for scope in held for touch in attached)


def follows(
	scopes: Iterable[Scope], used: Iterable[Touch], touch: Touch, links_of: LinksOf, module_of: ModuleOf
) -> bool:
	"""Is a document read because one links to it that a rule in use opens? `used` is what the call touches at the door."""
	documents = _documents(used)
	if not _may_be_followed(touch):
		return False
	followed = (rule for scope in scopes for rule in scope.rules if rule.reads_links)
	in_use = (rule for rule in followed if any(opens(rule, each, module_of) for each in documents))
	return any(touch.target in links_of(rule.target) for rule in in_use)


def is_linked(used: Iterable[Touch], touch: Touch, links_of: LinksOf) -> bool:
	"""Do documents that the call touches at the door link to it, so that a rule could follow them?"""
	names = {each.target for each in _documents(used)}
	return _may_be_followed(touch) and any(touch.target in links_of(each) for each in names)


def _documents(used: Iterable[Touch]) -> tuple[Touch, ...]:
	"""The documents whose links a call may follow: none, where it runs a method or a report, which could be asked for any
	document; a method of a DocType's own documents is theirs."""
	asked = tuple(used)
	documents = tuple(each for each in asked if each.kind is Kind.DOCTYPE)
	own = tuple(f"{each.target}." for each in documents)
	runs = (each.target for each in asked if each.kind in (Kind.METHOD, Kind.REPORT))
	return () if any(not name.startswith(own) for name in runs) else documents


def _may_be_followed(touch: Touch) -> bool:
	"""It is read, and is nothing that only a scope of its own lets be seen."""
	is_read = (touch.kind, touch.action) == (Kind.DOCTYPE, READ)
	return is_read and not sensitive.reason_to_see(touch.target)


def needed(
	touches: Iterable[Touch], tiers: Sequence[Iterable[Scope]], module_of: ModuleOf
) -> tuple[str, ...]:
	"""The fewest and narrowest scopes that open all of it; those of an earlier tier go first, and `all` last."""
	left, chosen = set(touches), []
	if tiers and _may_attach(tuple(tiers[0]), tuple(left), module_of):
		left = {touch for touch in left if not _is_new_file(touch)}
	for tier in tiers:
		opened = {scope: _opened(scope, left, module_of) for scope in tier if not scope.opens_everything}
		while best := _widest({scope: what & left for scope, what in opened.items()}):
			chosen.append(best.name)
			left -= opened[best]
	return (ALL,) if left else tuple(chosen)


def _opened(scope: Scope, touches: set[Touch], module_of: ModuleOf) -> set[Touch]:
	return {touch for touch in touches if covers(scope, touch, module_of)}


def _widest(opened: dict[Scope, set[Touch]]) -> Scope | None:
	"""The scope that opens most of what is left; of those that open as much, the one that opens least beside."""
	useful = [scope for scope, what in opened.items() if what]
	return min(useful, key=lambda scope: (-len(opened[scope]), breadth(scope), scope.name), default=None)


def breadth(scope: Scope) -> int:
	"""How much a scope opens, roughly: a pattern or a module counts for a hundred names."""
	return sum(max(1, len(rule.actions)) * (100 if _is_wide(rule) else 1) for rule in scope.rules)


def _is_wide(rule: Rule) -> bool:
	return "*" in rule.target or rule.kind is Kind.MODULE


def _fits(pattern: str, name: str) -> bool:
	if "*" not in pattern:
		return pattern == name
	return bool(_pattern(pattern).fullmatch(name))


@lru_cache(maxsize=1024)
def _pattern(text: str) -> re.Pattern[str]:
	return re.compile(".*".join(map(re.escape, text.split("*"))), re.DOTALL)
