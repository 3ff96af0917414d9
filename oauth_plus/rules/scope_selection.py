"""The fewest and narrowest scopes for a set of accesses."""

from collections.abc import Iterable, Sequence

from oauth_plus.rules.resource_access import ResourceAccess
from oauth_plus.rules.scope_coverage import covers, is_new_file, may_attach
from oauth_plus.rules.scope_definition import ALL, ModuleOf, Scope, breadth


def needed(
	accesses: Iterable[ResourceAccess], tiers: Sequence[Iterable[Scope]], module_of: ModuleOf
) -> tuple[str, ...]:
	"""Return the names of the fewest and narrowest scopes that open all accesses, for `scope` of RFC 6750
	§3.1.

	Scopes of an earlier tier go first. Where accesses are left that no scope opens, it is `all` alone.
	"""
	left = set(accesses)
	chosen: list[str] = []
	if tiers and may_attach(tuple(tiers[0]), tuple(left), module_of):
		left = {access for access in left if not is_new_file(access)}
	for tier in tiers:
		opened = {scope: _opened(scope, left, module_of) for scope in tier if not scope.opens_everything}
		while best := _widest({scope: what & left for scope, what in opened.items()}):
			chosen.append(best.name)
			left -= opened[best]
	return (ALL,) if left else tuple(chosen)


def _opened(scope: Scope, accesses: set[ResourceAccess], module_of: ModuleOf) -> set[ResourceAccess]:
	return {access for access in accesses if covers(scope, access, module_of)}


def _widest(opened: dict[Scope, set[ResourceAccess]]) -> Scope | None:
	"""Return the scope that opens most of what is left; of equal ones the narrowest, then the first by
	name."""
	useful = [scope for scope, what in opened.items() if what]
	return min(useful, key=lambda scope: (-len(opened[scope]), breadth(scope), scope.name), default=None)
