"""Token exchange grant (RFC 8693): a gateway gets a narrower token for that of a user, and acts by it.

The token belongs to the grant of the token that was presented. It ends with that grant, and when one of the clients
between is disabled.
"""

from datetime import datetime

from oauth_plus.exceptions import (
	InvalidClient,
	InvalidRequest,
	InvalidScope,
	UnauthorizedClient,
)
from oauth_plus.grants import subject_token, targets
from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.grant import Grant, GrantType, Issuance
from oauth_plus.grants.scopes import still_allowed
from oauth_plus.rules import scope_list, token_exchange
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.clients import capabilities, gateways
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import families
from oauth_plus.store.presented_tokens.presented_token import PresentedToken


def decide(request: ClientRequest, sender: AuthenticatedClient, now: datetime) -> Grant:
	"""Return the grant of the subject token, narrowed to what this client may have, after every check. Raises
	InvalidRequest (RFC 8693 §2.2.2), InvalidClient, InvalidScope or InvalidTarget.

	The client and the grant stay locked until the request ends: who ends one of them waits, and ends the new token too.
	"""
	client, form = sender.client, request.form
	require_proof(sender)  # RFC 8693 §5
	presented = token_exchange.require_sound(form)  # §2.1
	kind = token_exchange.issued_type(form, gives_jwt=client.access_tokens.are_jwt)
	found = subject_token.require_fit(presented, sender, now)
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
		cause = Sentence("Enforcement of the client is {0}", Sentence(client.enforcement.value))
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
	if not gateways.lock_shared(gateway.client_id):
		raise InvalidClient("The client is disabled", cause="The client was disabled during the request")
	if not families.lock_shared(found.pair.family):
		raise InvalidRequest(
			subject_token.REFUSED, cause="The grant of the subject token ended during the request"
		)


TOKEN_EXCHANGE = GrantType(
	token_exchange.GRANT,
	decide,
	require_marked,
	is_advertised=lambda: capabilities.includes(capabilities.EXCHANGE),
	may_be_registered=False,
)
