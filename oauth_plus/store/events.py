"""Events: the audit trail. Rows are only added, and never hold a secret."""

from collections.abc import Iterable
from enum import Enum

import frappe
import redis

from oauth_plus.exceptions import Refusal
from oauth_plus.platform import clock, event_hooks, sql
from oauth_plus.platform.redis_away import AWAY
from oauth_plus.rules import networks
from oauth_plus.store.site import ip_address

DOCTYPE = "OAuth Plus Event"

BURST, WINDOW = 20, 60
"""Rows within this many seconds for refusals that differ only in their time, so that neither a flood of bad requests
nor an old client's traffic fills the table."""

HOUR = 3_600

OF_ALIKE, OF_A_CLIENT, OF_THE_SITE = 60, 200, 2_000
"""Largest number of recorded refusals in an hour: of the same kind from one address; of one client, and of all
requests without a client; and of the site. The first refusal of its kind is recorded for each client, while the site
has room."""

CAPPED = "refusals_capped"


class Outcome(str, Enum):
	"""Outcome of an event."""

	ALLOWED = "Allowed"
	REFUSED = "Refused"
	WOULD_REFUSE = "Would Refuse"


def record(
	event: str,
	outcome: Outcome = Outcome.ALLOWED,
	*,
	reason: str = "",
	cause: str = "",
	fix: str = "",
	client_id: str | None = None,
	user: str | None = None,
	address: str | None = None,
	grants: Iterable[str] = (),
) -> None:
	"""Insert an event, and call the listeners in the same transaction. `event` and `reason` are words of a fixed
	vocabulary. `cause` and `fix` are sentences of at most 500 characters. Listeners also get the names of the
	`grants`."""
	values = {
		"event": event,
		"outcome": outcome.value,
		"reason": reason,
		"cause": cause[:500],
		"fix": fix[:500],
		"client": client_id,
		"user": user or frappe.session.user,
		"address": (address or ip_address.of_request())[:45],
	}
	sql.insert(DOCTYPE, frappe.generate_hash(length=16), values)
	for listener in frappe.get_hooks(event_hooks.HOOK):
		event_hooks.tell(listener, values | {"grants": list(grants)})


def record_refusal(
	event: str, refusal: Refusal, client_id: str | None = None, user: str | None = None, reason: str = ""
) -> None:
	"""Record why a request was refused (RFC 6749 §5.2), at most 20 times within 60 seconds for the same refusal. `reason` is
	a word of ours in place of the error of the RFCs."""
	reason = reason or refusal.error
	if _is_flood(event, reason, client_id):
		return
	record(
		event,
		Outcome.REFUSED,
		reason=reason,
		cause=refusal.cause,
		fix=refusal.fix,
		client_id=client_id,
		user=user,
	)


def record_would_refuse(
	hardening: str, cause: str, fix: str, client_id: str, user: str | None = None
) -> None:
	"""Record what Enforce would have refused, at most as often. `hardening` is its name. Raises nothing."""
	if _is_flood("would_refuse", hardening, client_id):
		return
	record(
		"would_refuse",
		Outcome.WOULD_REFUSE,
		reason=hardening,
		cause=cause,
		fix=fix,
		client_id=client_id,
		user=user,
	)


def record_repeat(event: str, reason: str, client_id: str, user: str, grants: Iterable[str]) -> None:
	"""Record an event that the holder of a token can repeat, at most 20 times within 60 seconds."""
	if not _is_flood(event, reason, client_id):
		record(event, reason=reason, client_id=client_id, user=user, grants=grants)


def has_room(client_id: str | None, *, is_first_of_kind: bool = False) -> bool:
	"""Return whether one more refusal of this client may be recorded in this hour. If not, that fact is recorded
	once."""
	[of_client] = _count((HOUR, client_id or ""))
	if of_client > OF_A_CLIENT + 1 and not is_first_of_kind:
		return False  # an unrecorded refusal does not count
	[of_site] = _count((HOUR, "*"))
	if of_client == OF_A_CLIENT + 1 and of_site <= OF_THE_SITE:
		record(
			CAPPED,
			Outcome.REFUSED,
			reason="flood",
			cause=f"More than {OF_A_CLIENT} refusals in an hour. The other refusals of this hour are not recorded",
			fix="Read the recorded refusals: one program may repeat the same request",
			client_id=client_id,
		)
	return of_site <= OF_THE_SITE and (is_first_of_kind or of_client <= OF_A_CLIENT)


def _is_flood(event: str, reason: str, client_id: str | None) -> bool:
	kind = f"{event}:{reason}:{client_id or ''}"
	alike = f"{networks.subscriber(ip_address.of_request())}:{kind}"
	if _count((WINDOW, alike)) > [BURST]:
		return True
	in_hour, of_kind = _count((HOUR, alike), (HOUR, kind))
	if in_hour > OF_ALIKE:
		return True
	return not has_room(client_id, is_first_of_kind=of_kind == 1)


def _count(*counted: tuple[int, str]) -> list[int]:
	"""Add 1 to each count of the present hour. If Redis does not answer, there is no room."""
	now = int(clock.now().timestamp())
	try:
		with redis.Redis.pipeline(frappe.cache, transaction=False) as pipe:
			for window, what in counted:
				key = frappe.cache.make_key(f"oauth_plus:refused:{what}:{window}:{now // window}")
				pipe.incrby(key, 1)
				pipe.expire(key, window)
			return pipe.execute()[::2]
	except AWAY:
		return [OF_THE_SITE + 1] * len(counted)
