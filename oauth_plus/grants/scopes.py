"""Scopes that a request may have: of what the client is registered for, and of what was granted (RFC 6749 §3.3, §6)."""

from collections.abc import Iterable

from oauth_plus.exceptions import InvalidGrant, InvalidScope
from oauth_plus.grants.gate import gate
from oauth_plus.grants.grant import Grant, Issuance
from oauth_plus.rules import redirect_uri, scope_list
from oauth_plus.rules.policy import Hardening
from oauth_plus.store.clients.client import Client
from oauth_plus.store.scopes import scope_lookup


def requested(
	asked: Iterable[str],
	client: Client,
	user: str | None,
	uri: str | None = None,
	wanted: Iterable[str] = (),
) -> tuple[str, ...]:
	"""Return the scopes of an authorization request: those that the client may have and that are known here; without
	any, the client's default (RFC 6749 §3.3). Raises InvalidScope where nothing is left.

	`wanted` are the scopes of claims that are asked for one by one (OpenID Connect Core §5.5): the user is asked for
	them too, as far as the client is registered for them.
	"""
	words = tuple(asked) or client.default_scopes or client.scopes
	if words == (scope_list.OPENID,) and redirect_uri.is_frappe_login(uri or ""):
		words += tuple(each for each in redirect_uri.FRAPPE_LOGIN_NEEDS if each in client.scopes)
	words = scope_list.with_wanted(words, wanted, client.scopes)
	left = scope_list.covered(words, scope_lookup.obtainable(client.scopes, words))
	known = tuple(each.name for each in scope_lookup.known(left))
	try:
		with gate(client, Hardening.SCOPE, user):
			scope_list.require_known(left, known)
	except InvalidScope:
		if not known:
			raise
		return known
	return left


def narrowed(grant: Grant, client: Client) -> tuple[str, ...]:
	"""Return the scopes of the tokens that a grant gets now (RFC 6749 §6): what was granted, what the client may still
	have, and of that what the request asks for.

	A narrower scope that a granted one contains may be asked for by name; `openid` is part of no other. What was not
	granted is left out: apps ask for the same words as at first, some of which they did not get. Raises InvalidGrant
	where the client may have nothing of the grant any more, InvalidScope where it asks for nothing of it.
	"""
	left = _left(grant, client)
	if not grant.asked or grant.issuance is Issuance.REPEATED:  # whose tokens cover what is asked for
		return left
	found = still_allowed(within(grant.asked, grant.scopes), client, grant.user)
	if not found:
		raise InvalidScope("scope asks for nothing that was granted")
	return found


def within(asked: tuple[str, ...], granted: tuple[str, ...]) -> tuple[str, ...]:
	"""Return those of the scopes that a grant of these covers (RFC 6749 §6)."""
	may_have = scope_lookup.obtainable(granted, asked)
	known = set(asked) - set(scope_lookup.unknown(asked))
	return tuple(
		word
		for word in asked
		if word in may_have & known and (word != scope_list.OPENID or scope_list.OPENID in granted)
	)


def still_allowed(granted: tuple[str, ...], client: Client, user: str) -> tuple[str, ...]:
	"""Return those of the scopes that the client may have now; all of them, where its gate does not enforce
	it (RFC 6749 §3.3).

	What was granted stays granted: given back to the client, a scope works again.
	"""
	if set(granted) <= set(client.scopes):
		return granted
	left = scope_lookup.left(granted, client.scopes)
	if left == granted:
		return granted
	try:
		with gate(client, Hardening.SCOPE, user):
			_require_none_lost(granted, left)
	except InvalidScope:
		return left
	return granted


def _left(grant: Grant, client: Client) -> tuple[str, ...]:
	left = still_allowed(grant.scopes, client, grant.user)
	if grant.scopes and not left:
		raise InvalidGrant(
			"The client may have no scope of this grant any more",
			cause=f"Of the scope {' '.join(grant.scopes)[:300]} the client may have nothing now",
			fix="Give the OAuth Client its scopes again, or have its users sign in again",
		)
	return left


def _require_none_lost(granted: tuple[str, ...], left: tuple[str, ...]) -> None:
	lost = " ".join(word for word in granted if word not in left)
	raise InvalidScope(
		"scope asks for more than this client may have",
		cause=f"The grant has the scope {lost[:300]}, which was taken from the client",
		fix="Add the scope to the OAuth Client again, or let the app ask its users for what it may have",
	)
