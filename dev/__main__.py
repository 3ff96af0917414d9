"""`python3 -m dev COMMAND`: what the Makefile calls."""

import argparse
import os
import shutil
import signal
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)

if sys.version_info < OLDEST_PYTHON:
	sys.exit(
		f"Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer is needed; this is {sys.version.split()[0]}."
	)

from dev import console, environment, source
from dev.paths import Home, find_home
from dev.steps import one_at_a_time


def main() -> int:
	"""Run one command. Returns the exit code."""
	for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # what we started ends with us
		signal.signal(number, signal.default_int_handler)
	options, rest = _read_command_line()
	home = find_home()
	try:
		if options.command == "test" and _bench_is_named():
			return _test_named_bench(rest)
		if options.command == "bench" and os.environ.get("OAUTH_PLUS_BENCH"):
			return _measure_named_bench(rest)
		return _within_environment(options, rest, home)
	except console.Stop as reason:
		print(f"\n{reason}", file=sys.stderr)
		return 1
	except KeyboardInterrupt:
		print("\nInterrupted. Run the same command again to go on.", file=sys.stderr)
		return 130


def _read_command_line() -> tuple[argparse.Namespace, list[str]]:
	parser = argparse.ArgumentParser(prog="python3 -m dev", description=__doc__)
	commands = parser.add_subparsers(dest="command", required=True)
	commands.add_parser("setup", help="environment, tree, assets, and a site for tests")
	demo = commands.add_parser("demo", help="walk the whole journey, then stay up until Ctrl-C")
	demo.add_argument("--once", action="store_true", help="do not stay up; exit 0 only if every step held")
	commands.add_parser("test", help="run the suite; further arguments go to pytest")
	commands.add_parser("bench", help="measure; further arguments go to benchmarks/")
	commands.add_parser("lint", help="ruff: rules and format")
	commands.add_parser("clean", help="remove everything generated, databases too")
	return parser.parse_known_args()


def _bench_is_named() -> bool:
	return bool(os.environ.get("OAUTH_PLUS_BENCH") and os.environ.get("OAUTH_PLUS_SITE"))


def _test_named_bench(arguments: list[str]) -> int:
	from dev import suite

	bench = Path(os.environ["OAUTH_PLUS_BENCH"]).resolve()
	return suite.run_on_named_bench(bench, os.environ["OAUTH_PLUS_SITE"], arguments)


def _measure_named_bench(arguments: list[str]) -> int:
	from dev import measuring

	return measuring.run_on_named_bench(arguments)


def _within_environment(options: argparse.Namespace, rest: list[str], home: Home) -> int:
	if options.command == "clean" and not home.python.exists():
		return _remove_what_is_left(home)
	if not environment.is_inside(home):
		with one_at_a_time(home, "setup"):
			environment.prepare(home)
			source.prepare(home)
		environment.enter(home)
	from dev import inside

	return inside.run(options, rest, home)


def _remove_what_is_left(home: Home) -> int:
	"""Without the environment no database can be asked for; then there is most likely none."""
	shutil.rmtree(home.root, ignore_errors=True)
	console.say(f"  {home.root} is gone; databases, if any, are named oauth_plus_{home.mark}_…")
	return 0


if __name__ == "__main__":
	sys.exit(main())
