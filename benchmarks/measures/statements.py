"""What a bearer request asks of the database, once everything is cached that ever will be."""

from collections.abc import Iterator, Mapping

import pymysql

from benchmarks.acts import calling
from benchmarks.database import statements_of
from benchmarks.figures import Finding, Promise, Spread, Target, number
from benchmarks.measures.bearer import bearers
from benchmarks.measures.measure import CannotRun, Field, Measure
from benchmarks.side import NEAR_EMPTY, Side

REQUESTS = 20
WARM_UP = 20
"""Requests that fill both workers' caches."""

READS = Promise("SELECTs of a bearer request, cached", Target(0, "", False))
WRITES = Promise("writes of a bearer request", Target(0, "", False))


def run(field: Field) -> Iterator[Finding]:
	for side in field.sides:
		side.shelf.renew(NEAR_EMPTY)
	session = field.ours.door.login(field.ours.user, field.ours.password)
	try:
		ours, stock = (counted(side, bearers(side)[0]) for side in field.sides)
		cookie = counted(field.ours, session)
	except pymysql.Error as error:
		raise CannotRun(f"an account that may switch the general log on is needed ({error})") from error
	yield Finding(
		READS, Spread.single(ours[0]), f"{number(ours[0])}, cookie {number(cookie[0])}", number(stock[0])
	)
	yield Finding(
		WRITES, Spread.single(ours[1]), f"{number(ours[1])}, cookie {number(cookie[1])}", number(stock[1])
	)


def counted(side: Side, header: Mapping[str, str]) -> tuple[float, float]:
	"""SELECTs and writes for one request."""
	act = calling(side, [header])
	for _ in range(WARM_UP):
		act()
	with statements_of(side.account["user"]) as said:
		for _ in range(REQUESTS):
			act()
	reads = sum(text.lstrip().upper().startswith("SELECT") for text in said)
	return reads / REQUESTS, (len(said) - reads) / REQUESTS


MEASURE = Measure("statements", (READS, WRITES), run)
