"""Exchanged tokens at the door: what the clients of their chain leave of them (RFC 8693 §1.1)."""

from dataclasses import dataclass, replace

from oauth_plus.store import client_lookup
from oauth_plus.store.scopes import scope_lookup
from oauth_plus.store.tokens.token_pair import TokenPair


@dataclass(frozen=True)
class Left:
	"""What is left of an exchanged token. `is_enabled`: every client of the chain is. `may_act`: the first is the client of
	the token, and those that act may still exchange tokens."""

	pair: TokenPair
	is_enabled: bool
	may_act: bool


def left_of(pair: TokenPair) -> Left:
	"""Return the token with the scopes that every client of its chain still has. Two statements for each of them. Such a
	token is held to its scopes whatever the gates are, so that no exchange makes one wider."""
	chain, scopes = pair.delegation, pair.scopes
	known = [client for client in map(client_lookup.find_fresh, chain) if client]
	for client in known:
		scopes = scope_lookup.left(scopes, client.scopes)
	return Left(
		replace(pair, scopes=scopes),
		is_enabled=len(known) == len(chain) and all(client.is_enabled for client in known),
		may_act=chain[0] == pair.client_id and all(client.exchanges_tokens for client in known[:-1]),
	)
