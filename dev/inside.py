"""The commands that run within the host's environment."""

import argparse
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from dev import assets, caches, console, databases, halves, measuring, suite
from dev.bench import Bench
from dev.paths import CHECKOUT, Home
from dev.site import Site
from dev.steps import one_at_a_time

SECOND = "second"
"""What the site of the suite's second process is for."""


def run(options: argparse.Namespace, rest: list[str], home: Home) -> int:
	"""Run the command that the command line names. Returns the exit code."""
	if options.command == "test":
		return test(home, rest)
	if options.command == "clean":
		return clean(home)
	if options.command == "bench":
		return bench(home, rest)
	if options.command == "lint":
		return lint(home)
	if options.command == "demo":
		from dev import demo

		return demo.run(home, once=options.once)
	with site_for(home, "test"):
		return 0


@contextmanager
def site_for(home: Home, purpose: str) -> Iterator[Site]:
	"""A site that is ready, with a cache for as long as the block lasts."""
	with one_at_a_time(home, purpose), caches.running(home) as cache_url:
		site = Site(Bench(home, cache_url), purpose, databases.choose())
		_prepare(site)
		console.say(f"  {site.name} is ready: {site.database}, cache at {cache_url}")
		yield site


def _prepare(site: Site) -> None:
	with one_at_a_time(site.bench.home, "setup"):
		site.bench.prepare()
		assets.prepare(site.bench.home)
		site.prepare()


def test(home: Home, arguments: list[str]) -> int:
	"""Run the suite on a site of its own, or on two if all of it is asked for."""
	with site_for(home, "test") as site:
		sites = [site, Site(site.bench, SECOND, site.database)] if halves.are_wanted(arguments) else [site]
		for other in sites[1:]:
			_prepare(other)
		names = tuple(each.name for each in sites)
		return suite.pytest(home.python, home.bench, names, site.bench.environment(), arguments)


def bench(home: Home, arguments: list[str]) -> int:
	"""Measure on two sites of their own, one with the app and one as Frappe comes."""
	database = databases.choose()
	if database.kind != "mariadb":
		raise console.Stop("The benchmarks need MariaDB; dev/README.md says how it is found.")
	with one_at_a_time(home, "bench"), caches.running(home) as cache_url:
		host = Bench(home, cache_url)
		ours, stock = Site(host, "bench", database), Site(host, "stock", database, has_app=False)
		with one_at_a_time(home, "setup"):
			host.prepare()
			ours.prepare()
			stock.prepare()
		return measuring.run(home.python, home.bench, ours.name, stock.name, host.environment(), arguments)


def lint(home: Home) -> int:
	"""Rules and format of everything that is Python."""
	ruff = home.env / "bin" / "ruff"
	steps = ([ruff, "check", "."], [ruff, "format", "--check", "."])
	return max([subprocess.run(step, cwd=CHECKOUT, check=False).returncode for step in steps])


def clean(home: Home) -> int:
	"""Remove everything generated: the databases of this checkout, and the folder."""
	with one_at_a_time(home, "setup"):
		database = databases.choose()
		for purpose in ("demo", "test", SECOND, "bench", "stock"):
			database.drop(home, purpose)
		shutil.rmtree(home.root)
	console.say(f"  {home.root} is gone")
	return 0
