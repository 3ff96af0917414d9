"""Refusals as rows: the same one within a day is one row, and a stranger fills neither the table nor Redis."""

from dataclasses import replace
from datetime import datetime
from functools import partial

import frappe

from oauth_plus.platform import clock, sql
from oauth_plus.rules import networks
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.events import event_folds, event_rows
from oauth_plus.store.events.event_counts import HOUR, OF_A_CLIENT, OF_THE_SITE, count
from oauth_plus.store.events.event_folds import MOST_CAUSES, WINDOW
from oauth_plus.store.events.event_rows import DOCTYPE, Event, Outcome

CAPPED = "refusals_capped"

OTHER_CAUSES = "Other causes of the same refusal"


def fold(event: Event, grants: tuple[str, ...] = (), *, times: int = 1, at: datetime | None = None) -> None:
	"""Insert the row of a refusal, or count it for the row of the same one: of one kind, client, user, address and cause.
	The listeners are told of the first one."""
	row, at = event.row, at or clock.now()
	kind = ":".join((event.event, event.reason, event.client_id or ""))
	alike = f"{kind}:{row['user']}:{networks.subscriber(row['address'])}"
	name = event_folds.name_of(alike, row["cause"], *grants)
	if not event_folds.is_first(name, times, at):
		return
	if count((WINDOW, alike)) > [MOST_CAUSES]:
		event_folds.forget(name)
		row, name = replace(event, cause=OTHER_CAUSES).row, event_folds.name_of(alike)
		if not event_folds.is_first(name, times, at):
			return
	if not has_room(event.client_id, is_first_of_kind=count((HOUR, kind)) == [1]):
		event_folds.put_off(name)
		return
	frappe.db.after_rollback.add(partial(event_folds.forget, name))
	if sql.insert_unless_taken(DOCTYPE, name, row | event_rows.times_of(times, at)):
		event_rows.tell(name, row, grants)
	else:
		event_folds.add(name, times, at)  # Redis had lost it


def has_room(client_id: str | None, *, is_first_of_kind: bool = False) -> bool:
	"""Return whether one more row for a refusal of this client may be written in this hour. If not, that fact is
	recorded once."""
	[of_client] = count((HOUR, client_id or ""))
	if of_client > OF_A_CLIENT + 1 and not is_first_of_kind:
		return False  # an unrecorded refusal does not count
	[of_site] = count((HOUR, "*"))
	if of_client == OF_A_CLIENT + 1 and of_site <= OF_THE_SITE:
		event_rows.write(_capped(client_id))
	return of_site <= OF_THE_SITE and (is_first_of_kind or of_client <= OF_A_CLIENT)


def _capped(client_id: str | None) -> Event:
	return Event(
		CAPPED,
		Outcome.REFUSED,
		reason="flood",
		cause=Sentence(
			"More than {0} different refusals in an hour. The other refusals of this hour are not recorded",
			OF_A_CLIENT,
		),
		fix="Read the recorded refusals: one program may repeat the same request",
		client_id=client_id,
	)
