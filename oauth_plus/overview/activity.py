"""Charts on the workspace: tokens issued and refused by day, and users by client."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from frappe import _
from frappe.utils import add_days, getdate

from oauth_plus.overview import query

DAYS_OF = {"Last Week": 7, "Last Month": 30, "Last Quarter": 91, "Last Year": 365}
"""Days of the choices that a chart offers."""

INTERVALS = ("Daily", "Weekly", "Monthly", "Quarterly", "Yearly")

MOST_REASONS, MOST_CLIENTS = 4, 10

SECONDS = 300
"""Seconds for which Redis keeps a chart: a busy site has many events of a month."""


def tokens(timespan: str, interval: str = "Daily") -> dict[str, Any]:
	"""Return the tokens issued, and the refusals by reason, for each day, week, month, quarter or year. One statement."""
	first, issued, refused = _since(timespan), Counter[date](), dict[str, Counter[date]]()
	for row in _by_day(first):
		reason = row["reason"] or row["event"]
		counts = refused.setdefault(reason, Counter()) if row["outcome"] == "Refused" else issued
		counts[_beginning(getdate(row["day"]), interval)] += int(row["count"])
	every_day = (first + timedelta(days=number) for number in range((getdate() - first).days + 1))
	times = list(dict.fromkeys(_beginning(day, interval) for day in every_day))
	datasets = [(_("Issued"), issued), *_refusals(refused)]
	return {
		"labels": [str(time) for time in times],
		"datasets": [{"name": name, "values": [counts[time] for time in times]} for name, counts in datasets],
	}


def _by_day(first: date) -> list[query.Row]:
	return query.run(
		"""SELECT DATE(creation) AS day, event, outcome, reason, SUM(times) AS count
		FROM `tabOAuth Plus Event`
		WHERE creation >= %s AND (event = 'token_issued' OR outcome = 'Refused')
		GROUP BY DATE(creation), event, outcome, reason""",
		[first],
	)


def _refusals(refused: dict[str, Counter[date]]) -> list[tuple[str, Counter[date]]]:
	"""Return the most frequent reasons with their counts, and the others together."""
	named = sorted(refused, key=lambda reason: -refused[reason].total())
	shown = [(reason, refused[reason]) for reason in named[:MOST_REASONS]]
	others = sum((refused[reason] for reason in named[MOST_REASONS:]), Counter[date]())
	return [*shown, (_("Other refusals"), others)] if others else shown


def _since(timespan: str) -> date:
	first: date = add_days(getdate(), -DAYS_OF.get(timespan, 30))
	return first


def _beginning(day: date, interval: str) -> date:
	"""Return the first day of the interval that has this day."""
	if interval == "Weekly":
		return day - timedelta(days=day.weekday())
	month = {"Monthly": day.month, "Quarterly": 3 * ((day.month - 1) // 3) + 1, "Yearly": 1}.get(interval)
	return day.replace(month=month, day=1) if month else day


def users_by_client(timespan: str, interval: str = "") -> dict[str, Any]:
	"""Return the number of users for whom a client did something, for the clients with the most users. Two statements."""
	since = _since(timespan)
	rows = query.run(
		"""SELECT client, COUNT(*) AS users FROM (
			SELECT client, user FROM `tabOAuth Plus Grant`
			WHERE last_used >= %s OR last_refreshed >= %s OR creation >= %s GROUP BY client, user
		) AS pairs GROUP BY client ORDER BY users DESC, client LIMIT %s""",
		[since, since, since, MOST_CLIENTS],
	)
	titles = query.titles_of(row["client"] for row in rows)
	return {
		"labels": [titles.get(row["client"]) or row["client"] or "" for row in rows],
		"datasets": [{"name": _("Active users"), "values": [row["users"] for row in rows]}],
	}
