"""Everything that stands before a command can begin, within the environment: assets, caches, sites; and their
removal."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from dev.standin import assets, caches, console, databases
from dev.standin.bench import Bench
from dev.standin.paths import Home
from dev.standin.site import Site
from dev.standin.steps import one_at_a_time

PURPOSES = ("demo", "test", "second", "bench", "stock")
"""Of the sites, and so of their databases."""


@contextmanager
def site_for(home: Home, purpose: str) -> Iterator[Site]:
	"""A site that is ready, with a cache for as long as the block lasts."""
	with _bench(home, purpose) as bench:
		site = Site(bench, purpose, databases.choose())
		_prepare(site)
		console.say(f"  {site.name} is ready: {site.database}, cache at {bench.cache_url}")
		yield site


@contextmanager
def sites_for_tests(home: Home) -> Iterator[tuple[Site, Site]]:
	"""The site for tests and a second one, so that they run in two processes at once."""
	with _bench(home, "test") as bench:
		database = databases.choose()
		one, two = Site(bench, "test", database), Site(bench, "second", database)
		_prepare(one, two)
		console.say(f"  {one.name} and {two.name} are ready: {database}, cache at {bench.cache_url}")
		yield one, two


@contextmanager
def two_sites(home: Home) -> Iterator[tuple[Site, Site]]:
	"""One site with the app and one as Frappe comes. Raises Stop where MariaDB is missing."""
	database = databases.choose()
	if database.kind != "mariadb":
		raise console.Stop("The benchmarks need MariaDB; dev/standin/README.md says how it is found.")
	with _bench(home, "bench") as bench:
		ours, stock = Site(bench, "bench", database), Site(bench, "stock", database, has_app=False)
		_prepare(ours, stock)
		yield ours, stock


def remove(home: Home) -> None:
	"""Remove everything generated: the databases of this checkout, and the folder."""
	with one_at_a_time(home, "setup"):
		database = databases.choose()
		for purpose in PURPOSES:
			database.drop(home, purpose)
		shutil.rmtree(home.root)
	console.say(f"  {home.root} is gone")


@contextmanager
def _bench(home: Home, purpose: str) -> Iterator[Bench]:
	with one_at_a_time(home, purpose), caches.running(home) as cache_url:
		yield Bench(home, cache_url)


def _prepare(*sites: Site) -> None:
	home = sites[0].bench.home
	with one_at_a_time(home, "setup"):
		sites[0].bench.prepare()
		assets.prepare(home)
		for site in sites:
			site.prepare()
