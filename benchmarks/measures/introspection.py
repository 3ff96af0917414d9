"""Introspection: ours knows who asks, stock's answers anybody."""

from collections.abc import Iterator

from benchmarks.acts import access_tokens, introspecting
from benchmarks.figures import Finding, Promise, Target
from benchmarks.measures.measure import Contestant, Field, Measure
from benchmarks.measures.refresh import of_rates
from benchmarks.side import NEAR_EMPTY, Side
from benchmarks.turns import told

FASTER = Promise("introspection by an authenticated client", Target(1, "×", True, "stock's open one"))
TOKENS = 20


def run(field: Field) -> Iterator[Finding]:
	ours, stock = field.compare(*map(asked, field.sides))
	yield Finding(FASTER, of_rates(ours, stock), told(ours), told(stock))


def asked(side: Side) -> Contestant:
	side.shelf.renew(NEAR_EMPTY)
	return Contestant(introspecting(side, access_tokens(side, NEAR_EMPTY, TOKENS)))


MEASURE = Measure("introspection", (FASTER,), run)
