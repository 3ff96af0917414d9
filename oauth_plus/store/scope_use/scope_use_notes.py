"""Notes in Redis of resource accesses of clients, and of missing scopes. `scope_uses` writes them as rows."""

import contextlib
import json
import time
from collections.abc import Iterable

import frappe
import redis

from oauth_plus.exceptions import Refusal
from oauth_plus.platform import clock
from oauth_plus.platform.cache import key_of
from oauth_plus.platform.redis_away import AWAY
from oauth_plus.platform.redis_script import Script
from oauth_plus.rules.policy import Hardening
from oauth_plus.rules.resource_access import ResourceAccess
from oauth_plus.rules.scope_from_use import ScopeUse, Way
from oauth_plus.rules.sentence import parts_of
from oauth_plus.rules.storable import is_storable
from oauth_plus.store.site import ip_address

MOST, MOST_OF_ONE = 5_000, 500
"""Largest number of different notes between two runs of the job, of all clients and of one, so that an app that calls
random names cannot fill Redis, or displace others."""

LONGEST = 140

NOTED_AGAIN_AFTER = 300
"""Seconds in which a worker does not repeat a note."""

_PUT = Script("""
local most, most_of_one, client, are_counted = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], ARGV[4] == '1'
local there = redis.call('HLEN', KEYS[1])
local of_client = tonumber(redis.call('HGET', KEYS[2], client) or '0')
local has_room, added = there < most and of_client < most_of_one, 0
for i = 5, #ARGV, 2 do
	local is_known = redis.call('HEXISTS', KEYS[1], ARGV[i]) == 1
	if is_known or has_room then
		redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1])
		if not is_known then added = added + 1 end
		if are_counted then redis.call('HINCRBY', KEYS[3], ARGV[i], 1) end
	end
end
if added > 0 then redis.call('HINCRBY', KEYS[2], client, added) end
""")

_noted: dict[tuple[str, str, ScopeUse], float] = {}


def note(client_id: str, accesses: Iterable[ResourceAccess], way: Way = Way.ASKED) -> None:
	"""Note in Redis that a client accessed this; a worker repeats no note within 300 seconds."""
	now, site = time.time(), frappe.local.site
	uses = (ScopeUse(each, way) for each in accesses if is_storable(each.target))
	fresh = [each for each in uses if _noted.get((site, client_id, each), 0) < now - NOTED_AGAIN_AFTER]
	if not fresh:
		return
	if len(_noted) > MOST:
		_noted.clear()
	_noted.update({(site, client_id, each): now for each in fresh})
	_put("scope_uses", client_id, {json.dumps([client_id, *fields_of(each)]): now for each in fresh})


def fields_of(use: ScopeUse) -> tuple[str, str, str, str]:
	"""Return the columns of an access, each of at most 140 characters."""
	return use.access.kind.value, use.access.target[:LONGEST], use.access.action, use.way.value


def note_refusal(client_id: str, user: str, refusal: Refusal, *, would: bool, reason: str = "") -> None:
	"""Note which scope a call lacked, and how often. `reason` names a hardening
	other than scope."""
	reason = reason or (Hardening.SCOPE.value if would else "insufficient_scope")
	told = json.dumps([client_id, user, parts_of(refusal.cause), parts_of(refusal.fix), would, reason])
	note = json.dumps([clock.now().timestamp(), ip_address.of_request()])
	_put("scope_lacks", client_id, {told: note}, are_counted=True)


def _put(key: str, client_id: str, notes: dict[str, float | str], *, are_counted: bool = False) -> None:
	"""Update existing notes. Add new ones while there is room."""
	places = [key_of(key), key_of(key, "counts"), key_of(key, "times")]
	pairs = [word for note in notes.items() for word in note]
	with contextlib.suppress(*AWAY):
		_PUT.run(places, [MOST, MOST_OF_ONE, client_id, int(are_counted), *pairs])


def delete_counts(*keys: str) -> None:
	"""Delete the counts in Redis. Raises ConnectionError if it does not answer."""
	redis.Redis.delete(frappe.cache, *(key_of(key, "counts") for key in keys))
