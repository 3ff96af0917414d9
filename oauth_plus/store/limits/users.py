"""Limit on tokens of one user, who is known only after the request was decided.

Each process counts by itself first, and asks Redis only once it has seen a sixteenth of the limit: almost no user comes that
far. With a limit below sixteen, Redis counts each request.
"""

import contextlib

from oauth_plus.platform import counters
from oauth_plus.platform.cache_notes import keep_in_mind
from oauth_plus.platform.redis_away import AWAY
from oauth_plus.platform.request_state import state
from oauth_plus.rules.limits import MINUTE, LimitKind, Whose
from oauth_plus.store.limits import counts
from oauth_plus.store.site import limit_settings

SHARE = 16

_seen: dict[bytes, int] = {}
"""Requests that this process has counted, by the Redis key of their window."""


def require_room(user: str) -> None:
	"""Count a token of this user. Raises LimitReached; TemporarilyUnavailable without Redis, if Settings say so."""
	most = limit_settings.most(LimitKind.TOKEN, Whose.USER)
	if not most or not state().limits:
		return
	place = counts.key(counts.present_window(LimitKind.TOKEN), Whose.USER, user)
	seen = _seen.get(place, 0) + 1
	keep_in_mind(_seen, place, seen)
	share = most // SHARE
	if seen <= share:
		return
	count = 0
	with contextlib.suppress(*AWAY):
		count = counters.add(place, seen if seen == share + 1 else 1, MINUTE)
	if not count:
		limit_settings.accept_without_redis()
	found = counts.allowance(limit_settings.quota(LimitKind.TOKEN, Whose.USER), count)
	if found.is_over:
		raise counts.refused(found, place)
