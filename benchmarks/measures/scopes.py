"""What scopes cost: a token that is held to a narrow scope against one whose client is held to nothing, and the
decision by itself."""

import time
from collections.abc import Iterator, Mapping

from benchmarks.acts import calling, refresh
from benchmarks.figures import Finding, Promise, Spread, Target
from benchmarks.measures.bearer import TOKENS
from benchmarks.measures.measure import Field, Measure
from benchmarks.measures.refresh import of_rates
from benchmarks.side import NEAR_EMPTY, Credentials, Side
from benchmarks.turns import WARM_UP, by_turns, told
from oauth_plus.rules import scope_coverage
from oauth_plus.rules.calls.routes import accesses_of
from oauth_plus.tests.rules.calls import SCOPES, rows
from oauth_plus.tests.rules.doctypes import SITE

ROUNDS = 20

NARROW = "openid"
"""It opens the one method that is asked, and nothing else."""

ENFORCED = Promise(
	"bearer request, held to a narrow scope (level: within 3 %)", Target(0.97, "×", True, "held to none")
)
DECISION = Promise("the decision about one call, alone", Target(100, " µs", False))


def run(field: Field) -> Iterator[Finding]:
	decided = decisions()
	yield Finding(DECISION, decided, decided.told(" µs"), "none")
	ours = field.ours
	ours.shelf.renew(NEAR_EMPTY)
	held, free = (client.client_id for client in _two_clients(ours))
	try:
		_hold(ours, free, "Off")
		narrow, open_ = bearers(ours, held, NARROW), bearers(ours, free, "all openid")
		acts = calling(ours, narrow), calling(ours, open_)
		by_turns(*acts, pairs=1, seconds=WARM_UP / 2)
		enforced, unheld = by_turns(*acts, field.pairs, field.seconds)
	finally:
		_hold(ours, free, "Enforce")
	yield Finding(ENFORCED, of_rates(enforced, unheld), told(enforced), f"held to none {told(unheld)}")


def decisions() -> Spread:
	"""Microseconds for one call of the table, mapped and held against eight scopes that do not open it all."""
	table, held = [row.call for row in rows()], [scope for name, scope in SCOPES.items() if name != "A"]
	times = []
	for _ in range(ROUNDS):
		began = time.perf_counter()
		for call in table:
			scope_coverage.missing(held, accesses_of(call, SITE), SITE.module_of)
		times.append((time.perf_counter() - began) / len(table) * 1e6)
	return Spread.of(times)


def bearers(side: Side, client_id: str, scope: str) -> list[Mapping[str, str]]:
	"""Headers with access tokens of one client, narrowed by refreshing (RFC 6749 §6)."""
	own = [pair for pair in side.live_tokens(NEAR_EMPTY) if pair[0].client_id == client_id][:TOKENS]
	narrowed = (refresh(side, client, token, scope=scope).expect(200).json for client, token in own)
	return [{"Authorization": f"Bearer {answer['access_token']}"} for answer in narrowed]


def _two_clients(side: Side) -> tuple[Credentials, ...]:
	"""Two that have tokens."""
	found = dict.fromkeys(client for client, _token in side.live_tokens(NEAR_EMPTY))
	return tuple(found)[:2]


def _hold(side: Side, client_id: str, level: str) -> None:
	side.database.run(
		"UPDATE `tabOAuth Client` SET oauth_plus_enforcement = %s WHERE name = %s", level, client_id
	)


MEASURE = Measure("scopes", (DECISION, ENFORCED), run)
