"""Bearer tokens at the resource server (RFC 6750): ours are decided here, others' are left alone."""

from datetime import datetime

from oauthlib.common import Request
from oauthlib.oauth2 import RequestValidator

from oauth_plus.exceptions import InvalidToken
from oauth_plus.grants.grant import issue
from oauth_plus.rules import secret
from oauth_plus.store import clients, moments, tokens, users
from oauth_plus.store.tokens import TokenPair


def decide(token: str, now: datetime) -> TokenPair | None:
	"""The pair of a good access token; None when it is none of ours. Raises InvalidToken when it is bad."""
	pair = tokens.find_by_access_token(secret.digest(token))
	if pair is None:
		return None
	if pair.is_revoked:
		raise InvalidToken("The access token was revoked")
	if now >= pair.expires_at:
		raise InvalidToken("The access token has expired")
	require_live_parties(pair)
	return pair


def require_live_parties(pair: TokenPair) -> None:
	"""A disabled or deleted client's tokens stop at once, and so do a person's."""
	client = clients.find(pair.client_id)
	if client is None or not client.is_enabled:
		raise InvalidToken("The client is disabled")
	if not users.is_enabled(pair.user):
		raise InvalidToken("The user is disabled")


class BearerTokens(RequestValidator):
	"""oauthlib's questions about bearer tokens; core asks them for what `decide` did not claim."""

	def validate_bearer_token(self, token: str, scopes: list[str], request: Request) -> bool:
		"""For apps that ask the shared validator instead of letting the request through."""
		try:
			pair = decide(token or "", moments.now())
		except InvalidToken:
			return False
		if pair is None:
			return False
		request.user, request.client = pair.user, clients.find(pair.client_id)
		return set(scopes or ()) <= set(pair.scopes)

	def save_bearer_token(self, token: dict[str, object], request: Request, *args, **kwargs) -> None:
		"""Called by oauthlib for every grant, once all checks are through."""
		issue(token, request)
