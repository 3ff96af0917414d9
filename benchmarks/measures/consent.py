"""The consent page, where Frappe asks always, and where it asks only who has not agreed before."""

from collections.abc import Iterator

from benchmarks.acts import asking_consent
from benchmarks.figures import Finding, Promise, Target, number
from benchmarks.measures.measure import Contestant, Field, Measure
from benchmarks.measures.refresh import of_rates
from benchmarks.side import FULL, NEAR_EMPTY, Side
from benchmarks.turns import Act, told

TARGET = Target(1.1, "×", False, "the near-empty time")
ALWAYS = Promise("consent page, full table", TARGET)
AUTO = Promise('consent page, full table, "Skip Authorization: Auto"', TARGET)


def run(field: Field) -> Iterator[Finding]:
	yield _compared(field, ALWAYS, (200,))
	for side in field.sides:
		side.inside("remember-consent")
	try:
		yield _compared(field, AUTO, (200, 302, 303))  # v15 asks nobody any more once anybody has a token
	finally:
		for side in field.sides:
			side.inside("ask-always")


def _compared(field: Field, promise: Promise, stock_says: tuple[int, ...]) -> Finding:
	ours = field.ours
	act = _asking(ours, 200)
	few, many = field.compare(
		Contestant(act, enter=lambda: ours.shelf.put(NEAR_EMPTY)),
		Contestant(act, enter=lambda: ours.shelf.put(FULL)),
	)
	field.stock.shelf.put(FULL)
	slow = field.slow(_asking(field.stock, *stock_says))
	return Finding(
		promise,
		of_rates(few, many),
		f"{told(many)}, near-empty {told(few)}",
		f"{number(slow.rate)}/s ({len(slow.latencies)} requests)",
	)


def _asking(side: Side, *statuses: int) -> Act:
	return asking_consent(side, side.door.login(side.user, side.password), *statuses)


MEASURE = Measure("consent", (ALWAYS, AUTO), run)
