"""Events of limits that were reached: one for a client, user or address in an hour, however many requests are refused."""

from oauth_plus.exceptions import LimitReached
from oauth_plus.platform import readiness
from oauth_plus.store import events
from oauth_plus.store.limits import attempts
from oauth_plus.store.presented_tokens.presented_token import PresentedToken
from oauth_plus.store.scope_use import scope_use_notes

HOUR = 3_600


def record(refusal: LimitReached, client_id: str | None) -> None:
	"""Record that a limit was reached, with the first refusal of a window. Commits with the request."""
	if (
		refusal.is_first
		and not readiness.is_withdrawn()
		and attempts.add("limit", refusal.subject, HOUR) == 1
	):
		events.record_refusal("limit_reached", refusal, client_id, reason=refusal.quota_name)


def note(refusal: LimitReached, access: PresentedToken) -> None:
	"""Note the same of a call, which is rolled back at its end: a job writes the event."""
	if refusal.is_first:
		pair = access.pair
		scope_use_notes.note_refusal(
			pair.client_id, pair.user, refusal, would=False, reason=refusal.quota_name
		)
