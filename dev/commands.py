"""The commands that run within the stand-in's environment."""

import argparse
import subprocess

from benchmarks import launch

from dev import demo, halves, suite
from dev.standin import ready
from dev.standin.paths import CHECKOUT, Home

CHECKS = (("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",))
"""Rules and format of all Python here; types of the rooms that pyproject.toml names."""


def run(options: argparse.Namespace, rest: list[str], home: Home) -> int:
	"""Run the command that the command line names. Returns the exit code."""
	match options.command:
		case "test":
			return test(home, rest)
		case "bench":
			return bench(home, rest)
		case "demo":
			return demo.run(home, once=options.once)
		case "lint":
			return lint(home)
		case "clean":
			ready.remove(home)
		case "setup":
			with ready.site_for(home, "test"):
				pass
	return 0


def test(home: Home, arguments: list[str]) -> int:
	"""Run the tests that are asked for on a site of its own; all of them, those of the tools too, on two."""
	if halves.are_wanted(arguments):
		with ready.sites_for_tests(home) as (one, two):
			names, environment = (one.name, two.name), one.bench.environment()
			return suite.in_halves(home.python, home.bench, names, environment, arguments)
	with ready.site_for(home, "test") as site:
		return suite.pytest(home.python, home.bench, site.name, site.bench.environment(), arguments)


def bench(home: Home, arguments: list[str]) -> int:
	"""Measure on two sites, one with the app and one as Frappe comes."""
	with ready.two_sites(home) as (ours, stock):
		environment = ours.bench.environment()
		return launch.run(home.python, home.bench, (ours.name, stock.name), environment, arguments)


def lint(home: Home) -> int:
	"""Run every check, so that one run shows all faults. Returns the highest exit code."""
	commands = ([home.env / "bin" / program, *words] for program, *words in CHECKS)
	return max([subprocess.run(command, cwd=CHECKOUT, check=False).returncode for command in commands])
