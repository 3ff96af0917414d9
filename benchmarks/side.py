"""One of the two sites, with everything that a measure needs of it."""

import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks import rows, tokens
from benchmarks.client import Door
from benchmarks.database import Database, account_of
from benchmarks.place import Bench
from benchmarks.rows import Clock, Filling
from benchmarks.shelf import Shelf, shelf
from dev.standin.console import Stop, working_on

NEAR_EMPTY, FULL, FRESH = "near-empty", "full", "fresh"

SMALL = 100
"""Rows of a near-empty table, all live; it starts anew before each slice, because each refresh adds one."""

MANY_FRESH, HALF_AN_HOUR = 60_000, 1_800
"""Rows whose access tokens still work, and the age in seconds that they are below."""

PEOPLE_AT_A_TIME = 20_000
"""Of the live tokens of a full table, so many are picked to be used."""


@dataclass(frozen=True)
class Credentials:
	"""An OAuth client, as the form of client_secret_post has it."""

	client_id: str
	client_secret: str = field(repr=False)

	@property
	def form(self) -> dict[str, str]:
		return {"client_id": self.client_id, "client_secret": self.client_secret}


@dataclass
class Side:
	"""A site under measurement."""

	bench: Bench
	door: Door
	account: dict[str, Any] = field(repr=False)
	database: Database
	shelf: Shelf
	has_app: bool
	clients: list[Credentials]
	jwt_clients: list[Credentials]
	user: str
	password: str = field(repr=False)
	api_key: str = field(repr=False)
	clock: Clock
	fillings: dict[str, Filling]
	frappe: str

	@property
	def site(self) -> str:
		return self.door.host

	def live_tokens(self, filling: str) -> list[tuple[Credentials, str]]:
		"""Refresh tokens that work, each with its client, in no order at all."""
		rows_of = self.fillings[filling]
		numbers = [row for row in rows_of.numbers if rows_of.live(row)]
		chosen = random.Random(1).sample(
			numbers, min(len(numbers), PEOPLE_AT_A_TIME)
		)  # the same on both sites
		return [(self.client_of(row), tokens.refresh_token(row)) for row in chosen]

	def client_of(self, row: int) -> Credentials:
		"""To whom the tokens of this row were issued."""
		return self.clients[tokens.client_of(row, len(self.clients))]

	def inside(self, word: str) -> str:
		return self.bench.inside(self.site, word)


@contextmanager
def side(bench: Bench, door: Door, count: int, *, has_app: bool) -> Iterator[Side]:
	"""A site with people and clients on it; its tokens are put back at the end."""
	account = account_of(bench.settings(door.host))
	cast = json.loads(bench.inside(door.host, "cast"))
	if ("oauth_plus" in cast["apps"]) is not has_app:
		raise Stop(f"{door.host} must {'have' if has_app else 'not have'} oauth_plus installed.")
	clients, jwt_clients = (
		[Credentials(*pair) for pair in cast[kind]] for kind in ("clients", "jwt_clients")
	)
	clock = Clock(cast["now"], cast["epoch"])
	fillings = _fillings(count, digested=has_app)
	database = Database(**account)
	rows.add_users(database, like=cast["user"])
	fill = _filler(database, door.host, fillings, clients, clock)
	with shelf(database, fill) as tables:
		yield Side(
			bench=bench,
			door=door,
			account=account,
			database=database,
			shelf=tables,
			has_app=has_app,
			clients=clients,
			jwt_clients=jwt_clients,
			user=cast["user"],
			password=cast["password"],
			api_key=cast["api_key"],
			clock=clock,
			fillings=fillings,
			frappe=cast["frappe"],
		)
	database.close()


def _fillings(count: int, *, digested: bool) -> dict[str, Filling]:
	return {
		NEAR_EMPTY: Filling(SMALL, spread=20 * tokens.DAY, revoked=0, digested=digested),
		FULL: Filling(count, digested=digested),
		FRESH: Filling(MANY_FRESH, spread=HALF_AN_HOUR, revoked=0, digested=digested),
		"expired": Filling(
			count, first=SMALL + 1, youngest=100 * tokens.DAY, spread=300 * tokens.DAY, digested=digested
		),
		"plain": Filling(count, digested=False),
		"plain and few": Filling(SMALL, digested=False),
	}


def _filler(
	database: Database, site: str, fillings: dict[str, Filling], clients: list[Credentials], clock: Clock
) -> Callable[[str, str], None]:
	ids = [client.client_id for client in clients]

	def fill(kind: str, table: str, name: str) -> None:
		filling = fillings[name]
		if filling.count <= SMALL:
			rows.fill(database, kind, table, filling, ids, clock)
			return
		with working_on(f"{filling.count:,} rows of {kind} on {site}: {name}"):
			rows.fill(database, kind, table, filling, ids, clock)

	return fill
