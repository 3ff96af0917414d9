"""TODO."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from oauth_plus.rules.resource_access import Kind

ALL = "all"
"""Whatever the user may do."""


@dataclass(frozen=True)
class Rule:
	"""One thing that a scope opens; `*` in `target` stands for anything. `reads_links`: while the rule is
	used, what documents of the DocType link to may be read, by the site's own code and not at the door."""

	kind: Kind
	target: str
	actions: frozenset[str] = frozenset()
	reads_links: bool = False


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


BY_PATTERN = "doctype:"
"""How the names of scopes begin that are there for every DocType without anybody's decision."""


def breadth(scope: Scope) -> int:
	"""How much a scope opens, roughly: a pattern or a module counts for a hundred names."""
	return sum(max(1, len(rule.actions)) * (100 if _is_wide(rule) else 1) for rule in scope.rules)


def _is_wide(rule: Rule) -> bool:
	return "*" in rule.target or rule.kind is Kind.MODULE


LONGEST = 140
