"""Origins whose scripts are apps that run in a browser: those that a redirect URI of a public client proves, and those
that the form of a client lists."""

import json
from functools import lru_cache

from oauth_plus.platform import cache, features
from oauth_plus.rules import origins, redirect_uri_kinds
from oauth_plus.store.clients import client_lists, client_rows

ANYBODY = "*"


def includes(origin: str) -> bool:
	"""Return whether this is the origin of an app in a browser, or an administrator lists it in v16's OAuth Settings
	(Fetch §3.2)."""
	listed = features.origins_of_public_clients()
	if origin in listed or ANYBODY in listed:
		return True
	return origins.is_fit(origin) and origins.compared(origin) in _allowed()


def _allowed() -> frozenset[str]:
	place = client_rows.origins_key()
	return _parsed(cache.load(place) or cache.store(place, _read))


def _read() -> list[str]:
	uris = (uri for client in client_lists.all_public() for uri in client.redirect_uris)
	proven = {named for uri in uris if (named := redirect_uri_kinds.origin(uri))}
	return sorted(proven | {origins.compared(each) for each in client_lists.listed_origins()})


@lru_cache(maxsize=16)
def _parsed(said: str) -> frozenset[str]:
	return frozenset(json.loads(said))
