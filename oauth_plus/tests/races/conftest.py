"""A server with several worker processes, each of several threads, and what every race starts from."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
	from oauth_plus.tests.races.track import Track

ROUNDS = int(os.environ.get("OAUTH_PLUS_ROUNDS", "200"))
"""Of each race; 1,000 once by hand."""

WORKERS, THREADS = 2, 4


@pytest.fixture(scope="session", autouse=True)
def rows_are_locked(site: str) -> None:
	"""Two can write at once."""
	import frappe

	if frappe.db.db_type == "sqlite":
		pytest.skip("SQLite locks no rows: whoever comes second is told that the database is locked")


@pytest.fixture(scope="session")
def address(site: str) -> Iterator[str]:
	"""Where the site is served. Eight requests are in the database at once."""
	from oauth_plus.tests.served import running

	with running(site, WORKERS, THREADS) as server:
		yield server.address


@pytest.fixture
def track(address: str) -> Iterator["Track"]:
	"""Rounds, and what must be true at the end of all of them. A fast machine makes more requests in a minute than the
	limits of an office let through."""
	from oauth_plus.tests.races.track import Track
	from oauth_plus.tests.site import settings

	with settings(limit_requests=0):
		track = Track(address, ROUNDS)
		yield track
		track.close()
