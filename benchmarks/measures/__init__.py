"""What is measured, in the order of the table. A measure yields findings, one for each of its promises."""

from benchmarks.measures import (
	bearer,
	consent,
	digesting,
	family,
	introspection,
	purge,
	refresh,
	scopes,
	statements,
	unknown,
)
from benchmarks.measures.measure import Measure

MEASURES: tuple[Measure, ...] = (
	refresh.MEASURE,
	unknown.MEASURE,
	bearer.MEASURE,
	statements.MEASURE,
	scopes.MEASURE,
	introspection.MEASURE,
	consent.MEASURE,
	family.MEASURE,
	purge.MEASURE,
	digesting.MEASURE,
)
