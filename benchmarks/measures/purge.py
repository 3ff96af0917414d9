"""Deleting what has expired: on a site at rest, and while others are being given tokens."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.acts import Refreshing
from benchmarks.client import WrongAnswer
from benchmarks.database import Longest, settled
from benchmarks.figures import Finding, Promise, Spread, Target, number, percentile, ratios
from benchmarks.measures.measure import CannotRun, Field, Measure
from benchmarks.process import Run, Standing, watched
from benchmarks.shelf import FAMILIES, TABLE, aside
from benchmarks.side import NEAR_EMPTY, Side
from benchmarks.turns import WARM_UP, Slice, orders, take

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
	with Longest(side.account) as longest:  # there in every slice: looking costs time too
		yield _beside(field)
		before = _rows(side)
		purged = _purged(side)
	gone = before - _rows(side)
	side.shelf.drop("expired")
	if gone <= 0:
		raise CannotRun("`oauth-plus purge` removed nothing of what has expired")
	took = purged.seconds - nothing.seconds
	note = f"{gone:,} rows, tokens and ended grants, in {number(took)} s, on a site at rest"
	yield Finding(SPEED, Spread.single(gone / took), note=note)
	yield Finding(
		MEMORY, Spread.single((purged.peak - nothing.peak) / 1e6), f"{number(purged.peak / 1e6)} MB in all"
	)
	yield Finding(STATEMENT, Spread.single(longest.seconds), note=longest.statement)


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


def _beside(field: Field) -> Finding:
	"""One client that goes on refreshing, in slices with the purge at work and in slices without, by turns."""
	side = field.ours
	act = Insisting(Refreshing(side, NEAR_EMPTY))
	take(act, WARM_UP, clients=1)
	idle: list[Slice] = []
	busy: list[Slice] = []
	rates: list[float] = []
	with _purging(side) as purging:

		def alone() -> None:
			idle.append(take(act, field.seconds, clients=1))

		def beside() -> None:
			begun = time.monotonic()
			purging.tell(str(field.seconds))
			busy.append(take(act, field.seconds, clients=1))
			rates.append(_heard(purging) / (time.monotonic() - begun))

		for order in orders(2, field.pairs):
			for place in order:
				settled()
				(alone, beside)[place]()
	p95, idle_p95 = ([percentile(one.latencies, 0.95) for one in some] for some in (busy, idle))
	said, idle_said = (Spread.of(1000 * one for one in some).told(" ms") for some in (p95, idle_p95))
	issued = sum(len(one.latencies) for one in busy)
	purged = f"{Spread.of(rates).told(' rows/s')} purged meanwhile"
	note = f"{purged}, {issued} tokens issued, {act.refused} tries refused"
	return Finding(BESIDE, ratios(p95, idle_p95), f"{said}, idle {idle_said}", note=note)


@contextmanager
def _purging(side: Side) -> Iterator[Standing]:
	"""A process that purges for as many seconds as it is told, once it has begun to listen."""
	command = side.bench.inside_command(side.site, "purge-when-told")
	with Standing(command, cwd=side.bench.sites, env=side.bench.environment()) as process:
		process.tell("0")
		_heard(process)
		yield process


def _heard(purging: Standing) -> int:
	said = purging.hear()
	if not said.isdigit():
		raise CannotRun("the purge ended before it was told to")
	return int(said)


def _add_live_rows(side: Side) -> None:
	"""The few that are still in use, with their grants, from the near-empty tables."""
	for table in (TABLE, FAMILIES):
		side.database.run(f"INSERT INTO `{table}` SELECT * FROM `{aside(table, NEAR_EMPTY)}`")


def _rows(side: Side) -> int:
	return sum(side.database.value(f"SELECT COUNT(*) FROM `{table}`") for table in (TABLE, FAMILIES))


MEASURE = Measure("purge", (SPEED, MEMORY, STATEMENT, BESIDE), run)
