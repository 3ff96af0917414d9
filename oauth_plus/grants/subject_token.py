"""Subject token of a token exchange (RFC 8693 §2.1): an access token of this site, of a user, that its gateway may
exchange."""

from datetime import datetime

from oauth_plus.exceptions import InvalidGrant, InvalidRequest, InvalidToken
from oauth_plus.grants import bearer
from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.eligibility import require_live_user
from oauth_plus.rules import secret, token_exchange
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.clients.client import Client
from oauth_plus.store.presented_tokens import token_lookup
from oauth_plus.store.presented_tokens.presented_token import PresentedToken

REFUSED = "The subject token cannot be exchanged"
"""The public sentence for every subject token, so that a gateway does not learn about tokens that it may not have."""


def require_fit(presented: str, sender: AuthenticatedClient, now: datetime) -> PresentedToken:
	"""Return the token of this text, if this client may exchange it now. Raises InvalidRequest (RFC 8693 §2.2.2)."""
	found = require_known(presented)
	require_of_a_user(found)
	require_key(found, sender)  # RFC 9449 §7.2
	require_listed(found.pair.client_id, sender.client)
	require_valid(found, sender.client, now)
	return found


def require_known(presented: str) -> PresentedToken:
	"""Return the access token of this text; no other text is believed, whoever has signed it. Raises InvalidRequest."""
	found = token_lookup.by_access_token(secret.digest(presented))
	if found is None:
		raise InvalidRequest(
			REFUSED,
			cause="The subject token is no access token of this site",
			fix="Have the gateway send the access token that the app has sent, unchanged",
		)
	return found


def require_of_a_user(found: PresentedToken) -> None:
	"""Raises InvalidRequest for a token that no user has given: that of a machine client, or one without a grant."""
	if found.family is None or found.family.secret:
		raise InvalidRequest(
			REFUSED,
			cause="The subject token is not from a user's consent: a machine client has it by itself, or it has no grant",
			fix="Have the machine client call the site itself, or ask for a token of its own for each resource",
		)


def require_key(found: PresentedToken, sender: AuthenticatedClient) -> None:
	"""Raises InvalidRequest for a token that is bound to a key, unless the request has proven this key: by an exchange, a
	stolen token would become one that works without it."""
	if found.pair.dpop_jkt and found.pair.dpop_jkt != sender.key:
		raise InvalidRequest(
			REFUSED,
			cause="The subject token is bound to a key that the request has not proven",
			fix="Have the app send the gateway a token that is not bound to its key, or exchange it itself",
		)


def require_listed(client_id: str, gateway: Client) -> None:
	"""Raises InvalidRequest for a token of a client that the gateway does not serve. Its own are always among them."""
	if client_id != gateway.client_id and not token_exchange.is_among(
		client_id, gateway.access_tokens.exchangeable
	):
		raise InvalidRequest(
			REFUSED,
			cause=Sentence(
				"The subject token was issued to {0}, whose tokens this client may not exchange", client_id
			),
			fix="If this app calls the gateway, add it to Exchanges Tokens Of on the OAuth Client of the gateway",
		)


def require_valid(found: PresentedToken, gateway: Client, now: datetime) -> None:
	"""The token opens the site now, and its user may hold tokens of the gateway. Raises InvalidRequest."""
	try:
		bearer.require_valid(found, now)
		require_live_user(found.pair.user, gateway, is_enabled=found.user_is_enabled)
	except (InvalidToken, InvalidGrant) as refusal:
		raise InvalidRequest(REFUSED, cause=refusal.cause, fix=refusal.fix) from refusal
