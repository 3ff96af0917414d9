"""What is done with an access token once: it is used for the first time, and it is revoked."""

from collections.abc import Iterator

from benchmarks import tokens
from benchmarks.acts import LOGGED_USER
from benchmarks.figures import Finding, Promise, Target
from benchmarks.measures.measure import CannotRun, Contestant, Field, Measure
from benchmarks.measures.refresh import of_rates
from benchmarks.side import FRESH, Side
from benchmarks.turns import Act, told

FIRST_USE = Promise("bearer request, each token used for the first time", Target(1.6, "×", True, "stock"))
REVOKED = Promise("revocation by access token", Target(1.8, "×", True, "stock"))


def use(field: Field) -> Iterator[Finding]:
	"""The first half of the fresh tokens."""
	ours, stock = field.compare(*(Contestant(_using(side)) for side in field.sides))
	yield Finding(FIRST_USE, of_rates(ours, stock), told(ours), told(stock))


def revoke(field: Field) -> Iterator[Finding]:
	"""The other half."""
	ours, stock = field.compare(*(Contestant(_revoking(side)) for side in field.sides))
	yield Finding(REVOKED, of_rates(ours, stock), told(ours), told(stock))


def _using(side: Side) -> Act:
	rows = _rows(side, 0)

	def act() -> None:
		token = tokens.access_token(_next(rows))
		side.door.get(LOGGED_USER, {"Authorization": f"Bearer {token}"}).expect(200)

	return act


def _revoking(side: Side) -> Act:
	rows = _rows(side, 1)

	def act() -> None:
		row = _next(rows)
		form = {"token": tokens.access_token(row), "token_type_hint": "access_token"}
		side.door.post("revoke_token", form | side.client_of(row).form).expect(200)

	return act


def _rows(side: Side, half: int) -> Iterator[int]:
	side.shelf.put(FRESH)
	numbers = side.fillings[FRESH].numbers
	return iter(numbers[half::2])


def _next(rows: Iterator[int]) -> int:
	row = next(rows, None)
	if row is None:
		raise CannotRun("all fresh tokens were used: take fewer or shorter slices")
	return row


FIRST = Measure("first", (FIRST_USE,), use)
REVOCATION = Measure("revocation", (REVOKED,), revoke)
