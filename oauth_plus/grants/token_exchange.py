"""Token exchange grant (RFC 8693): a gateway gets a narrower token for that of a user, and acts by it.

The token belongs to the grant of the token that was presented. It ends with that grant, and when one of the clients
between is disabled.
"""

from datetime import datetime

from oauth_plus.exceptions import (
	InvalidClient,
	InvalidGrant,
	InvalidRequest,
	InvalidScope,
	InvalidToken,
	UnauthorizedClient,
)
from oauth_plus.grants import bearer, targets
from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.eligibility import require_live_user
from oauth_plus.grants.grant import Grant, GrantType, Issuance
from oauth_plus.grants.scopes import still_allowed
from oauth_plus.rules import scope_list, secret, token_exchange
from oauth_plus.store.clients import capabilities, client_rows
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import families
from oauth_plus.store.presented_tokens import token_lookup
from oauth_plus.store.presented_tokens.token_lookup import PresentedToken

REFUSED = "The subject token cannot be exchanged"
"""The public sentence for every subject token, so that a gateway does not learn about tokens that it may not have."""


def decide(request: ClientRequest, sender: AuthenticatedClient, now: datetime) -> Grant:
	"""Return the grant of the subject token, narrowed to what this client may have, after every check. Raises
	InvalidRequest (RFC 8693 §2.2.2), InvalidClient, InvalidScope or InvalidTarget.

	The client and the grant stay locked until the request ends: who ends one of them waits, and ends the new token too.
	"""
	client, form = sender.client, request.form
	require_proof(sender)  # RFC 8693 §5
	presented = token_exchange.require_sound(form)  # §2.1
	kind = token_exchange.issued_type(form, gives_jwt=client.access_tokens.are_jwt)
	found = require_known(presented)
	require_of_a_user(found)
	require_listed(found.pair.client_id, client)
	require_valid(found, client, now)
	pair = found.pair
	chain = token_exchange.chain(client.client_id, pair.client_id, pair.delegation)  # §4.1
	scopes = left_of(found, client)
	asked = tuple(dict.fromkeys((*request.resources, *request.audiences)))
	target = targets.narrowed(asked, pair.resources, client, pair.user)
	lock(found, client)
	return Grant(
		pair.user,
		scopes,
		pair.family,
		asked=tuple(scope_list.requested(form.get("scope"))),
		generation=pair.generation,
		issuance=Issuance.ADDED,
		ends_at=pair.expires_at,
		targets=target,
		delegation=chain,
		issued_type=kind,
	)


def require_marked(client: Client) -> None:
	"""Raises UnauthorizedClient for a client that may not exchange tokens. One below Enforce may not: its token would not be
	held to its scopes."""
	if client.exchanges_tokens:
		return
	cause = "The client is not marked for token exchange"
	if client.is_public:
		cause = "The client is public"
	elif client.access_tokens.may_exchange:
		cause = f"Enforcement of the client is {client.enforcement.value}"
	raise UnauthorizedClient(
		"The client may not exchange tokens",
		cause=cause,
		fix="Tick May Exchange Tokens on the form of the OAuth Client, which has to be confidential and at Enforce",
	)


def require_proof(sender: AuthenticatedClient) -> None:
	"""Raises InvalidClient for a client that has proven nothing, whatever its gate."""
	if not sender.is_proven:
		raise InvalidClient(
			"Client authentication failed", cause="The client sent neither a secret nor an assertion"
		)


def require_known(presented: str) -> PresentedToken:
	"""Return the access token of this text; no other text is believed, whoever has signed it. Raises InvalidRequest."""
	found = token_lookup.by_access_token(secret.digest(presented))
	if found is None:
		raise InvalidRequest(
			REFUSED,
			cause="The subject token is no access token of this site",
			fix="Have the gateway send the access token that the app has sent, unchanged",
		)
	# A subject token that is bound to a key of its client is refused here, unless the request proves it (RFC 9449).
	return found


def require_of_a_user(found: PresentedToken) -> None:
	"""Raises InvalidRequest for a token that no user has given: that of a machine client, or one without a grant."""
	if found.family is None or found.family.secret:
		raise InvalidRequest(
			REFUSED,
			cause="The subject token is not from a user's consent: a machine client has it by itself, or it has no grant",
			fix="Have the machine client call the site itself, or ask for a token of its own for each resource",
		)


def require_listed(client_id: str, gateway: Client) -> None:
	"""Raises InvalidRequest for a token of a client that the gateway does not serve. Its own are always among them."""
	if client_id != gateway.client_id and not token_exchange.is_among(
		client_id, gateway.access_tokens.exchangeable
	):
		raise InvalidRequest(
			REFUSED,
			cause=f"The subject token was issued to {client_id}, whose tokens this client may not exchange",
			fix="If this app calls the gateway, add it to Exchanges Tokens Of on the OAuth Client of the gateway",
		)


def require_valid(found: PresentedToken, gateway: Client, now: datetime) -> None:
	"""The token opens the site now, and its user may hold tokens of the gateway. Raises InvalidRequest."""
	try:
		bearer.require_valid(found, now)
		require_live_user(found.pair.user, gateway, is_enabled=found.user_is_enabled)
	except (InvalidToken, InvalidGrant) as refusal:
		raise InvalidRequest(REFUSED, cause=refusal.cause, fix=refusal.fix) from refusal


def left_of(found: PresentedToken, gateway: Client) -> tuple[str, ...]:
	"""Return those scopes of the token that the gateway may have. Raises InvalidScope for none."""
	left = still_allowed(found.scopes, gateway, found.pair.user)
	if not left:
		raise InvalidScope(
			"The client may have no scope of the subject token",
			fix="Add to the OAuth Client of the gateway those scopes of the apps that it needs",
		)
	return left


def lock(found: PresentedToken, gateway: Client) -> None:
	"""Lock the client and the grant, shared. Raises InvalidClient or InvalidRequest for what has ended meanwhile."""
	if not client_rows.lock_as_gateway(gateway.client_id):
		raise InvalidClient("The client is disabled", cause="The client was disabled during the request")
	if not families.lock_shared(found.pair.family):
		raise InvalidRequest(REFUSED, cause="The grant of the subject token ended during the request")


TOKEN_EXCHANGE = GrantType(
	token_exchange.GRANT,
	decide,
	require_marked,
	is_advertised=lambda: capabilities.includes(capabilities.EXCHANGE),
	may_be_registered=False,
)
