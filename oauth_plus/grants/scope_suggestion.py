"""Scopes for a client, from what it did: existing ones, or a new one."""

from datetime import datetime
from typing import Any

from oauth_plus.grants.missing_scope import by_pattern, described
from oauth_plus.platform.doctypes import SITE
from oauth_plus.rules import scope_coverage, scope_from_use, scope_selection, sensitive_access
from oauth_plus.rules.resource_access import Kind
from oauth_plus.rules.scope_definition import ALL
from oauth_plus.rules.scope_list import OPENID
from oauth_plus.store import client_lookup
from oauth_plus.store.scope_use import scope_uses
from oauth_plus.store.scopes import scope_lookup, scope_records


def suggested(client_id: str, since: datetime) -> dict[str, Any]:
	"""Return the fewest scopes that cover what a client did, and what only `all` covers (`unnamed`)."""
	accesses = [use.access for use in scope_uses.used_since(client_id, since)]
	tier = (
		*by_pattern(accesses),
		*(scope for scope in scope_lookup.all_records() if not scope.opens_everything),
	)
	unnamed = scope_coverage.missing(tier, accesses, SITE.module_of)
	named = scope_selection.needed(
		(each for each in accesses if each not in unnamed), (tier,), SITE.module_of
	)
	return {
		"scopes": list(dict.fromkeys((*_about_the_user(client_id), *named))),
		"unnamed": [described(each) for each in unnamed],
	}


def make_scope(client_id: str, since: datetime, name: str, title: str) -> dict[str, Any]:
	"""Create a scope that allows exactly what a client did. Raises PermissionError for users who may not create
	scopes."""
	drawn = scope_from_use.draw(scope_uses.used_since(client_id, since), SITE.links_of)
	reasons = [
		(rule.target, reason) for rule in drawn.rules if (reason := sensitive_access.reason_to_mark(rule))
	]
	if drawn.rules:
		scope_records.make(name, title, drawn.rules, is_sensitive=bool(reasons))
	return {
		"scopes": [*_about_the_user(client_id), *([name] if drawn.rules else [])],
		"unnamed": [described(each) for each in drawn.unnamed],
		"sensitive": [f"{target}: {reason}" for target, reason in reasons],
		"folders": [rule.target for rule in drawn.rules if rule.kind is Kind.FILE],
	}


def _about_the_user(client_id: str) -> list[str]:
	"""Return the client's scopes that allow no calls, only claims about the user (OpenID Connect Core §5.4)."""
	client = client_lookup.find_fresh(client_id)
	if client is None:
		return []
	own = [scope.name for scope in scope_lookup.known(client.scopes) if not scope.rules and scope.name != ALL]
	return [*own, *([OPENID] if OPENID in client.scopes else [])]
