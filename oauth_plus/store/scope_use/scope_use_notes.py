"""Notes in Redis of resource accesses of clients. `scope_uses` writes them as rows."""

import json
import time
from collections.abc import Iterable

import frappe

from oauth_plus.platform import cache_notes
from oauth_plus.platform.cache import key_of
from oauth_plus.platform.cache_notes import Noted
from oauth_plus.rules.resource_access import ResourceAccess
from oauth_plus.rules.scope_from_use import ScopeUse, Way
from oauth_plus.rules.storable import is_storable

LONGEST = 140

NOTED_AGAIN_AFTER = 300
"""Seconds in which a worker does not repeat a note."""

_noted: dict[tuple[str, str, ScopeUse], float] = {}


def place() -> bytes:
	"""Return the Redis key of this site's notes."""
	return key_of("scope_uses")


def note(client_id: str, accesses: Iterable[ResourceAccess], way: Way = Way.ASKED) -> None:
	"""Note in Redis that a client accessed this; a worker repeats no note within 300 seconds."""
	now, site = time.time(), frappe.local.site
	uses = (ScopeUse(each, way) for each in accesses if is_storable(each.target))
	fresh = [each for each in uses if _noted.get((site, client_id, each), 0) < now - NOTED_AGAIN_AFTER]
	if not fresh:
		return
	if len(_noted) > cache_notes.MOST:
		_noted.clear()
	_noted.update({(site, client_id, each): now for each in fresh})
	notes = {json.dumps([client_id, *fields_of(each)]): Noted(now) for each in fresh}
	cache_notes.put(place(), client_id, notes)


def fields_of(use: ScopeUse) -> tuple[str, str, str, str]:
	"""Return the columns of an access, each of at most 140 characters."""
	return use.access.kind.value, use.access.target[:LONGEST], use.access.action, use.way.value
