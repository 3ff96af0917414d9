"""Events of refused requests. A limit that was reached is one event for a client, user or address in an hour, however many
requests are refused."""

from collections.abc import Iterator
from contextlib import contextmanager

from oauth_plus.exceptions import LimitReached, Refusal, TemporarilyUnavailable
from oauth_plus.platform import readiness
from oauth_plus.platform.request_state import state
from oauth_plus.rules.policy import Gate
from oauth_plus.store import events
from oauth_plus.store.events import refused_calls
from oauth_plus.store.limits import attempts
from oauth_plus.store.tokens.token_pair import TokenPair

HOUR = 3_600


def record(event: str, refusal: Refusal) -> Refusal:
	"""Record a refused request to an endpoint, if it is worth an event, and return what is answered: another refusal while
	the app is being removed. `event` is empty where the endpoint records its refusals itself."""
	if isinstance(refusal, LimitReached):
		_record_limit(refusal)
	elif event and refusal.is_recorded:
		if readiness.is_withdrawn():
			return TemporarilyUnavailable("The site is being updated: try again")
		events.record_refusal(event, refusal, state().client_id)
	return refusal


@contextmanager
def noted(pair: TokenPair) -> Iterator[None]:
	"""Note a refusal of a call with a token of ours, if it is worth an event, and raise it again. The call is rolled back at
	its end: a job writes the event."""
	try:
		yield
	except Refusal as refusal:
		is_told = refusal.is_first if isinstance(refusal, LimitReached) else refusal.is_recorded
		if is_told:
			refused_calls.note(pair.client_id, pair.user, refusal)
		raise


def hold(level: Gate, refusal: Refusal, pair: TokenPair) -> None:
	"""Raise the refusal of a call at Enforce, and note it at Warn. Its reason is the hardening."""
	if level is Gate.ENFORCE:
		raise refusal
	if level is Gate.WARN:
		refused_calls.note_would(pair.client_id, pair.user, refusal, refusal.reason)


def _record_limit(refusal: LimitReached) -> None:
	"""Record that a limit was reached, with the first refusal of a window."""
	if (
		refusal.is_first
		and not readiness.is_withdrawn()
		and attempts.add("limit", refusal.subject, HOUR) == 1
	):
		events.record_refusal("limit_reached", refusal, state().client_id)
