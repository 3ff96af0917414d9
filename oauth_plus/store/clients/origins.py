"""Origins of apps that run in a browser, from the redirect URIs of public clients."""

import json
from functools import lru_cache

from oauth_plus.platform import cache, features
from oauth_plus.rules import redirect_uri_kinds
from oauth_plus.store.clients import client_lists, client_rows

ANYBODY = "*"


def includes(origin: str) -> bool:
	"""Return whether this is the origin of an app in a browser, or an administrator lists it in v16's OAuth Settings
	(Fetch §3.2)."""
	listed = features.origins_of_public_clients()
	if origin in listed or ANYBODY in listed:
		return True
	named = redirect_uri_kinds.origin(origin)
	return bool(named) and named in _proven()


def _proven() -> frozenset[str]:
	place = client_rows.origins_key()
	return _parsed(cache.load(place) or cache.store(place, _read))


def _read() -> list[str]:
	uris = (uri for client in client_lists.all_public() for uri in client.redirect_uris)
	return sorted({named for uri in uris if (named := redirect_uri_kinds.origin(uri))})


@lru_cache(maxsize=16)
def _parsed(said: str) -> frozenset[str]:
	return frozenset(json.loads(said))
