"""Events: the audit trail. Rows never hold a secret; of a refusal that repeats, the count and the last time change."""

from collections.abc import Iterable

from oauth_plus.exceptions import Refusal
from oauth_plus.store.events import event_rows, refusals
from oauth_plus.store.events.event_rows import DOCTYPE, Event, Outcome

__all__ = ["DOCTYPE", "Outcome", "record", "record_refusal", "record_repeat", "record_would_refuse"]


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
	event_rows.write(Event(event, outcome, reason, cause, fix, client_id, user, address), grants)


def record_refusal(
	event: str, refusal: Refusal, client_id: str | None = None, user: str | None = None
) -> None:
	"""Record why a request was refused (RFC 6749 §5.2). The same refusal again within a day adds to a count."""
	said = refusal.reason or refusal.error
	refusals.fold(Event(event, Outcome.REFUSED, said, refusal.cause, refusal.fix, client_id, user))


def record_would_refuse(
	hardening: str, cause: str, fix: str, client_id: str, user: str | None = None
) -> None:
	"""Record what Enforce would have refused; the same again adds to a count. `hardening` is its name. Raises
	nothing."""
	refusals.fold(Event("would_refuse", Outcome.WOULD_REFUSE, hardening, cause, fix, client_id, user))


def record_repeat(event: str, reason: str, client_id: str, user: str, grants: Iterable[str]) -> None:
	"""Record an event that the holder of a token can repeat. The same of the same grants adds to a count."""
	refusals.fold(Event(event, reason=reason, client_id=client_id, user=user), tuple(grants))
