"""Ending grants: first the families, then their tokens, and their cache entries. The order of locks is in
families.py. To end many grants, lock all families before the first token."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from oauth_plus.platform import clock, queries, sql
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import events
from oauth_plus.store.clients import gateways
from oauth_plus.store.events import Outcome
from oauth_plus.store.grants import codes, consents, device_requests, families, family_lists
from oauth_plus.store.grants.family import GRANT, Family, State
from oauth_plus.store.tokens import bearer_marks, exchanged_tokens, token_revocation, token_rows
from oauth_plus.store.tokens.token_pair import TokenPair


def end(
	grants: Iterable[str],
	reason: str,
	state: State = State.REVOKED,
	*,
	event: str = "grant_ended",
	outcome: Outcome = Outcome.ALLOWED,
	cause: str = "",
	fix: str = "",
	client_id: str | None = None,
	user: str | None = None,
) -> int:
	"""End these grants with all their tokens, and record one event. Returns the number of live grants. The event
	names the client and the user that all of them share, and leaves empty what they do not."""
	names = sorted(set(grants))
	ended = _end_with_tokens(names, reason, state)
	if not ended:
		return 0
	if not (client_id and user):
		shared = family_lists.shared_parties(names)
		client_id, user = client_id or shared[0], user or shared[1]
	if len(names) == 1 and reason in consents.TAKEN_BACK:
		consents.withdraw(reason, user=user, client_id=client_id)
	cause = cause or f"{ended} of {len(names)} grants ended: {', '.join(names[:5])}"
	whose = {"client_id": client_id, "user": user}
	events.record(event, outcome, reason=reason, cause=cause, fix=fix, grants=names, **whose)
	return ended


def _end_with_tokens(names: list[str], reason: str, state: State) -> int:
	"""End grants in few statements, whatever their number. Returns the number of live grants."""
	ended = sum(_end_families(chunk, reason, state) for chunk in queries.chunks(names))
	if ended:
		for chunk in queries.chunks(names):  # after all families: see the order of locks
			token_revocation.revoke_families(chunk, reason)
		bearer_marks.invalidate(family=names)
	return ended


def end_all(
	reason: str,
	*,
	user: str | None = None,
	client_id: str | None = None,
	before: datetime | None = None,
	are_users_own: bool = False,
) -> int:
	"""End the live grants of a user, of a client, or given before a time, with their codes, and tokens without a
	grant. All given conditions apply; `are_users_own` leaves out those of Service Users. Returns the number of live
	grants."""
	if client_id:
		sql.lock_exclusive("OAuth Client", client_id)
	if user:
		sql.lock_exclusive("User", user)
	chosen = {"user": user, "client_id": client_id, "before": before}
	whose = {"user": user, "client_id": client_id}
	consents.withdraw(reason, **chosen)  # first: it waits for a consent page, whose code is then seen
	codes.withdraw(**chosen)
	device_requests.withdraw(**chosen)
	live = partial(family_lists.live, **chosen, are_users_own=are_users_own)
	ended = end(live(), reason, **whose)
	if user or client_id:  # also those that were created after this transaction began
		ended += end(live(as_of_now=True), reason, **whose)
	if client_id and gateways.is_marked(client_id):
		end_exchanged(reason, client_id, user=user, before=before)
	return ended + _end_those_without_family(reason, **chosen)


def end_exchanged(
	reason: str, client_id: str, *, user: str | None = None, before: datetime | None = None
) -> int:
	"""End the tokens that a client got by exchange, and those that were exchanged from them. The grants of their users go
	on. Returns the number of tokens."""
	found = exchanged_tokens.live_of(client_id, user=user, before=before)
	ended = token_revocation.revoke(sorted(found), reason)
	if ended:
		bearer_marks.invalidate(family=set(found.values()))
		cause = Sentence("{0} exchanged tokens ended", ended)
		events.record("token_revoked", reason=reason, cause=cause, client_id=client_id, user=user or "")
	return ended


def end_leftovers(reason: str, *, user: str | None = None, client_id: str | None = None) -> int:
	"""End the live grants and consents of a user or a client whose row is gone. Returns the number of grants."""
	whose = {"user": user, "client_id": client_id}
	if not family_lists.live(**whose) and not consents.has_live(**whose):
		return 0
	return end_all(reason, **whose)


def end_with(pair: TokenPair, reason: str) -> int:
	"""End the grant of a pair that was ended or deleted alone, unless another pair has superseded it (RFC 7009 §2.1).
	Returns the number of live grants, 0 or 1."""
	bearer_marks.invalidate(family=[pair.family])
	family = families.find(pair.family)
	if family is None or is_followed(pair, family):
		return 0
	return end([pair.family], reason, event="token_revoked")


def is_followed(pair: TokenPair, family: Family | None) -> bool:
	"""Return whether another pair of the same grant superseded this one: of a later generation, or with the same
	refresh token. False for a pair without a grant. True for a machine client's and for an exchanged one: each of these
	is valid by itself."""
	if family is None:
		return False
	if family.secret or pair.delegation:
		return True
	if pair.generation != family.generation:
		return True
	return not pair.refresh_digest and token_rows.has_refresh_token(pair.family, pair.generation)


def trim(user: str, client_id: str) -> None:
	"""End the oldest grants of a user and a client above 200 rows. Call it last, because it locks tokens of other
	grants."""
	end(family_lists.beyond_the_cap(user, client_id), "too_many_grants")


def _end_families(names: list[str], reason: str, state: State) -> int:
	values = {
		"state": state.value,
		"ended_at": clock.to_column(clock.now()),
		"end_reason": reason,
		"ended_by": sql.session_user(),
		"sealed_successor": None,
		"sealed_until": 0,
	}
	return sql.update_named(GRANT, values, "name", names, state=State.ACTIVE.value)


def _end_those_without_family(
	reason: str, user: str | None, client_id: str | None, before: datetime | None
) -> int:
	"""Revoke pairs without a family, which this app did not issue, and which were not used since."""
	ended = token_revocation.revoke_those_without_family(reason, user, client_id, before)
	if ended:
		bearer_marks.invalidate(family=[""])
		cause = Sentence("{0} tokens from before this app ended", ended)
		events.record("grant_ended", reason=reason, cause=cause, client_id=client_id, user=user or "")
	return ended
