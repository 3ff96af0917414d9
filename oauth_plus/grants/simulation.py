"""A call that is not made: what it would access, which scope opens each access, and what would refuse it. It uses the
functions that decide a real call, and records nothing."""

from collections.abc import Callable
from dataclasses import dataclass

import frappe

from oauth_plus.exceptions import Refusal
from oauth_plus.grants import access, eligibility, missing_scope
from oauth_plus.platform.doctypes import SITE
from oauth_plus.rules import scope_coverage
from oauth_plus.rules.calls.call import Call
from oauth_plus.rules.calls.routes import accesses_of
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.rules.resource_access import Kind, ResourceAccess
from oauth_plus.rules.scope_definition import ALL, Rule, Scope
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import client_lookup
from oauth_plus.store.clients import client_policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.people import users
from oauth_plus.store.scopes import scope_lookup


@dataclass(frozen=True)
class SimulatedAccess:
	"""One access of the call. `scope` and `rule` open it; empty if none does. `user_may` is None where Frappe decides by
	the document, or by the code that runs."""

	what: str
	scope: str
	rule: str
	user_may: bool | None


@dataclass(frozen=True)
class Objection:
	"""One reason for which the call is refused, or would be at Enforce: the hardening, the cause and the fix."""

	level: Gate
	hardening: str
	cause: str
	fix: str


@dataclass(frozen=True)
class Simulation:
	"""Whether a call would be allowed. `needed` are the fewest scopes that would open it."""

	is_allowed: bool
	accesses: tuple[SimulatedAccess, ...]
	objections: tuple[Objection, ...]
	needed: tuple[str, ...]
	scopes: tuple[str, ...]


def simulate(client: Client, user: str, call: Call, words: tuple[str, ...]) -> Simulation:
	"""Return what would happen to a call with a valid token of this client and user with these scopes."""
	gates = client_policy.policy_for(client)
	left = scope_lookup.left(words, client.scopes)
	held = access.EVERYTHING if ALL in left else scope_lookup.held_by(left)
	bearer = access.Bearer(user, client.client_id, gates.gate(Hardening.SCOPE), held, left)
	asked = accesses_of(call, SITE)
	missing = scope_coverage.missing(held, asked, SITE.module_of) if bearer.is_restricted else ()
	objections = [*_about_parties(client, user), *_about_scopes(bearer, asked, missing)]
	accesses = tuple(_access(bearer, each, user) for each in asked)
	return Simulation(
		is_allowed=not any(each.level is Gate.ENFORCE for each in objections)
		and all(each.user_may is not False for each in accesses),
		accesses=accesses,
		objections=tuple(objections),
		needed=missing_scope.needed(asked, held, client.client_id) if missing else (),
		scopes=left,
	)


def _about_parties(client: Client, user: str) -> list[Objection]:
	"""Return what the client and the user lack, before any scope is looked at."""
	found = []
	if not client.is_enabled:
		found.append(
			Objection(Gate.ENFORCE, "", "The client is disabled", "Tick Enabled on the OAuth Client")
		)
	if not users.is_enabled(user):
		found.append(
			Objection(
				Gate.ENFORCE, "", Sentence("The user {0} is disabled or unknown", user), "Enable the user"
			)
		)
	policy = client_policy.policy_for(client)
	checks: dict[Hardening, Callable[[], None]] = {
		Hardening.ADMINISTRATOR: lambda: eligibility.require_no_administrator(user)
	}
	if user != client.service_user:  # an administrator has named that one on the same form
		checks[Hardening.CLIENT_ROLES] = lambda: eligibility.require_role(user, client)
	for hardening, require in checks.items():
		level = policy.gate(hardening)
		try:
			require()
		except Refusal as refusal:
			if level is not Gate.OFF:
				found.append(Objection(level, hardening.value, refusal.cause, refusal.fix))
	return found


def _about_scopes(
	bearer: access.Bearer, asked: tuple[ResourceAccess, ...], missing: tuple[ResourceAccess, ...]
) -> list[Objection]:
	if not missing:
		return []
	if all(each.kind is Kind.METHOD and not SITE.is_method(each.target) for each in missing):
		return [
			Objection(bearer.level, "", "There is no method of this name", "Correct the address of the call")
		]
	refusal = missing_scope.refusal(asked, missing, bearer.held, bearer.client_id, bearer.words)
	return [Objection(bearer.level, Hardening.SCOPE.value, refusal.cause, refusal.fix)]


def _access(bearer: access.Bearer, asked: ResourceAccess, user: str) -> SimulatedAccess:
	scope = next((each for each in bearer.held if scope_coverage.covers(each, asked, SITE.module_of)), None)
	rule = _rule(scope, asked) if scope else ""
	return SimulatedAccess(
		missing_scope.described(asked), scope.name if scope else "", rule, _user_may(asked, user)
	)


def _rule(scope: Scope, asked: ResourceAccess) -> str:
	opening = (rule for rule in scope.rules if scope_coverage.opens(rule, asked, SITE.module_of))
	return next(map(_described, opening), "everything" if scope.opens_everything else "")


def _described(rule: Rule) -> str:
	actions = f" ({', '.join(sorted(rule.actions))})" if rule.actions else ""
	return f"{rule.kind.value} {rule.target}{actions}"


def _user_may(asked: ResourceAccess, user: str) -> bool | None:
	"""Return whether the user's roles allow this at all; None where that depends on more than the DocType."""
	if asked.kind is not Kind.DOCTYPE or not asked.action or not SITE.module_of(asked.target):
		return None
	if not users.is_enabled(user):
		return None
	return bool(frappe.has_permission(asked.target, asked.action, user=user))


def client_of(client_id: str) -> Client | None:
	"""Return the client as the database has it now; None without one."""
	return client_lookup.find_fresh(client_id)
