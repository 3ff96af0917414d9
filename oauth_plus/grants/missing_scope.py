"""Scopes that a call lacks: named to the app in the 403, and explained to the administrator (RFC 6750 §3.1)."""

import re
from collections.abc import Iterable

from oauth_plus.exceptions import InsufficientScope
from oauth_plus.platform.doctypes import SITE
from oauth_plus.rules import doctype_scope, scope_list, scope_selection, sensitive_access
from oauth_plus.rules.resource_access import ANYTHING, Kind, ResourceAccess
from oauth_plus.rules.scope_definition import ALL, Scope
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import client_lookup
from oauth_plus.store.scopes import scope_lookup

PLAIN = re.compile(r"[a-z_]{1,40} of [a-z_.]{1,80}")
"""Parameters whose names the app is told. Other names are chosen by the sender."""


def refusal(
	accesses: Iterable[ResourceAccess],
	missing: Iterable[ResourceAccess],
	held: Iterable[Scope],
	client_id: str = "",
	words: tuple[str, ...] = (),
) -> InsufficientScope:
	"""Return the 403 for a call that needs `accesses` and lacks `missing`. It names every scope that the call needs
	(RFC 6750 §3.1). With a `client_id`, the scopes of the client come first, which costs a query. `words` are the
	scopes of the token: those that no needed one contains are named too.
	"""
	refused = tuple(missing)
	names = needed(accesses, held, client_id)
	unread = (each.target for each in refused if each.kind is Kind.PARAMETER and PLAIN.fullmatch(each.target))
	return InsufficientScope(
		" ".join(names),
		unread=", ".join(unread),
		kept=_kept(words, names),
		cause=Sentence("The scopes of the token do not cover {0}", ", ".join(map(described, refused))),
		fix=_fix(names, refused),
	)


def needed(accesses: Iterable[ResourceAccess], held: Iterable[Scope], client_id: str = "") -> tuple[str, ...]:
	"""Return the fewest scopes that cover all accesses, first those of the token, then those of the client."""
	asked = tuple(accesses)
	client = client_lookup.find(client_id) if client_id else None
	own = scope_lookup.held_by(client.scopes) if client else ()
	tiers = (tuple(held), own, by_pattern(asked), scope_lookup.all_records())
	return scope_selection.needed(asked, tiers, SITE.module_of)


def _kept(words: tuple[str, ...], names: tuple[str, ...]) -> tuple[str, ...]:
	"""Return the words that no needed scope contains; `openid` is part of no other."""
	contained = scope_lookup.obtainable(names, words) - {scope_list.OPENID} | set(names)
	return tuple(word for word in words if word not in contained)


def by_pattern(accesses: Iterable[ResourceAccess]) -> tuple[Scope, ...]:
	"""Return the scopes for one DocType (`doctype:…`) that cover some of the accesses."""
	found = (
		scope
		for access in accesses
		if access.kind in (Kind.DOCTYPE, Kind.FILE) and access.target != ANYTHING
		for scope in doctype_scope.patterns_for(
			access.target if access.kind is Kind.DOCTYPE else "File", access.action
		)
	)
	return tuple(dict.fromkeys(found))


def described(access: ResourceAccess) -> str:
	"""Return an access in words, such as "DocType User (read)"."""
	return f"{access.kind.value} {access.target}{f' ({access.action})' if access.action else ''}"


def _fix(names: tuple[str, ...], refused: Iterable[ResourceAccess]) -> str:
	"""Return the fix for the administrator. Only a scope that is made for it allows a sensitive access."""
	asked, of_its_own = " ".join(names), dict.fromkeys(sensitive_access.targets_to_name(refused))
	if names != (ALL,) or not of_its_own:
		return Sentence("Have the app ask for {0}, and add it to the OAuth Client", asked)
	return Sentence(
		"Make a scope that is marked Sensitive and names {0}. Or: have the app ask for {1}, and add it to the OAuth Client",
		", ".join(of_its_own),
		asked,
	)
