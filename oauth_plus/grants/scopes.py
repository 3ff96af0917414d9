"""Scopes of a request: limited by the client's registration and by the grant (RFC 6749 §3.3, §6)."""

from collections.abc import Iterable

from oauth_plus.exceptions import InvalidGrant, InvalidScope
from oauth_plus.grants.gate import gate
from oauth_plus.grants.grant import Grant, Issuance
from oauth_plus.rules import redirect_uri, scope_list
from oauth_plus.rules.policy import Hardening
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.clients.client import Client
from oauth_plus.store.scopes import scope_lookup


def requested(
	asked: Iterable[str],
	client: Client,
	user: str | None,
	uri: str | None = None,
	wanted: Iterable[str] = (),
) -> tuple[str, ...]:
	"""Return the scopes of an authorization request that are known and that the client has; for a request without
	scopes, the client's default scopes (RFC 6749 §3.3). Raises InvalidScope if none is left.

	`wanted` are the scopes of claims that are requested one by one (OpenID Connect Core §5.5). The user is asked for
	them too, if the client has them.
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


def require_any(scopes: tuple[str, ...]) -> None:
	"""A client that asks without a user at a browser has scopes of its own. Raises InvalidScope."""
	if not scopes:
		fix = "Enter the scopes that the app needs on the OAuth Client"
		raise InvalidScope("The client has no scope", fix=fix)


def narrowed(grant: Grant, client: Client) -> tuple[str, ...]:
	"""Return the scopes of the tokens that a grant gets now (RFC 6749 §6): those granted, that the client still has,
	and that are requested.

	A narrower scope that a granted one contains may be requested by its name; `openid` is not part of any other.
	Scopes that were not granted are left out, because apps request the same scopes as at first. Raises InvalidGrant
	if the client has none of the granted scopes any more, InvalidScope if none of them is requested.
	"""
	left = still_allowed(grant.scopes, client, grant.user)
	if grant.scopes and not left:
		raise _none_left(grant)
	if not grant.asked or grant.issuance is Issuance.REPEATED:  # the tokens of a repeat cover the request
		return left
	found = still_allowed(within(grant.asked, grant.scopes), client, grant.user)
	if not found:
		raise InvalidScope("No requested scope was granted")
	return found


def within(asked: tuple[str, ...], granted: tuple[str, ...]) -> tuple[str, ...]:
	"""Return those of the scopes that these granted scopes cover (RFC 6749 §6)."""
	may_have = scope_lookup.obtainable(granted, asked)
	known = set(asked) - set(scope_lookup.unknown(asked))
	return tuple(
		word
		for word in asked
		if word in may_have & known and (word != scope_list.OPENID or scope_list.OPENID in granted)
	)


def still_allowed(granted: tuple[str, ...], client: Client, user: str) -> tuple[str, ...]:
	"""Return those of the scopes that the client has now; all, if its gate does not enforce it (RFC 6749 §3.3). The
	grant keeps all, so that a scope works again when the client gets it back."""
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


def _none_left(grant: Grant) -> InvalidGrant:
	return InvalidGrant(
		"The client may have no scope of this grant any more",
		cause=Sentence("Of the scope {0} the client has no scope any more", " ".join(grant.scopes)[:300]),
		fix="Add the scopes to the OAuth Client again, or let its users sign in again",
	)


def _require_none_lost(granted: tuple[str, ...], left: tuple[str, ...]) -> None:
	lost = " ".join(word for word in granted if word not in left)
	raise InvalidScope(
		"scope asks for more than this client may have",
		cause=Sentence("The grant has the scope {0}, which was removed from the client", lost[:300]),
		fix="Add the scope to the OAuth Client again, or let its users give consent to the present scopes",
	)
