"""The audit trail: append-only, never a secret."""

from enum import Enum

import frappe

from oauth_plus.exceptions import Refusal
from oauth_plus.store import listeners, moments, rows, users

DOCTYPE = "OAuth Plus Event"

BURST, WINDOW = 20, 60
"""Of refusals alike in all but their moment, this many are written in so many seconds: neither a flood of bad
requests nor the daily traffic of an old client may become a flood of rows."""


class Outcome(str, Enum):
	"""How it ended."""

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
) -> None:
	"""Write one event. `event` and `reason` are words of a fixed vocabulary, `cause` and `fix` sentences."""
	values = {
		"event": event,
		"outcome": outcome.value,
		"reason": reason,
		"cause": cause[:500],
		"fix": fix[:500],
		"client": client_id,
		"user": user or frappe.session.user,
		"address": (address or users.address())[:45],
	}
	rows.insert(DOCTYPE, frappe.generate_hash(length=16), values)
	listeners.tell(values)


def record_refusal(
	event: str, refusal: Refusal, client_id: str | None = None, user: str | None = None
) -> None:
	"""Write down why a request was turned down, unless the same was just written many times."""
	if _is_flood(event, refusal.error, client_id or ""):
		return
	record(
		event,
		Outcome.REFUSED,
		reason=refusal.error,
		cause=refusal.cause,
		fix=refusal.fix,
		client_id=client_id,
		user=user,
	)


def record_would_refuse(
	hardening: str, cause: str, fix: str, client_id: str, user: str | None = None
) -> None:
	"""Write down what Enforce would have refused, with the same cap; `hardening` is the word that names it."""
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


def _is_flood(*alike: str) -> bool:
	"""Counted by the window that we are in: a count that outlives it silences nobody."""
	window = int(moments.now().timestamp()) // WINDOW
	key = frappe.cache.make_key(f"oauth_plus:refused:{':'.join((users.address(), *alike, str(window)))}")
	count = frappe.cache.incrby(key, 1)
	if count == 1:
		frappe.cache.expire(key, WINDOW)
	return count > BURST
