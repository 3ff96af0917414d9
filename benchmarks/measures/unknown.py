"""A refresh token that nobody was given: what anybody may ask for, as often as he likes."""

from collections.abc import Iterator

from benchmarks.acts import guessing
from benchmarks.figures import Finding, Promise, Target, number
from benchmarks.measures.measure import Contestant, Field, Measure
from benchmarks.measures.refresh import of_rates
from benchmarks.side import FULL, NEAR_EMPTY
from benchmarks.turns import told

UNKNOWN = Promise("refresh with an unknown token, full table", Target(1.2, "×", False, "the near-empty time"))


def run(field: Field) -> Iterator[Finding]:
	ours = field.ours
	act = guessing(ours)
	few, many = field.compare(
		Contestant(act, enter=lambda: ours.shelf.put(NEAR_EMPTY)),
		Contestant(act, enter=lambda: ours.shelf.put(FULL)),
	)
	field.stock.shelf.put(FULL)
	slow = field.slow(guessing(field.stock))
	yield Finding(
		UNKNOWN,
		of_rates(few, many),  # the time of one is the rate of the other
		f"{told(many)}, near-empty {told(few)}",
		f"{number(slow.rate)}/s ({len(slow.latencies)} requests)",
	)


MEASURE = Measure("unknown", (UNKNOWN,), run)
