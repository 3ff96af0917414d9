"""The refresh grant: against stock near-empty, and against itself among many rows."""

from collections.abc import Iterator

from benchmarks.acts import Refreshing
from benchmarks.figures import Finding, Promise, Spread, Target, number, ratios
from benchmarks.measures.measure import Contestant, Field, Measure
from benchmarks.side import FULL, NEAR_EMPTY, Side
from benchmarks.turns import Slice, told

NEAR = Promise("refresh grant, near-empty table", Target(2.5, "×", True, "stock"))
AMONG_MANY = Promise("refresh grant, full table, tokens of random age", Target(0.95, "×", True, "near-empty"))


def run(field: Field) -> Iterator[Finding]:
	ours, stock = field.compare(near_empty(field.ours), near_empty(field.stock))
	yield Finding(NEAR, of_rates(ours, stock), told(ours), told(stock))
	few, many = field.compare(near_empty(field.ours), full(field.ours))
	contestant = full(field.stock)
	contestant.enter()
	slow = field.slow(contestant.ask)
	said = f"{number(slow.rate)}/s ({len(slow.latencies)} requests)"
	yield Finding(AMONG_MANY, of_rates(many, few), f"{told(many)}, near-empty {told(few)}", said)


def near_empty(side: Side) -> Contestant:
	"""A table that begins each slice with a hundred rows."""
	act = Refreshing(side, NEAR_EMPTY)

	def prepare() -> None:
		side.shelf.renew(NEAR_EMPTY)
		act.begin()

	return Contestant(act, prepare, enter=lambda: side.shelf.put(NEAR_EMPTY))


def full(side: Side) -> Contestant:
	"""Tokens picked at random among the live ones, none of them twice."""
	act = Refreshing(side, FULL)
	act.begin()
	return Contestant(act, enter=lambda: side.shelf.put(FULL))


def of_rates(some: list[Slice], others: list[Slice]) -> Spread:
	"""How many times as fast, pair by pair."""
	return ratios([one.rate for one in some], [one.rate for one in others])


MEASURE = Measure("refresh", (NEAR, AMONG_MANY), run)
