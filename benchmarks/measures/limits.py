"""A request with an access token, with limits on and with limits off, on one site."""

from collections.abc import Callable, Iterator

from benchmarks.acts import calling
from benchmarks.figures import Finding, Promise, Target
from benchmarks.measures.bearer import TOKENS, bearers
from benchmarks.measures.measure import Contestant, Field, Measure
from benchmarks.measures.refresh import of_rates
from benchmarks.side import NEAR_EMPTY, Side
from benchmarks.turns import Act, told

ON = Promise("bearer request with limits", Target(0.97, "×", True, "the same without"))

WARMING = 4 * TOKENS
"""Requests after a change, so that each worker knows each token again."""


def run(field: Field) -> Iterator[Finding]:
	ours = field.ours
	ours.shelf.renew(NEAR_EMPTY)
	act = calling(ours, bearers(ours))
	try:
		on, off = field.compare(
			*(Contestant(act, enter=_switch(ours, act, word)) for word in ("limits-on", "limits-off"))
		)
	finally:
		ours.inside("limits-on")
	yield Finding(ON, of_rates(on, off), f"{told(on)}, without {told(off)}")


def _switch(side: Side, act: Act, word: str) -> Callable[[], None]:
	def enter() -> None:
		side.inside(word)
		for _ in range(WARMING):
			act()

	return enter


MEASURE = Measure("limits", (ON,), run)
