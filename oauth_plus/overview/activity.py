"""Charts on the workspace: tokens issued and refused by day, and users by client."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from frappe import _
from frappe.utils import add_days, getdate

from oauth_plus.overview import query

DAYS_OF = {"Last Week": 7, "Last Month": 30, "Last Quarter": 91, "Last Year": 365}
"""Days of the choices that a chart offers."""

MOST_REASONS, MOST_CLIENTS = 4, 10

SECONDS = 300
"""Seconds for which Redis keeps a chart: a busy site has many events of a month."""


def tokens(timespan: str) -> dict[str, Any]:
	"""Return the tokens issued, and the refusals by reason, for each day. One statement."""
	first = add_days(getdate(), -DAYS_OF.get(timespan, 30))
	days = [first + timedelta(days=number) for number in range((getdate() - first).days + 1)]
	rows = query.run(
		f"""SELECT DATE(creation) AS day, event, outcome, reason, SUM({query.times()}) AS count FROM `tabOAuth Plus Event`
		WHERE creation >= %s AND (event = 'token_issued' OR outcome = 'Refused')
		GROUP BY DATE(creation), event, outcome, reason""",  # noqa: S608
		[first],
	)
	issued: Counter[date] = Counter()
	refused: dict[str, Counter[date]] = {}
	for row in rows:
		counts = (
			issued
			if row["outcome"] != "Refused"
			else refused.setdefault(row["reason"] or row["event"], Counter())
		)
		counts[getdate(row["day"])] += int(row["count"])
	named = sorted(refused, key=lambda reason: -refused[reason].total())
	datasets = [
		(_("Issued"), issued),
		*((_refused(reason), refused[reason]) for reason in named[:MOST_REASONS]),
	]
	if others := named[MOST_REASONS:]:
		datasets.append((_("Refused: other reasons"), sum((refused[reason] for reason in others), Counter())))
	return {
		"labels": [str(day) for day in days],
		"datasets": [{"name": name, "values": [counts[day] for day in days]} for name, counts in datasets],
	}


def users_by_client(timespan: str) -> dict[str, Any]:
	"""Return the number of users for whom a client did something, for the clients with the most users. Two statements."""
	since = add_days(getdate(), -DAYS_OF.get(timespan, 30))
	rows = query.run(
		"""SELECT client, COUNT(DISTINCT user) AS users FROM `tabOAuth Plus Grant`
		WHERE last_used >= %s OR last_refreshed >= %s OR creation >= %s
		GROUP BY client ORDER BY users DESC, client LIMIT %s""",
		[since, since, since, MOST_CLIENTS],
	)
	titles = query.titles_of(row["client"] for row in rows)
	return {
		"labels": [titles.get(row["client"]) or row["client"] or "" for row in rows],
		"datasets": [{"name": _("Active users"), "values": [row["users"] for row in rows]}],
	}


def _refused(reason: str) -> str:
	name: str = _("Refused: {0}").format(reason)
	return name
