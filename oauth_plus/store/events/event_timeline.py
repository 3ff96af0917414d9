"""Timeline of a client or a user: its events, newest first, a page at a time."""

from typing import Any

import frappe

from oauth_plus.store.events import event_sentences
from oauth_plus.store.events.event_rows import DOCTYPE, Outcome

PAGE = 20
"""Events of one page."""

LATEST = 100
"""Events that are read for their causes."""


def page_of(*, client: str | None = None, user: str | None = None, start: int = 0) -> dict[str, Any]:
	"""Return one page of the events of a client or a user from `start` on, and whether there are more. The caller has
	checked who asks."""
	filters = {name: value for name, value in (("client", client), ("user", user)) if value}
	if not filters:
		raise ValueError("Name a client or a user")
	rows = frappe.get_all(
		DOCTYPE,
		filters=filters,
		fields=["name", "creation", "times", "last_time", *event_sentences.COLUMNS],
		order_by="last_time desc",
		limit_start=start,
		limit_page_length=PAGE + 1,
	)
	shown = rows[:PAGE]
	told = zip(shown, event_sentences.sentences_of(shown), strict=True)
	return {"events": [_described(row, each) for row, each in told], "has_more": len(rows) > PAGE}


def _described(row: Any, told: event_sentences.Told) -> dict[str, Any]:
	return {
		"name": row.name,
		"outcome": row.outcome,
		"kind": told.kind,
		"sentence": told.sentence,
		"fix": told.fix,
		"times": row.times or 1,
		"first": str(row.creation),
		"last": str(row.last_time or row.creation),
	}


MOST_CAUSES = 3


def latest_causes(client_id: str) -> dict[str, list[dict[str, str]]]:
	"""Return the latest causes, each with its fix, of what Enforce would refuse a client, by hardening."""
	rows = frappe.get_all(
		DOCTYPE,
		filters={"client": client_id, "outcome": Outcome.WOULD_REFUSE.value},
		fields=event_sentences.COLUMNS,
		order_by="last_time desc",
		limit_page_length=LATEST,
	)
	found: dict[str, list[dict[str, str]]] = {}
	for row, (cause, fix) in zip(rows, event_sentences.causes_of(rows), strict=True):
		of_one = found.setdefault(row.reason, [])
		if len(of_one) < MOST_CAUSES and {"cause": cause, "fix": fix} not in of_one:
			of_one.append({"cause": cause, "fix": fix})
	return found
