"""Access by the scopes of a bearer token: checked once for the call, and again for every document (RFC 6750 §3.1)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial

from oauth_plus.exceptions import InsufficientScope, UnknownMethod
from oauth_plus.grants import missing_scope
from oauth_plus.platform.doctypes import SITE
from oauth_plus.platform.request_state import state
from oauth_plus.rules import linked_documents, scope_coverage
from oauth_plus.rules.calls.call import Call
from oauth_plus.rules.calls.routes import accesses_of
from oauth_plus.rules.calls.sent_links import read_by_links
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.rules.resource_access import Kind, ResourceAccess
from oauth_plus.rules.scope_definition import ALL, Scope
from oauth_plus.rules.scope_from_use import Way
from oauth_plus.store.events import refused_calls
from oauth_plus.store.presented_tokens.presented_token import PresentedToken
from oauth_plus.store.scope_use import scope_use_notes
from oauth_plus.store.scopes import scope_lookup

EVERYTHING = (Scope(ALL, ALL),)


@dataclass
class Bearer:
	"""User and client of the token of this request, and its scopes: `words` as the token has them, `held` with all that
	they contain.

	`asked` is what the call itself accesses. `linked` returns what the documents that it sends link to. `inner` is
	what the site's code accessed during the call, and `denied` what it was refused.
	"""

	user: str
	client_id: str
	level: Gate
	held: tuple[Scope, ...]
	words: tuple[str, ...] = ()
	asked: tuple[ResourceAccess, ...] = ()
	linked: Callable[[], Iterable[ResourceAccess]] = tuple
	denied: set[ResourceAccess] = field(default_factory=set)
	inner: set[ResourceAccess] = field(default_factory=set)
	links: dict[str, frozenset[str]] = field(default_factory=dict)

	@property
	def is_restricted(self) -> bool:
		"""Return whether the token may do less than its user (RFC 6750 §3.1)."""
		return self.level is not Gate.OFF and not any(scope.opens_everything for scope in self.held)

	def opens(self, access: ResourceAccess) -> bool:
		"""Return whether one of the scopes covers this access (RFC 6749 §3.3)."""
		return not scope_coverage.missing(self.held, (access,), SITE.module_of)

	def allows(self, *alternatives: ResourceAccess) -> bool:
		"""Return whether the site's code may access one of these during the call. At Warn, a violation is recorded
		and allowed."""
		opened = next(filter(self.opens, alternatives), None) or next(
			filter(self._follows, alternatives), None
		)
		access = opened or alternatives[0]
		if opened is None and self.level is Gate.ENFORCE:
			self.denied.add(access)
			return False
		self.note_inner(access)
		if opened is None:
			refusal = missing_scope.refusal((access,), (access,), self.held)
			refused_calls.note_would(self.client_id, self.user, refusal, Hardening.SCOPE.value)
		return True

	def note_inner(self, access: ResourceAccess) -> None:
		"""Record an access by the site's code, without which the call would have failed. Without an action, Frappe
		only collects the user's permissions, and nothing is recorded."""
		if access in self.inner or access in self.asked or self.level is Gate.OFF or not access.action:
			return
		self.inner.add(access)
		way = Way.LINKED if linked_documents.is_linked(self.asked, access, self._links_of) else Way.ON_THE_WAY
		scope_use_notes.note(self.client_id, (access,), way)

	def explain_denied(self) -> InsufficientScope:
		"""Return the 403 for a document that the site's code was denied (RFC 6750 §3.1). It names every scope that is
		known to be needed, because Frappe stops at the first denial."""
		linked = tuple(self.linked())
		more = linked if self.denied.intersection(linked) else ()
		accesses = dict.fromkeys((*self.asked, *self.denied, *more))
		return missing_scope.refusal(accesses, self.denied, self.held, self.client_id, self.words)

	def _follows(self, access: ResourceAccess) -> bool:
		return linked_documents.follows(self.held, self.asked, access, self._links_of, SITE.module_of)

	def _links_of(self, doctype: str) -> frozenset[str]:
		"""Return the DocTypes that a DocType links to, computed once a request."""
		if doctype not in self.links:
			self.links[doctype] = frozenset(SITE.links_of(doctype))
		return self.links[doctype]

	def enforce(self, accesses: tuple[ResourceAccess, ...]) -> None:
		"""Raises InsufficientScope if a scope is missing and the client's gate enforces scopes, and UnknownMethod if there
		is no such method."""
		missing = scope_coverage.missing(self.held, accesses, SITE.module_of) if self.is_restricted else ()
		refused = missing if self.level is Gate.ENFORCE else ()
		scope_use_notes.note(self.client_id, [access for access in accesses if access not in refused])
		if not missing:
			return
		if all(access.kind is Kind.METHOD and not SITE.is_method(access.target) for access in missing):
			if self.level is Gate.ENFORCE:
				raise UnknownMethod("There is no method of this name")
			return
		if self.level is Gate.ENFORCE:
			raise missing_scope.refusal(accesses, missing, self.held, self.client_id, self.words)
		refusal = missing_scope.refusal(accesses, missing, self.held)  # at Warn, no query is made
		refused_calls.note_would(self.client_id, self.user, refusal, Hardening.SCOPE.value)


def current_bearer() -> Bearer | None:
	"""Return the bearer of this request; None without an access token of ours."""
	bearer: Bearer | None = state().bearer
	return bearer


def bearer_of(access: PresentedToken) -> Bearer:
	"""Return the bearer of a valid access token (RFC 6750 §2)."""
	pair, words_left = access.pair, access.scopes
	held = EVERYTHING if ALL in words_left else scope_lookup.held_by(words_left)
	return Bearer(pair.user, pair.client_id, access.gates[Hardening.SCOPE], held, words_left)


def let_through(bearer: Bearer, call: Call) -> None:
	"""Check that the scopes cover the call: the first layer. Raises InsufficientScope or UnknownMethod."""
	if bearer.level is not Gate.OFF:
		bearer.asked = accesses_of(call, SITE)
		bearer.linked = partial(read_by_links, call, bearer.asked, SITE)
		bearer.enforce(bearer.asked)
