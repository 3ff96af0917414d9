"""What a bearer's scopes allow: decided once at the door, and asked again for every document (RFC 6750 §3.1)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from oauth_plus.exceptions import InsufficientScope, NotFound
from oauth_plus.platform.doctypes import SITE
from oauth_plus.platform.request_state import state
from oauth_plus.rules import (
	doctype_scope,
	linked_documents,
	scope_coverage,
	scope_from_use,
	scope_selection,
	sensitive_access,
)
from oauth_plus.rules.calls.call import Call
from oauth_plus.rules.calls.routes import accesses_of
from oauth_plus.rules.calls.sent_links import read_by_links
from oauth_plus.rules.policy import Gate
from oauth_plus.rules.resource_access import ANYTHING, Kind, ResourceAccess
from oauth_plus.rules.scope_definition import ALL, Scope
from oauth_plus.rules.scope_from_use import Way
from oauth_plus.store import clients, scope_records, scope_uses, scopes
from oauth_plus.store.token_lookup import PresentedToken

OPENID = "openid"

EVERYTHING = (Scope(ALL, ALL),)


@dataclass
class Bearer:
	"""Whose token this request came with, and what it may do.

	`asked` is what the call touches at the door, and `linked` tells what the documents that it sends link to. Behind the
	door, `inner` is what the site's code touched on the way, and `denied` what it asked for in vain.
	"""

	user: str
	client_id: str
	level: Gate
	held: tuple[Scope, ...]
	asked: tuple[ResourceAccess, ...] = ()
	linked: Callable[[], Iterable[ResourceAccess]] = tuple
	denied: set[ResourceAccess] = field(default_factory=set)
	inner: set[ResourceAccess] = field(default_factory=set)
	links: dict[str, frozenset[str]] = field(default_factory=dict)

	@property
	def is_restricted(self) -> bool:
		"""Is there anything that its user may do, and it may not?"""
		return self.level is not Gate.OFF and not any(scope.opens_everything for scope in self.held)

	def opens(self, access: ResourceAccess) -> bool:
		"""Does a scope cover it?"""
		return not scope_coverage.missing(self.held, (access,), SITE.module_of)

	def allows(self, *alternatives: ResourceAccess) -> bool:
		"""May the site's code touch one of these on the way? What Warn would refuse is written down, and allowed."""
		opened = next(filter(self.opens, alternatives), None) or next(
			filter(self._follows, alternatives), None
		)
		access = opened or alternatives[0]
		if opened is None and self.level is Gate.ENFORCE:
			self.denied.add(access)
			return False
		self.note_inner(access)
		if opened is None:
			refusal = self.refusal((access,), (access,))
			scope_uses.note_refusal(self.client_id, self.user, refusal, would=True)
		return True

	def note_inner(self, access: ResourceAccess) -> None:
		"""The site's code touched this on the way: without it, the call would have failed. Without an action, Frappe
		collects what the user may do at all."""
		if access in self.inner or access in self.asked or self.level is Gate.OFF or not access.action:
			return
		self.inner.add(access)
		way = Way.LINKED if linked_documents.is_linked(self.asked, access, self._links_of) else Way.ON_THE_WAY
		scope_uses.note(self.client_id, (access,), way)

	def explain_denied(self) -> InsufficientScope:
		"""403, when a document was denied to the site's code: with all that one request can know to be needed, for
		Frappe stops at the first."""
		linked = tuple(self.linked())
		more = linked if self.denied.intersection(linked) else ()
		return self.refusal(dict.fromkeys((*self.asked, *self.denied, *more)), self.denied)

	def _follows(self, access: ResourceAccess) -> bool:
		return linked_documents.follows(self.held, self.asked, access, self._links_of, SITE.module_of)

	def _links_of(self, doctype: str) -> frozenset[str]:
		"""Found out once a request."""
		if doctype not in self.links:
			self.links[doctype] = frozenset(SITE.links_of(doctype))
		return self.links[doctype]

	def refusal(
		self, accesses: Iterable[ResourceAccess], missing: Iterable[ResourceAccess]
	) -> InsufficientScope:
		"""403, with all the scopes that the call needs."""
		is_told = self.level is Gate.ENFORCE  # Warn asks the database nothing
		names = needed(accesses, self.held, self.client_id if is_told else "")
		refused = tuple(missing)
		what = ", ".join(map(described, refused))
		return InsufficientScope(
			" ".join(names),
			unread=", ".join(
				each.target for each in refused if each.kind is Kind.PARAMETER and _is_plain(each)
			),
			cause=f"The token may not touch {what}",
			fix=_fix(names, refused),
		)

	def enforce(self, accesses: tuple[ResourceAccess, ...]) -> None:
		"""All of it may be touched. Raises InsufficientScope where the client is held to its scopes, and NotFound where a
		scope would not help: the address is wrong."""
		missing = scope_coverage.missing(self.held, accesses, SITE.module_of) if self.is_restricted else ()
		refused = missing if self.level is Gate.ENFORCE else ()
		scope_uses.note(self.client_id, [access for access in accesses if access not in refused])
		if not missing:
			return
		if all(access.kind is Kind.METHOD and not SITE.is_method(access.target) for access in missing):
			if self.level is Gate.ENFORCE:
				raise NotFound("There is no method of this name")
			return
		refusal = self.refusal(accesses, missing)
		scope_uses.note_refusal(self.client_id, self.user, refusal, would=self.level is Gate.WARN)
		if self.level is Gate.ENFORCE:
			raise refusal


def _fix(names: tuple[str, ...], refused: Iterable[ResourceAccess]) -> str:
	"""For the administrator; what is sensitive no scope opens but one that is made for it."""
	asked = f"Have the app ask for {' '.join(names)}, and add it to the OAuth Client"
	of_its_own = dict.fromkeys(sensitive_access.targets_to_name(refused))
	if names != (ALL,) or not of_its_own:
		return asked
	return f"Make a scope that is marked Sensitive and names {', '.join(of_its_own)}. Or: {asked[0].lower()}{asked[1:]}"


def current_bearer() -> Bearer | None:
	"""Return the bearer of this request, where it came with an access token of ours."""
	bearer: Bearer | None = state().bearer
	return bearer


def bearer_of(access: PresentedToken) -> Bearer:
	"""The bearer of a good access token."""
	pair, words_left = access.pair, access.scopes
	held = EVERYTHING if ALL in words_left else scopes.held_by(words_left)
	return Bearer(pair.user, pair.client_id, access.enforcement, held)


def let_through(bearer: Bearer, call: Call) -> None:
	"""The first layer: what the call touches is covered. Raises InsufficientScope."""
	if bearer.level is not Gate.OFF:
		bearer.asked = accesses_of(call, SITE)
		bearer.linked = partial(read_by_links, call, bearer.asked, SITE)
		bearer.enforce(bearer.asked)


def needed(accesses: Iterable[ResourceAccess], held: Iterable[Scope], client_id: str = "") -> tuple[str, ...]:
	"""The fewest scopes that open all of it: such as are held go first, then what the client may ask for."""
	asked = tuple(accesses)
	client = clients.find(client_id) if client_id else None
	own = scopes.held_by(client.scopes) if client else ()
	tiers = (tuple(held), own, by_pattern(asked), scopes.all_records())
	return scope_selection.needed(asked, tiers, SITE.module_of)


def suggested(client_id: str, since: datetime) -> dict[str, Any]:
	"""What a client could do with, judged by what it did: scopes, and what no scope but `all` names."""
	accesses = [use.access for use in scope_uses.used_since(client_id, since)]
	tier = (*by_pattern(accesses), *(scope for scope in scopes.all_records() if not scope.opens_everything))
	unnamed = scope_coverage.missing(tier, accesses, SITE.module_of)
	named = scope_selection.needed(
		(each for each in accesses if each not in unnamed), (tier,), SITE.module_of
	)
	return {
		"scopes": list(dict.fromkeys((*_about_the_person(client_id), *named))),
		"unnamed": [described(each) for each in unnamed],
	}


def make_scope(client_id: str, since: datetime, name: str, title: str) -> dict[str, Any]:
	"""Make a scope that opens what a client did, and nothing beside it. Frappe refuses who may make none."""
	drawn = scope_from_use.draw(scope_uses.used_since(client_id, since), SITE.links_of)
	reasons = [
		(rule.target, reason) for rule in drawn.rules if (reason := sensitive_access.reason_to_mark(rule))
	]
	if drawn.rules:
		scope_records.make(name, title, drawn.rules, is_sensitive=bool(reasons))
	return {
		"scopes": [*_about_the_person(client_id), *([name] if drawn.rules else [])],
		"unnamed": [described(each) for each in drawn.unnamed],
		"sensitive": [f"{target}: {reason}" for target, reason in reasons],
		"folders": [rule.target for rule in drawn.rules if rule.kind is Kind.FILE],
	}


def _about_the_person(client_id: str) -> list[str]:
	"""The client's scopes that open no door: what it may know of the person."""
	client = clients.find(client_id)
	own = [scope.name for scope in scopes.known(client.scopes) if not scope.rules and scope.name != ALL]
	return [*own, *([OPENID] if OPENID in client.scopes else [])]


def by_pattern(accesses: Iterable[ResourceAccess]) -> tuple[Scope, ...]:
	"""The scopes for one DocType that open some of it."""
	found = (
		scope
		for access in accesses
		if access.kind in (Kind.DOCTYPE, Kind.FILE) and access.target != ANYTHING
		for scope in doctype_scope.patterns_for(
			access.target if access.kind is Kind.DOCTYPE else "File", access.action
		)
	)
	return tuple(dict.fromkeys(found))


PLAIN = re.compile(r"[a-z_]{1,40} of [a-z_.]{1,80}")
"""What is told to the app of a parameter; whoever calls may choose its name."""


def _is_plain(access: ResourceAccess) -> bool:
	return PLAIN.fullmatch(access.target) is not None


def described(access: ResourceAccess) -> str:
	"""For people: DocType User (read)."""
	return f"{access.kind.value} {access.target}{f' ({access.action})' if access.action else ''}"
