"""What administrators and users open, on a site with many clients, grants and events: seconds until an answer."""

import json
import time
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

from benchmarks import desk_rows
from benchmarks.client import WrongAnswer
from benchmarks.figures import Finding, Promise, Spread, Target, number
from benchmarks.measures.measure import Field, Measure
from benchmarks.shelf import AS_FOUND
from benchmarks.side import Side

SECOND = Target(1, " s", False)

TIMES = 5

WORKSPACE = Promise("Desk, workspace: the slowest card or chart", SECOND)
REPORTS = Promise("Desk, the slowest report", SECOND)
LISTS = Promise("Desk, the slowest list", SECOND)
FORM = Promise("Desk, form of a client with 20,000 grants: the slowest request", SECOND)
APPS = Promise("page of the apps of a user with 200 apps", SECOND)

METHOD = "/api/method/"

CARDS = ("replays", "refused_today", "ending_secrets", "below_enforce", "unused_clients")

NAMES = (
	"OAuth Use by Client and User",
	"OAuth Refusals",
	"OAuth Unused Clients",
	"OAuth Scopes Never Used",
	"OAuth Access Audit",
)

OF_LISTS = ("OAuth Client", "OAuth Plus Grant", "OAuth Plus Event", "OAuth Plus Scope Use")

BUSY = "desk000001"
"""Client with a fifth of all grants."""


def run(field: Field) -> Iterator[Finding]:
	side = field.ours
	side.shelf.put(AS_FOUND)
	with desk_rows.filled(side.database, side.user):
		session = side.door.login(side.user, side.password)
		for promise, paths in _pages().items():
			yield _slowest(side, session, promise, paths)


def _pages() -> dict[Promise, dict[str, str]]:
	"""Return the addresses of each promise, by name."""
	own = METHOD + "oauth_plus.api."
	page = {"page": json.dumps({"name": "OAuth", "title": "OAuth", "public": 1})}
	charts = (f"{name}?refresh=1" for name in ("tokens", "users_by_client"))
	return {
		WORKSPACE: {name: f"{own}workspace.{name}" for name in (*CARDS, *charts)}
		| {
			"the page": _asked("frappe.desk.desktop.get_desktop_page", page),
			"findings": f"{own}doctor.count_findings",
		},
		REPORTS: {name: _asked("frappe.desk.query_report.run", _report(name)) for name in NAMES},
		LISTS: {name: _asked("frappe.desk.reportview.get", _list(name)) for name in OF_LISTS},
		FORM: {
			"document": _asked("frappe.desk.form.load.getdoc", {"doctype": "OAuth Client", "name": BUSY}),
			"secrets": f"{own}clients.live_secrets?client={BUSY}",
			"status": f"{own}client_form.status?client={BUSY}",
			"lifetimes": f"{own}client_form.lifetimes_of_site",
			"grants beyond the client": f"{own}grants.beyond_client?client={BUSY}",
		},
		APPS: {"the page": "/oauth-apps"},
	}


def _asked(method: str, values: Mapping[str, str]) -> str:
	return f"{METHOD}{method}?{urlencode(values, quote_via=quote)}"


def _report(name: str) -> dict[str, str]:
	return {"report_name": name, "filters": json.dumps({"days": 90})}


def _list(doctype: str) -> dict[str, str]:
	names = json.dumps([f"`tab{doctype}`.`name`", f"`tab{doctype}`.`modified`"])
	return {
		"doctype": doctype,
		"fields": names,
		"order_by": f"`tab{doctype}`.`creation` desc",
		"page_length": "20",
	}


def _slowest(side: Side, session: Mapping[str, str], promise: Promise, paths: Mapping[str, str]) -> Finding:
	taken = {name: _seconds(side, session, path) for name, path in paths.items()}
	slowest = max(taken, key=lambda name: taken[name].median)
	told = ", ".join(f"{name} {number(spread.median)} s" for name, spread in taken.items())
	return Finding(promise, taken[slowest], f"{slowest}: {taken[slowest].told(' s')}", note=told)


def _seconds(side: Side, session: Mapping[str, str], path: str) -> Spread:
	"""Return the seconds of several requests, the first of which nobody counts: it fills caches."""
	taken = []
	for _time in range(1 + TIMES):
		begun = time.monotonic()
		answer = side.door.get(path, session)
		taken.append(time.monotonic() - begun)
		if answer.status != 200:
			raise WrongAnswer(f"{path}: {answer.status}: {answer.body[:300]!r}")
	return Spread.of(taken[1:])


MEASURE = Measure("desk", (WORKSPACE, REPORTS, LISTS, FORM, APPS), run)
