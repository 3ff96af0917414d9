"""Subject identifiers that differ from client to client (OpenID Connect Core §8.1)."""

from collections.abc import Iterable

from oauth_plus.rules import redirect_uri_kinds, secret

LENGTH = 40
"""Characters of a subject identifier; the standard allows 255."""


def sectors(redirect_uris: Iterable[str]) -> tuple[str, ...]:
	"""Return the hosts of the redirect URIs, each once; the empty text stands for a URI without a host."""
	return tuple(dict.fromkeys(map(redirect_uri_kinds.host, redirect_uris)))


def sector_of(redirect_uris: Iterable[str], client_id: str) -> str:
	"""Return the sector identifier: the one host of all redirect URIs (OpenID Connect Core §8.1).

	Where that is not one host, it is the client alone: better a sector too many than a user who is recognised.
	"""
	hosts = sectors(redirect_uris)
	return f"host {hosts[0]}" if len(hosts) == 1 and hosts[0] else f"client {client_id}"


def pairwise(key: str, sector: str, subject: str) -> str:
	"""Return the subject identifier of a user in a sector: 40 characters of hex, from which nobody finds another."""
	return secret.seal(key, sector, subject)[:LENGTH]
