"""What the client may no longer have, its grants may not use (RFC 6749 §3.3, §6). What was consented stays consented:
given back to the client, a scope works again."""

from oauth_plus.exceptions import InvalidScope
from oauth_plus.grants.gate import gate
from oauth_plus.rules.policy import Hardening
from oauth_plus.store import scopes
from oauth_plus.store.clients import Client


def still_allowed(granted: tuple[str, ...], client: Client, user: str) -> tuple[str, ...]:
	"""Those of the scopes that the client may have now; all of them, where its gate only watches it."""
	left = scopes.left(granted, client.scopes)
	if left == granted:
		return granted
	try:
		with gate(client, Hardening.SCOPE, user):
			require_none_lost(granted, left)
	except InvalidScope:
		return left
	return granted


def require_none_lost(granted: tuple[str, ...], left: tuple[str, ...]) -> None:
	"""The client may have all that was granted."""
	lost = " ".join(word for word in granted if word not in left)
	raise InvalidScope(
		"scope asks for more than this client may have",
		cause=f"The grant has the scope {lost[:300]}, which was taken from the client",
		fix="Add the scope to the OAuth Client again, or let the app ask its users for what it may have",
	)
