"""What Enforce would refuse a client, in words for its form."""

from typing import Any

from frappe import _

from oauth_plus.http.fault_sentences import sentence_of
from oauth_plus.platform import clock
from oauth_plus.rules.gates import exceptions_in
from oauth_plus.rules.hardenings import WORDS
from oauth_plus.store.clients.client_fields import ENFORCEMENT, EXCEPTIONS
from oauth_plus.store.enforcement.foresight import Foresight, Seen, Violations
from oauth_plus.store.events import event_sentences, event_timeline
from oauth_plus.store.scope_use import scope_uses
from oauth_plus.store.site import settings


def described(row: Any, found: Foresight) -> dict[str, Any]:
	"""Return the foresight for the form: its standing, what was seen, and a row for each hardening."""
	return {
		"standing": found.standing.value,
		"is_offered": found.standing.is_offered,
		"days": found.days,
		"since": _time(found.since),
		"enforcement": row.get(ENFORCEMENT),
		"seen": [*map(_seen, found.seen), *_calls(row.name, found)],
		"faults": [sentence_of(fault) for fault in found.faults],
		"hardenings": hardenings(row.get(EXCEPTIONS), {each.hardening: each for each in found.violations}),
		"latest": event_timeline.latest_causes(row.name),
	}


def hardenings(own: str | None, violations: dict[str, Violations]) -> list[dict[str, Any]]:
	"""Return each hardening with its words, the exceptions of the client and of the site, and what it would have
	refused."""
	of_client, of_site = exceptions_in(own), exceptions_in(settings.exceptions())
	return [
		{
			"name": each.value,
			"title": _(words.title),
			"refuses": _(words.refuses),
			"source": words.source,
			"own": of_client[each].value if each in of_client else "",
			"site": of_site[each].value if each in of_site else "",
			**_violations(violations.get(each.value)),
		}
		for each, words in WORDS.items()
	]


def _violations(found: Violations | None) -> dict[str, Any]:
	if found is None:
		return {"times": 0}
	return {"times": found.times, "first": _time(found.first), "last": _time(found.last)}


def _seen(seen: Seen) -> dict[str, Any]:
	sentence = SENTENCES.get(seen.event) or event_sentences.title_of(seen.event)
	how = event_sentences.reason_in_words(seen.reason) if seen.event in WITH_REASON else ""
	text = _("{0}, {1}").format(_(sentence), how) if how else _(sentence)
	return {"text": text, "times": seen.times, "users": seen.users}


SENTENCES = {
	"code_issued": "Sign-ins",
	"token_issued": "Tokens issued",
	"token_repeated": "Refreshes repeated",
	"token_revoked": "Tokens revoked",
	"device_allowed": "Devices allowed",
}

WITH_REASON = ("token_issued",)


def _calls(client_id: str, found: Foresight) -> list[dict[str, Any]]:
	"""Calls are not counted one by one: what they accessed is."""
	since = max(filter(None, (found.since, clock.days_ago(found.days))))
	uses = scope_uses.used_since(client_id, since)
	return (
		[{"text": _("Different things accessed by calls"), "times": len(uses), "users": None}] if uses else []
	)


def _time(moment: Any) -> str | None:
	return str(clock.to_column(moment)) if moment else None
