"""Deleting what has expired, while others are being given tokens."""

import threading
from collections.abc import Iterator

from benchmarks.acts import Refreshing
from benchmarks.client import WrongAnswer
from benchmarks.database import Longest
from benchmarks.figures import Finding, Promise, Spread, Target, number, percentile
from benchmarks.measures.measure import CannotRun, Field, Measure
from benchmarks.process import Run, watched
from benchmarks.shelf import FAMILIES, TABLE, aside
from benchmarks.side import NEAR_EMPTY, Side
from benchmarks.turns import Act, Slice, take

COMMAND = ("oauth-plus", "purge")

SPEED = Promise("purge of expired rows", Target(5_000, " rows/s", True))
MEMORY = Promise("purge, memory growth", Target(50, " MB", False))
STATEMENT = Promise("purge, longest statement", Target(1, " s", False))
BESIDE = Promise("purge, p95 of token issue beside it", Target(1.2, "×", False, "idle"))


class Insisting:
	"""Refresh until it is granted, as an app would that is told to try again later: all of it is latency."""

	MOST = 1000

	def __init__(self, act: Refreshing) -> None:
		self._act, self.refused = act, 0
		act.begin()

	def __call__(self) -> None:
		while True:
			try:
				return self._act()
			except WrongAnswer:
				self.refused += 1
				if self.refused > self.MOST:
					raise


def run(field: Field) -> Iterator[Finding]:
	side = field.ours
	_require_command(side)
	side.shelf.renew(NEAR_EMPTY)
	nothing = _purged(side)
	side.shelf.put("expired")
	_add_live_rows(side)
	act = Insisting(Refreshing(side, NEAR_EMPTY))
	idle = take(act, field.seconds * 2, clients=1)
	before = _rows(side)
	with Longest(side.account) as longest:
		busy, purged = _beside(side, act)
	gone = before + len(busy.latencies) - _rows(side)
	side.shelf.drop("expired")
	if gone <= 0:
		raise CannotRun("`oauth-plus purge` removed nothing of what has expired")
	took = purged.seconds - nothing.seconds
	note = f"{gone:,} rows, tokens and ended grants, in {number(took)} s"
	yield Finding(SPEED, Spread.single(gone / took), note=note)
	yield Finding(
		MEMORY, Spread.single((purged.peak - nothing.peak) / 1e6), f"{number(purged.peak / 1e6)} MB in all"
	)
	yield Finding(STATEMENT, Spread.single(longest.seconds), note=longest.statement)
	p95, idle_p95 = (percentile(one.latencies, 0.95) for one in (busy, idle))
	said = f"{number(p95 * 1000)} ms, idle {number(idle_p95 * 1000)} ms"
	meanwhile = f"{len(busy.latencies)} tokens issued meanwhile, {act.refused} tries refused"
	yield Finding(BESIDE, Spread.single(p95 / idle_p95), said, note=meanwhile)


def _require_command(side: Side) -> None:
	asked = watched(
		side.bench.command(side.site, *COMMAND, "--help"), cwd=side.bench.sites, env=side.bench.environment()
	)
	if asked.status:
		raise CannotRun(f"this version has no `bench --site S {' '.join(COMMAND)}`")


def _purged(side: Side) -> Run:
	run = watched(side.bench.command(side.site, *COMMAND), cwd=side.bench.sites, env=side.bench.environment())
	if run.status:
		raise CannotRun(f"`{' '.join(COMMAND)}` failed: {run.said[-300:]}")
	return run


def _beside(side: Side, issue: Act) -> tuple[Slice, Run]:
	"""One client that goes on refreshing for as long as the purge takes."""
	runs: list[Run] = []
	failures: list[CannotRun] = []
	over = threading.Event()

	def purge() -> None:
		try:
			runs.append(_purged(side))
		except CannotRun as failure:
			failures.append(failure)
		finally:
			over.set()

	thread = threading.Thread(target=purge)
	thread.start()
	slices = [take(issue, 0.5, clients=1)]
	while not over.is_set():
		slices.append(take(issue, 0.5, clients=1))
	thread.join()
	if failures:
		raise failures[0]
	latencies = tuple(latency for one in slices for latency in one.latencies)
	return Slice(sum(one.seconds for one in slices), latencies), runs[0]


def _add_live_rows(side: Side) -> None:
	"""The few that are still in use, with their grants, from the near-empty tables."""
	for table in (TABLE, FAMILIES):
		side.database.run(f"INSERT INTO `{table}` SELECT * FROM `{aside(table, NEAR_EMPTY)}`")


def _rows(side: Side) -> int:
	return sum(side.database.value(f"SELECT COUNT(*) FROM `{table}`") for table in (TABLE, FAMILIES))


MEASURE = Measure("purge", (SPEED, MEMORY, STATEMENT, BESIDE), run)
