"""Taking a token back (RFC 7009)."""

from oauthlib.common import Request
from oauthlib.oauth2 import RequestValidator

from oauth_plus.exceptions import UnauthorizedClient
from oauth_plus.grants.gate import gate
from oauth_plus.rules.policy import Hardening
from oauth_plus.store import events, tokens
from oauth_plus.store.clients import Client
from oauth_plus.store.tokens import TokenPair


def bound_to(pair: TokenPair, client: Client) -> None:
	"""A client may end its own tokens only (RFC 7009 §2.1)."""
	if pair.client_id != client.client_id:
		raise UnauthorizedClient(
			"The token was issued to another client",
			fix="Have each client revoke the tokens that it got itself, with its own client_id",
		)


class Revocation(RequestValidator):
	"""oauthlib's request to revoke."""

	def revoke_token(
		self, token: str, token_type_hint: str | None, request: Request, *args, **kwargs
	) -> None:
		"""End the whole grant, found by access or refresh token whatever the hint says; unknown is fine."""
		pair = tokens.find(token)
		if pair is None:
			return
		with gate(request.client, Hardening.REVOCATION_BINDING, pair.user):
			bound_to(pair, request.client)
		if tokens.revoke_pair(pair):
			events.record("token_revoked", client_id=pair.client_id, user=pair.user)
