"""Exchanged tokens that are presented: what the clients of their chain leave of them (RFC 8693 §1.1)."""

from dataclasses import replace

from oauth_plus.rules.gates import ENFORCED
from oauth_plus.store import client_lookup
from oauth_plus.store.presented_tokens.presented_token import PresentedToken
from oauth_plus.store.scopes import scope_lookup


def held_to_chain(found: PresentedToken) -> PresentedToken:
	"""Return the token with the scopes that every client of its chain still has. It is live only while each of them is
	enabled, and those that act may exchange tokens. Its scopes are enforced whatever the gates are, so that no exchange
	widens a token. Sends two statements for each client."""
	pair, chain = found.pair, found.pair.delegation
	known = [client for client in map(client_lookup.find_fresh, chain) if client]
	scopes = pair.scopes
	for client in known:
		scopes = scope_lookup.left(scopes, client.scopes)
	may_act = chain[0] == pair.client_id and all(client.exchanges_tokens for client in known[:-1])
	is_enabled = len(known) == len(chain) and all(client.is_enabled for client in known)
	return replace(
		found,
		pair=replace(pair, scopes=scopes),
		family_is_live=found.family_is_live and may_act,
		client_is_enabled=found.client_is_enabled and is_enabled,
		gates=ENFORCED,
	)
