"""Clients that prove themselves with a signature (RFC 7523 §2.2, OpenID Connect Core §9: private_key_jwt)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NoReturn

from oauth_plus.exceptions import InvalidClient
from oauth_plus.grants import jws
from oauth_plus.platform import cache, single_use
from oauth_plus.rules import client_assertion, client_keys, secret
from oauth_plus.rules.client_keys import UnfitKeys
from oauth_plus.rules.jws import UnfitToken
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import client_lookup, key_renewal
from oauth_plus.store.clients.client import Client
from oauth_plus.store.site import site_issuer


def prove(client: Client, assertion: str, now: datetime) -> str:
	"""Verify an assertion with the client's public keys, and use it up: it works once, on whichever worker (RFC 7523 §3).
	Returns the name of the key.

	Raises InvalidClient; TemporarilyUnavailable where Redis, which remembers its `jti`, does not answer.
	"""
	try:
		key, claims = _verified_by_any(client, assertion)
		name = client_assertion.require_fit(
			claims, client.public_id, site_issuer.issuer(), now, is_fapi=client.is_fapi
		)
	except (UnfitToken, UnfitKeys) as error:
		_refuse(error.sentence)
	place = cache.key_of("assertion", secret.digest(f"{client.client_id} {name}"))
	if not single_use.spend(place, client_assertion.seconds_left(claims, now)):
		_refuse(Sentence("It was used before"))
	return client_keys.name_of(key)


def _verified_by_any(client: Client, assertion: str) -> tuple[dict[str, Any], dict[str, Any]]:
	"""Return what `_verified` does. Where no known key fits, the keys are read from their address again."""
	try:
		return _verified(client, assertion)
	except UnfitToken:
		if not key_renewal.renew(client.client_id):
			raise
		again = client_lookup.find_fresh(client.client_id)
		return _verified(again or client, assertion)


def _verified(client: Client, assertion: str) -> tuple[dict[str, Any], dict[str, Any]]:
	"""Return the key that made the signature, and the claims. The key decides what algorithm may be used (RFC 8725
	§3.1)."""
	header = client_assertion.header_of(assertion, is_fapi=client.is_fapi)
	for key in _keys_for(client, header):
		if (claims := jws.verified(assertion, key, header["alg"])) is not None:
			return key, claims
	raise UnfitToken("None of the client's public keys has signed it")


def _keys_for(client: Client, header: dict[str, Any]) -> Iterator[dict[str, Any]]:
	"""Keys of the algorithm's type, and of its name where both have one."""
	for key in client_keys.usable(client.keys):
		is_named = header.get("kid") in (None, key.get("kid")) or key.get("kid") is None
		if is_named and client_assertion.is_for(key, header["alg"]):
			yield key


def _refuse(why: str) -> NoReturn:
	raise InvalidClient(
		"Client authentication failed",
		cause=Sentence("The client assertion proves nothing. {0}", why),
		fix="Compare the app's key with 'Public Keys' on the OAuth Client, and the claims with RFC 7523",
	)
