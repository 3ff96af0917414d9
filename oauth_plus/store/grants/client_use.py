"""Use of one client: who has live grants, when they last used them, and what was refused. Two statements."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe

from oauth_plus.platform import clock
from oauth_plus.store.events.event_rows import DOCTYPE as EVENT
from oauth_plus.store.events.event_rows import Outcome
from oauth_plus.store.grants.family import GRANT, State


@dataclass(frozen=True)
class ClientUse:
	"""People have allowed the client. Machines are the secrets and keys by which it acts as its Service User. `used_at` is
	None where there is no live grant."""

	people: int
	machines: int
	grants: int
	used_at: datetime | None


@dataclass(frozen=True)
class Refusals:
	"""Numbers of requests that were refused, and that Enforce would have refused."""

	refused: int
	would_refuse: int


def of(client_id: str) -> ClientUse:
	"""Return who has a live grant of the client now."""
	[row] = frappe.db.sql(OF_LIVE, (client_id, State.ACTIVE.value), as_dict=True)
	used = clock.times(row, "used", "refreshed", "begun")
	return ClientUse(row.people, row.machines, row.grants, max(filter(None, used), default=None))


OF_LIVE = f"""SELECT COUNT(*) AS `grants`, MAX(`creation`) AS `begun`, MAX(`last_used`) AS `used`,
	MAX(`last_refreshed`) AS `refreshed`,
	COUNT(DISTINCT CASE WHEN COALESCE(`secret`, '') = '' THEN `user` END) AS `people`,
	COUNT(DISTINCT CASE WHEN `secret` <> '' THEN `secret` END) AS `machines`
	FROM `tab{GRANT}` WHERE `client` = %s AND `state` = %s"""  # noqa: S608 our own words


def refusals_of(client_id: str, now: datetime, days: int = 7) -> Refusals:
	"""Return how many requests of the client were refused in the last days. A row of events that recur counts as all of
	them, if the last is among these days."""
	since = clock.to_column(now - timedelta(days=days))
	outcomes = (Outcome.REFUSED.value, Outcome.WOULD_REFUSE.value)
	rows: Any = frappe.db.sql(OF_REFUSALS, (client_id, *outcomes, since))
	counts = {outcome: int(count) for outcome, count in rows}
	return Refusals(*(counts.get(outcome, 0) for outcome in outcomes))


OF_REFUSALS = f"""SELECT `outcome`, SUM(CASE WHEN `times` > 0 THEN `times` ELSE 1 END) FROM `tab{EVENT}`
	WHERE `client` = %s AND `outcome` IN (%s, %s) AND `last_time` > %s GROUP BY `outcome`"""  # noqa: S608
