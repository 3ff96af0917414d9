"""Taking over stock's tokens: what installing the app does to the rows that it finds."""

from collections.abc import Iterator

from benchmarks.figures import Finding, Promise, Spread, Target, number
from benchmarks.measures.measure import CannotRun, Field, Measure
from benchmarks.process import Run, watched
from benchmarks.shelf import TABLE
from benchmarks.side import Side

MILLION = 1_000_000

TIME = Promise("digesting 1,000,000 stock rows", Target(300, " s", False))
MEMORY = Promise("digesting, memory growth", Target(100, " MB", False))


def run(field: Field) -> Iterator[Finding]:
	side = field.ours
	few = _digested(side, "plain and few")
	many = _digested(side, "plain")
	took, count = many.seconds - few.seconds, side.fillings["plain"].count
	note = f"{count:,} rows in {number(took)} s"
	yield Finding(TIME, Spread.single(took * MILLION / count), f"{number(count / took)} rows/s", note=note)
	yield Finding(MEMORY, Spread.single((many.peak - few.peak) / 1e6), f"{number(many.peak / 1e6)} MB in all")


def _digested(side: Side, filling: str) -> Run:
	side.shelf.put(filling)
	command = [side.bench.python, "-m", "benchmarks.inside", side.site, "digest"]
	done = watched(command, cwd=side.bench.sites, env=side.bench.environment())
	left = side.database.value(
		f"SELECT COUNT(*) FROM `{TABLE}` WHERE access_token NOT RLIKE '^[0-9a-f]{{64}}$' OR "
		"refresh_token NOT RLIKE '^[0-9a-f]{64}$'"
	)
	side.shelf.drop(filling)
	if done.status or left:
		raise CannotRun(f"{left} rows are not digested: {done.said[-300:]}")
	return done


MEASURE = Measure("digesting", (TIME, MEMORY), run)
