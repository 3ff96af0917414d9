"""What the app costs those who have nothing to do with it, and whoever sends a bearer that is no good."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from itertools import cycle

from benchmarks import tokens
from benchmarks.acts import LOGGED_USER
from benchmarks.figures import Finding, Promise, Target
from benchmarks.measures.measure import Field, Measure
from benchmarks.measures.refresh import of_rates
from benchmarks.side import FULL, NEAR_EMPTY, Side
from benchmarks.turns import WARM_UP, Act, Slice, by_turns, told

PING = "/api/method/ping"

LIST = (
	"/api/method/frappe.desk.reportview.get?doctype=ToDo&start=0&page_length=20&view=List"
	"&fields=%5B%22%60tabToDo%60.%60name%60%22%2C%22%60tabToDo%60.%60description%60%22%5D"
	"&order_by=%60tabToDo%60.%60modified%60+desc"
)
"""What Desk asks for when somebody opens the list of ToDos."""

SAME = Target(0.99, "×", True, "without the app")
GUEST = Promise("guest's ping, with the app", SAME)
COOKIE = Promise("a page of ToDos in Desk, with the app", SAME)
KEY = Promise("a request with an API key, with the app", SAME)

FASTER = Target(1.1, "×", True, "stock")
NEARLY = Target(0.9, "×", True, "a guest's ping")

BAD = ("unknown", "malformed", "expired")
AGAINST_STOCK = {kind: Promise(f"bearer that is {kind}", FASTER) for kind in BAD}
AGAINST_PING = {kind: Promise(f"bearer that is {kind}, beside a ping", NEARLY) for kind in BAD}


def cost(field: Field) -> Iterator[Finding]:
	"""The same request to either site."""
	cast = {side.site: (side.door.login(side.user, side.password), side.api_key) for side in field.sides}
	acts: dict[Promise, Callable[[Side], Act]] = {
		GUEST: pinging,
		COOKIE: lambda side: getting(side, LIST, cast[side.site][0]),
		KEY: lambda side: getting(side, LOGGED_USER, {"Authorization": f"token {cast[side.site][1]}"}),
	}
	for promise, act in acts.items():
		ours, stock = _in_pairs(field, act(field.ours), act(field.stock))
		yield Finding(promise, of_rates(ours, stock), told(ours), told(stock))


def refuse(field: Field) -> Iterator[Finding]:
	"""Bearers that open nothing."""
	for side in field.sides:
		side.shelf.put(FULL)
	for kind in BAD:
		ours, stock = (refused(side, kind) for side in field.sides)
		mine, others = _in_pairs(field, ours, stock)
		yield Finding(AGAINST_STOCK[kind], of_rates(mine, others), told(mine), told(others))
		mine, pings = _in_pairs(field, ours, pinging(field.ours))
		yield Finding(AGAINST_PING[kind], of_rates(mine, pings), f"{told(mine)}, ping {told(pings)}")
	for side in field.sides:
		side.shelf.put(NEAR_EMPTY)


def pinging(side: Side) -> Act:
	"""What a guest may ask for."""
	return getting(side, PING, {})


def getting(side: Side, path: str, headers: Mapping[str, str]) -> Act:
	"""One address, over and over."""

	def act() -> None:
		side.door.get(path, headers).expect(200)

	return act


def refused(side: Side, kind: str) -> Act:
	"""A call whose bearer was never issued, cannot have been, or ended long ago; another one each time."""
	ended = cycle(_expired(side))
	made: dict[str, Callable[[], str]] = {
		"unknown": lambda: secrets.token_urlsafe(32),
		"malformed": lambda: f"{{{{{secrets.token_hex(8)}}}}}",  # a placeholder that nobody filled
		"expired": lambda: tokens.access_token(next(ended)),
	}

	def act() -> None:
		side.door.get(LOGGED_USER, {"Authorization": f"Bearer {made[kind]()}"}).expect(401)

	return act


def _expired(side: Side) -> list[int]:
	"""Rows of a full table that are Active, and whose hour is over."""
	filling = side.fillings[FULL]
	return [row for row in filling.numbers[:20_000] if _is_over(row, filling.spread, filling.revoked)]


def _is_over(row: int, spread: int, revoked: int) -> bool:
	return tokens.age(row, spread) > tokens.DAY and not tokens.is_revoked(row, revoked)


def _in_pairs(field: Field, one: Act, other: Act) -> tuple[list[Slice], list[Slice]]:
	by_turns(one, other, pairs=1, seconds=WARM_UP / 2)
	return by_turns(one, other, field.pairs, field.seconds)


OTHERS = Measure("others", (GUEST, COOKIE, KEY), cost)
REFUSED = Measure("bad", (*AGAINST_STOCK.values(), *AGAINST_PING.values()), refuse)
