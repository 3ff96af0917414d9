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


@pytest.fixture(scope="session")
def address(site) -> Iterator[str]:
	"""Where the site is served. Eight requests are in the database at once."""
	import frappe

	from oauth_plus.tests.served import running

	if frappe.db.db_type == "sqlite":
		pytest.skip("SQLite locks no rows: whoever comes second is told that the database is locked")
	with running(site, WORKERS, THREADS) as server:
		yield server.address


@pytest.fixture
def track(address) -> Iterator["Track"]:
	"""Rounds, and what must be true at the end of all of them."""
	from oauth_plus.tests.races.track import Track

	track = Track(address, ROUNDS)
	yield track
	track.close()
