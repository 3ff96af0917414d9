"""The client credentials grant, beside a refresh on the same site: stock has none to compare with."""

from collections.abc import Iterator

from benchmarks.acts import by_itself
from benchmarks.figures import Finding, Promise, Target
from benchmarks.measures.measure import Contestant, Field, Measure
from benchmarks.measures.refresh import near_empty, of_rates
from benchmarks.side import NEAR_EMPTY
from benchmarks.turns import told

BESIDE = Promise("client_credentials, near-empty table", Target(1.3, "×", True, "a refresh"))


def run(field: Field) -> Iterator[Finding]:
	ours = field.ours
	machine = Contestant(
		by_itself(ours),
		lambda: ours.shelf.renew(NEAR_EMPTY),
		enter=lambda: ours.shelf.put(NEAR_EMPTY),
	)
	alone, refreshed = field.compare(machine, near_empty(ours))
	yield Finding(BESIDE, of_rates(alone, refreshed), f"{told(alone)}, refresh {told(refreshed)}")


MEASURE = Measure("machine", (BESIDE,), run)
