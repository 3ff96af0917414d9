"""Reuse of a refresh token: a repeat within the grace period gets the same pair, a replay ends the grant."""

from oauth_plus.exceptions import InvalidGrant
from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.eligibility import lock_parties
from oauth_plus.grants.gate import gate
from oauth_plus.grants.grant import Grant, Issuance
from oauth_plus.grants.scopes import still_allowed, within
from oauth_plus.mail import user_emails
from oauth_plus.rules import secret
from oauth_plus.rules.policy import Hardening
from oauth_plus.rules.sign_in import SignIn
from oauth_plus.store import metrics
from oauth_plus.store.clients.client import Client
from oauth_plus.store.events import Outcome
from oauth_plus.store.grants import adoption, families, revocation, successor
from oauth_plus.store.grants.family import Family, State
from oauth_plus.store.tokens import token_rows
from oauth_plus.store.tokens.token_pair import TokenPair

NOT_SEALED = (
	"No sealed successor: the client had no grace period, or an older version of this app rotated the token"
)


def locked(pair: TokenPair, client: Client) -> tuple[TokenPair, Family]:
	"""Return the pair and its grant, with the grant's row locked until the request ends. A pair from before
	installation gets a grant here, unless it was ended. Raises InvalidGrant."""
	if not pair.family:
		lock_parties(pair.user, client)
		adopted = adoption.adopt(pair)
		if adopted is None:
			raise InvalidGrant("The refresh token was revoked")
		pair = adopted
	family = families.lock(pair.family)
	if family is None:
		raise InvalidGrant("The refresh token is unknown", cause="Its grant was purged")
	return pair, family


def repeated(
	request: ClientRequest,
	presented: str,
	family: Family,
	asked: tuple[str, ...],
	sender: AuthenticatedClient,
) -> Grant | None:
	"""Return the grant of the pair that was issued before, because the response was lost, or two workers sent the
	token at once. None if that pair cannot be unsealed and the client's gate does not enforce it. Raises
	InvalidGrant."""
	pair = successor.unseal(family.sealed_successor, presented, family.id, family.generation)
	if pair is None:
		with gate(sender.client, Hardening.REFRESH_ROTATION, family.user):
			raise InvalidGrant("The refresh token was used before", cause=NOT_SEALED)
		return None
	stored = _live_pair(pair.access_token)
	_require_same(request, stored, asked, family, sender)
	return Grant(
		family.user,
		stored.scopes,
		family.id,
		asked,
		family.generation,
		Issuance.REPEATED,
		before=stored,
		ends_at=family.absolute_ends_at,
		sign_in=SignIn(session=family.session),
		presented=presented,
		repeated=pair,
		resources=family.resources,
		targets=stored.resources,
	)


def _live_pair(access_token: str) -> TokenPair:
	"""Return the pair of an access token that was issued before, with its row locked. Raises InvalidGrant if it was
	revoked."""
	stored = token_rows.lock_by_access_token(secret.digest(access_token))
	if stored is None or stored.is_revoked:
		raise InvalidGrant("The refresh token was used before", cause="Its successor was revoked")
	return stored


def _require_same(
	request: ClientRequest,
	stored: TokenPair,
	asked: tuple[str, ...],
	family: Family,
	sender: AuthenticatedClient,
) -> None:
	"""The pair that was issued before is what this request asks for. Raises InvalidGrant."""
	if not _is_covered(asked, stored.scopes, family, sender.client):
		raise InvalidGrant("The refresh token was used before, for a narrower scope")
	if request.resources and set(request.resources) != set(stored.resources):
		raise InvalidGrant("The refresh token was used before, for another resource")
	if stored.dpop_jkt != sender.key:  # RFC 9449 §5: the pair is bound already
		raise InvalidGrant("The refresh token was used before, with another DPoP key or without one")


def replayed(family: Family, client: Client) -> None:
	"""End the grant, because two parties hold its token (RFC 9700 §4.14.2). Raises InvalidGrant if the client's gate
	enforces it."""
	cause = "A refresh token that had been exchanged came again: the whole grant ends"
	fix = "If the app did not lose an answer or restore an old backup, somebody else has seen its tokens"
	try:
		with gate(client, Hardening.REFRESH_ROTATION, family.user):
			raise InvalidGrant("The refresh token was used before", cause=cause, fix=fix)
	except InvalidGrant:
		revocation.end(
			[family.id],
			"refresh_token_replayed",
			State.REPLAYED,
			event="refresh_token_replayed",
			outcome=Outcome.REFUSED,
			cause=cause,
			fix=fix,
		)
		metrics.note_replay("refresh_token")
		user_emails.tell_of_alarm(family.user, family.client_id)
		raise


def _is_covered(asked: tuple[str, ...], given: tuple[str, ...], family: Family, client: Client) -> bool:
	"""Return whether the pair has all requested scopes that the client still has."""
	covered = within(asked, family.scopes)
	if asked and not covered:
		return False
	missing = tuple(word for word in covered if word not in given)
	return set(still_allowed(missing, client, family.user)) <= set(given)
