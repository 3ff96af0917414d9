"""Resources that the site declares: records, and what other apps declare by a hook; cached in Redis, so that a request
with a token reads no row."""

import json
from dataclasses import asdict
from functools import lru_cache
from typing import Any

import frappe

from oauth_plus.platform import cache, resource_hooks
from oauth_plus.rules import scope_list
from oauth_plus.rules.resource import Resource
from oauth_plus.store.site import site_issuer

DOCTYPE = "OAuth Plus Resource"


def cache_key() -> bytes:
	"""Return the key of all declared resources in Redis, in bytes."""
	return cache.key_of("resources")


def invalidate() -> None:
	"""Invalidate the cached resources, now and at the commit. Raises nothing where Redis does not answer."""
	cache.invalidate([cache_key()])


def declared() -> dict[str, Resource]:
	"""Return the enabled resources by address; empty for none. A record counts before what an app declares for the
	same address, and takes it away where it is disabled."""
	return _parsed(cache.load(cache_key()) or cache.store(cache_key(), _read))


def uris() -> list[str]:
	"""Return the URIs of the site and of every enabled resource, the site's first (RFC 9728 §4)."""
	issuer = site_issuer.issuer()
	return [issuer, *(f"{issuer}{address}" for address in sorted(declared()))]


def _read() -> list[dict[str, Any]]:
	found: dict[str, Resource | None] = {each.address: each for each in resource_hooks.declared()}
	if frappe.db.table_exists(DOCTYPE):  # the app may be being installed
		fields = ["address", "title", "enabled", "paths", "scopes", "documentation"]
		found |= {row.address: _of_row(row) for row in frappe.get_all(DOCTYPE, fields=fields)}
	return [asdict(each) for each in found.values() if each]


def _of_row(row: Any) -> Resource | None:
	if not row.enabled:
		return None
	patterns = tuple((row.paths or "").splitlines())
	return Resource(row.address, row.title, patterns, scope_list.split(row.scopes), row.documentation or "")


@lru_cache(maxsize=4)
def _parsed(text: str) -> dict[str, Resource]:
	return {said["address"]: _resource(said) for said in json.loads(text)}


def _resource(said: dict[str, Any]) -> Resource:
	patterns, scopes = tuple(said["patterns"]), tuple(said["scopes"])
	return Resource(said["address"], said["title"], patterns, scopes, said["documentation"])
