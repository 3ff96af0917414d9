"""What somebody is being given, on its way from the check of a code, token or password to the new pair."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from oauthlib.common import Request

from oauth_plus.exceptions import InvalidClient, InvalidGrant, Refusal, WrongAccount
from oauth_plus.grants.allowed_scopes import still_allowed
from oauth_plus.grants.gate import gate
from oauth_plus.platform import clock
from oauth_plus.rules import secret
from oauth_plus.rules.policy import Gate, Hardening, Policy
from oauth_plus.store import (
	bearers,
	clients,
	events,
	families,
	revocation,
	settings,
	successor,
	sweep,
	tokens,
	users,
)
from oauth_plus.store.clients import Client
from oauth_plus.store.families import Family
from oauth_plus.store.successor import Successor
from oauth_plus.store.tokens import TokenPair

ADMINISTRATOR = "Administrator"


class Issuance(Enum):
	"""How the pair that is handed out comes about."""

	NEW = "a grant begins"
	ROTATED = "a new generation follows the one that was presented"
	KEPT = "the refresh token goes on with another access token"
	REPEATED = "the pair of a moment ago is given once more"


@dataclass(frozen=True)
class Grant:
	"""A person's consent as it stands. `scopes` is all that was consented, whatever one token carries.

	`generation` is the one that is handed out; `before` is the pair that it follows, or that is repeated.
	`repeated` holds the tokens of that pair.
	"""

	user: str
	scopes: tuple[str, ...]
	family: str
	generation: int = 1
	turn: Issuance = Issuance.NEW
	before: TokenPair | None = None
	ends_at: datetime | None = None
	nonce: str | None = None
	auth_time: float | None = None
	repeated: Successor | None = field(default=None, repr=False)


def require_live_user(user: str, client: Client, *, is_enabled: bool | None = None) -> None:
	"""The person still exists, may sign in, and is one for whom tokens are made.

	`is_enabled` is what the database has said already in this request.
	"""
	if not (users.is_enabled(user) if is_enabled is None else is_enabled):
		raise InvalidGrant("The user is disabled", fix="Enable the user, who then signs in again")
	with gate(client, Hardening.ADMINISTRATOR, user):
		require_no_administrator(user, InvalidGrant)
	with gate(client, Hardening.CLIENT_ROLES, user):
		require_role(user, client, InvalidGrant)


def require_role(user: str, client: Client, refusal: type[Refusal] = WrongAccount) -> None:
	"""The person has one of the roles that may use the client. At the token endpoint it is the grant that is good no
	more, by which libraries know to ask the person again (RFC 6749 §5.2)."""
	if not clients.may_be_used_by(client, users.roles(user)):
		raise refusal(
			"This user may not use this app",
			cause=f"{user} has none of the roles of Allowed Roles",
			fix="Choose who may use it on the OAuth Client: one of the user's roles has to be among Allowed Roles",
		)


def lock_parties(user: str, client: Client) -> None:
	"""Neither is disabled before the grant that begins here is seen by whoever disables (RFC 9700 §4.14.2)."""
	if not clients.lock_shared(client.client_id):
		raise InvalidClient("The client is disabled", cause="It was disabled while the grant was to begin")
	if not users.lock_shared(user):
		raise InvalidGrant("The user is disabled", cause="He was disabled while the grant was to begin")


def require_no_administrator(user: str, refusal: type[Refusal] = WrongAccount) -> None:
	"""Administrator passes every permission check, so a leaked token of theirs is a lost site."""
	if user == ADMINISTRATOR:
		raise refusal(
			"Administrator gets no token on this site",
			fix="Use a user of its own with the roles that the app needs, or allow it in OAuth Plus Settings",
		)


def grant_of(request: Request) -> Grant:
	"""The grant that the request was found worth; one that begins with it, where nothing went before."""
	if not getattr(request, "grant", None):
		request.grant = Grant(request.user, tuple(request.scopes), secret.new_identifier())
	return request.grant


def new_access_token(request: Request) -> str:
	"""A random one, or that of the pair that is repeated."""
	repeated = grant_of(request).repeated
	return repeated.access_token if repeated else secret.new_token()


def new_refresh_token(request: Request) -> str | None:
	"""A random one, that of the pair that is repeated, or the one that was presented."""
	grant = grant_of(request)
	if grant.turn is Issuance.KEPT:
		return request.refresh_token
	return grant.repeated.refresh_token if grant.repeated else secret.new_token()


def access_lifetime(request: Request) -> int:
	"""Seconds that the access token has; a repeat has what is left of it."""
	grant, now = grant_of(request), clock.now()
	if grant.turn is Issuance.REPEATED:
		return max(0, int((grant.before.expires_at - now).total_seconds()))
	lifetimes = settings.policy_for(request.client).lifetimes
	left = int((grant.ends_at - now).total_seconds()) if grant.ends_at else lifetimes.refresh_absolute.seconds
	return min(lifetimes.access.seconds, left)


def issue(token: dict[str, object], request: Request) -> None:
	"""Store the pair that oauthlib made, by digest, with its ends (RFC 6749 §5.1, RFC 9700 §4.14.2)."""
	grant, client = grant_of(request), request.client
	if grant.turn is Issuance.NEW:
		lock_parties(grant.user, client)
	policy = settings.policy_for(client)
	left = still_allowed(grant.scopes, client, grant.user)
	goes_on = grant.turn is Issuance.REPEATED or policy.gives_refresh_token(left)
	if not (token.get("refresh_token") and goes_on):
		token.pop("refresh_token", None)
	if grant.turn is Issuance.REPEATED:
		token["scope"] = " ".join(left)
	else:
		pair = _pair(token, request, grant, policy, clock.now())
		_write(pair, grant, policy, _sealed(token, request, grant, policy))
		sweep.sweep_a_handful(pair.issued_at)
	reason = request.grant_type or request.response_type
	if grant.turn is Issuance.REPEATED:
		events.record_repeat("token_repeated", reason, client.client_id, grant.user, [grant.family])
	else:
		events.record(
			"token_issued",
			reason=reason,
			client_id=client.client_id,
			user=grant.user,
			grants=[grant.family],
		)


def _pair(
	token: dict[str, object], request: Request, grant: Grant, policy: Policy, now: datetime
) -> TokenPair:
	refresh_token, lifetimes = token.get("refresh_token"), policy.lifetimes
	expires_at = now + timedelta(seconds=int(str(token["expires_in"])))
	absolute = grant.ends_at or now + timedelta(seconds=lifetimes.refresh_absolute.seconds)
	idle = min(absolute, now + timedelta(seconds=lifetimes.refresh_idle.seconds))
	return TokenPair(
		access_digest=secret.digest(str(token["access_token"])),
		refresh_digest=secret.digest(str(refresh_token)) if refresh_token else None,
		client_id=request.client.client_id,
		user=grant.user,
		scopes=tuple(request.scopes),
		granted_scopes=grant.scopes,
		issued_at=now,
		expires_at=expires_at,
		family=grant.family,
		generation=grant.generation,
		refresh_expires_at=idle if refresh_token else expires_at,
		grant_expires_at=absolute if refresh_token else expires_at,
	)


def _sealed(token: dict[str, object], request: Request, grant: Grant, policy: Policy) -> str:
	"""The pair for whoever repeats the refresh token that it follows; nothing where there is no grace."""
	if grant.turn is not Issuance.ROTATED or not policy.rotation.grace:
		return ""
	pair = Successor(token["access_token"], token.get("refresh_token"))
	return successor.seal(pair, request.refresh_token, grant.family, grant.generation)


def _write(pair: TokenPair, grant: Grant, policy: Policy, sealed: str) -> None:
	"""The family first, whose lock the rest is written under."""
	family = Family(
		pair.family,
		pair.client_id,
		pair.user,
		grant.scopes,
		rotated_at=pair.issued_at,
		idle_ends_at=pair.refresh_expires_at,
		absolute_ends_at=pair.grant_expires_at,
		sealed_successor=sealed,
		sealed_until=pair.issued_at + timedelta(seconds=policy.rotation.grace) if sealed else None,
	)
	if grant.turn is Issuance.NEW:
		families.create_family(family)
	else:
		_follow(grant, pair, family, policy)
	tokens.issue_pair(pair)
	if grant.turn is Issuance.NEW:
		revocation.trim(pair.user, pair.client_id)


def _follow(grant: Grant, pair: TokenPair, family: Family, policy: Policy) -> None:
	"""What becomes of the family, and of the pair before."""
	if grant.turn is Issuance.KEPT:
		families.prolong(family, pair.issued_at)
		tokens.hand_over(grant.before)
		return
	families.advance(family, grant.generation, pair.issued_at)
	if policy.gate(Hardening.REFRESH_ROTATION) is Gate.ENFORCE:
		ends_at = policy.rotation.access_token_ends(grant.before.expires_at, pair.issued_at)
		tokens.supersede(grant.before, ends_at)
		bearers.invalidate_superseded(pair.family)
