"""What is measured, in the order of the table. A measure yields findings, one for each of its promises.

What needs tokens that are not an hour old comes first.
"""

from benchmarks.measures import (
	bearer,
	consent,
	desk,
	digesting,
	dpop,
	family,
	introspection,
	limits,
	machine,
	metadata,
	once,
	others,
	purge,
	refresh,
	scopes,
	statements,
	unknown,
)
from benchmarks.measures.measure import Measure

MEASURES: tuple[Measure, ...] = (
	once.FIRST,
	once.REVOCATION,
	others.OTHERS,
	others.REFUSED,
	metadata.MEASURE,
	refresh.MEASURE,
	machine.MEASURE,
	unknown.MEASURE,
	bearer.MEASURE,
	limits.MEASURE,
	dpop.MEASURE,
	statements.MEASURE,
	scopes.MEASURE,
	introspection.MEASURE,
	consent.MEASURE,
	family.MEASURE,
	desk.MEASURE,
	purge.MEASURE,
	digesting.MEASURE,
)
