"""Scopes and their rules. A scope only restricts: what the user may do is for Frappe's permissions to
decide."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from oauth_plus.rules.resource_access import Kind

ALL = "all"
"""Scope that opens whatever the user may do."""

LONGEST = 140
"""Characters of a scope's name: the length of a name in Frappe's database."""

BY_PATTERN = "doctype:"
"""Prefix of scopes that exist for every DocType without a record."""

ModuleOf = Callable[[str], str]
"""Returns the module of a DocType; called only where a rule names a module."""

LinksOf = Callable[[str], Iterable[str]]
"""Returns the DocTypes that fields of a DocType, and of its child tables, link to."""


@dataclass(frozen=True)
class Rule:
	"""Resource that a scope opens; `*` in `target` stands for any characters.

	`reads_links`: while the rule is used, the site's own code may read what documents of the DocType link to.
	"""

	kind: Kind
	target: str
	actions: frozenset[str] = frozenset()
	reads_links: bool = False


@dataclass(frozen=True)
class Scope:
	"""Scope that has a meaning on this site. `contains` names other scopes, whose rules it opens too."""

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
		"""Return whether the scope is `all`, which restricts nothing."""
		return self.name == ALL


def breadth(scope: Scope) -> int:
	"""Return how much a scope opens, roughly: actions times names. A pattern or a module counts as 100
	names."""
	return sum(max(1, len(rule.actions)) * (100 if _is_wide(rule) else 1) for rule in scope.rules)


def _is_wide(rule: Rule) -> bool:
	return "*" in rule.target or rule.kind is Kind.MODULE
