"""What happened at the endpoints and in jobs, added up for metrics. Labels are words of ours, and clients that the site
knows."""

from bisect import bisect_left

from oauth_plus.exceptions import LimitReached, Refusal
from oauth_plus.platform import tally
from oauth_plus.platform.request_state import state
from oauth_plus.platform.tally import Field

BUCKETS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Upper bounds of the histograms of requests, in seconds."""

OF_JOBS = (0.1, 1.0, 10.0, 60.0, 300.0, 600.0, 1_800.0)

ISSUED, REFRESHED, OF_CLIENT = tally.OF_CLIENTS
REFUSED, LIMITED, REPLAYED, CALLS, WEBHOOKS = "refused", "limited", "replayed", "calls", "webhooks"
DENIED = "denied_inside"
LATENCY, JOB, JOB_AT = "latency", "job", "job_at"

REFRESH = "refresh_token"

NOBODY = ""


def note_issued(grant_type: str, client_id: str) -> None:
	"""Note that this request issues tokens; it counts once the request is answered."""
	state().issued = (grant_type, client_id)


def note_request(endpoint: str, seconds: float, refusal: Refusal | None) -> None:
	"""Count an answered request."""
	amounts = _timed(LATENCY, endpoint, seconds, BUCKETS)
	here = state()
	if refusal is None:
		amounts |= _of_issued(here.issued)
	elif isinstance(refusal, LimitReached):
		amounts[LIMITED, endpoint, refusal.reason or "guesses"] = 1
	else:
		amounts[REFUSED, endpoint, refusal.error] = 1
		if here.client_id:
			amounts[OF_CLIENT, here.client_id] = 1
	tally.add(amounts)


def note_call(seconds: float, outcome: str) -> None:
	"""Count a call with an access token. `outcome` is `accepted`, or the error of its refusal."""
	tally.add({**_timed(LATENCY, "bearer", seconds, BUCKETS), (CALLS, outcome): 1})


def note_denied() -> None:
	"""Count a call that was accepted, and then refused a document that the site's code was about to use for it."""
	tally.add({(DENIED,): 1})


def note_replay(kind: str) -> None:
	"""Count a code or a refresh token that was used twice, and ended its grant."""
	tally.add({(REPLAYED, kind): 1})


def note_webhook(outcome: str) -> None:
	"""Count an attempt to deliver a webhook."""
	tally.add({(WEBHOOKS, outcome): 1})


def note_job(name: str, seconds: float, ended_at: float) -> None:
	"""Count a run of a job, and write at once: its process may end. `ended_at` is in seconds since 1970."""
	tally.add(_timed(JOB, name, seconds, OF_JOBS))
	tally.put((JOB_AT, name), ended_at)
	tally.write()


def _of_issued(issued: tuple[str, str] | None) -> dict[Field, float]:
	if issued is None:
		return {}
	grant_type, client_id = issued
	return {(REFRESHED, client_id) if grant_type == REFRESH else (ISSUED, grant_type, client_id): 1}


def _timed(name: str, label: str, seconds: float, buckets: tuple[float, ...]) -> dict[Field, float]:
	"""Return one observation of a histogram: its bucket by number, and the sum."""
	return {(name, label, str(bisect_left(buckets, seconds))): 1, (f"{name}_sum", label): seconds}
