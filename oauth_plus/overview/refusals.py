"""Refusals of a period, by client and reason, with the cause and the fix of the last one."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from oauth_plus.overview import query
from oauth_plus.overview.query import Row, Where
from oauth_plus.platform import queries
from oauth_plus.rules.storable import without_markup
from oauth_plus.store.events import event_sentences

KIND = ("client", "event", "outcome", "reason")
"""Columns that two refusals of one row have in common."""


def rows(filters: Mapping[str, Any]) -> list[Row]:
	"""Return a row for each kind of refusal, the most frequent first. Three statements, and two more for each further
	thousand of rows."""
	period, where = query.period_of(filters), Where()
	where.add("creation >= %s AND creation < %s", period.since, period.until)
	if not filters.get("outcome"):
		where.add("outcome IN ('Refused', 'Would Refuse')")
	for column in ("outcome", "client", "user", "reason"):
		where.add_if(f"{column} = %s", filters.get(column))
	found = query.run(
		f"""SELECT client, event, outcome, reason, SUM(times) AS count,
			COUNT(DISTINCT user) AS users, COUNT(DISTINCT address) AS addresses,
			MIN(creation) AS first, MAX(creation) AS last
		FROM `tabOAuth Plus Event` WHERE {where.text()}
		GROUP BY client, event, outcome, reason ORDER BY count DESC, last DESC LIMIT %s""",  # noqa: S608
		[*where.values, query.most_of(filters)],
	)
	texts = _last_texts(row["last"] for row in found)
	unknown: Row = {"cause": "", "fix": ""}
	return query.with_titles([row | texts.get((*_kind(row), row["last"]), unknown) for row in found])


def by_reason(rows: Iterable[Row], most: int = 10) -> list[tuple[str, int]]:
	"""Return the most frequent reasons with their counts."""
	counts: Counter[str] = Counter()
	for row in rows:
		counts[row["reason"] or row["event"]] += int(row["count"])
	return counts.most_common(most)


def _kind(row: Row) -> tuple[Any, ...]:
	return tuple(row[column] for column in KIND)


def _last_texts(times: Iterable[Any]) -> dict[tuple[Any, ...], Row]:
	"""Return cause and fix of the events of these times, translated, by kind and time. `creation` is indexed."""
	found: dict[tuple[Any, ...], Row] = {}
	for chunk in queries.chunks(sorted(set(times))):
		events = query.run(
			f"""SELECT client, event, outcome, reason, creation, cause, fix, told
			FROM `tabOAuth Plus Event` WHERE creation IN ({query.marks(chunk)})""",  # noqa: S608
			chunk,
		)
		for row, texts in zip(events, event_sentences.causes_of(events), strict=True):
			cause, fix = map(without_markup, texts)
			found[(*_kind(row), row["creation"])] = {"cause": cause, "fix": fix}
	return found
