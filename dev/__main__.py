"""`python3 -m dev COMMAND`: what the Makefile calls."""

import argparse
import os
import signal
import sys

OLDEST_PYTHON = (3, 11)
if sys.version_info < OLDEST_PYTHON:
	sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")

from benchmarks import launch

from dev import suite
from dev.standin import console, entry
from dev.standin.paths import find_home

COMMANDS = {
	"setup": "environment, tree, assets, and a site for tests",
	"demo": "walk the whole journey, then stay up until Ctrl-C",
	"test": "run the tests; further arguments go to pytest",
	"bench": "measure; further arguments go to benchmarks/",
	"lint": "ruff and mypy",
	"clean": "remove everything generated, databases too",
}


def main() -> int:
	"""Run one command. Returns the exit code."""
	for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # what we started ends with us
		signal.signal(number, signal.default_int_handler)
	options, rest = _read_command_line()
	try:
		return _run(options, rest)
	except console.Stop as reason:
		print(f"\n{reason}", file=sys.stderr)
		return 1
	except KeyboardInterrupt:
		print("\nInterrupted. Run the same command again to go on.", file=sys.stderr)
		return 130


def _read_command_line() -> tuple[argparse.Namespace, list[str]]:
	parser = argparse.ArgumentParser(prog="python3 -m dev", description=__doc__)
	commands = parser.add_subparsers(dest="command", required=True)
	parsers = {name: commands.add_parser(name, help=words) for name, words in COMMANDS.items()}
	parsers["demo"].add_argument("--once", action="store_true", help="exit 0 only if every step held")
	return parser.parse_known_args()


def _run(options: argparse.Namespace, rest: list[str]) -> int:
	bench, site = os.environ.get("OAUTH_PLUS_BENCH"), os.environ.get("OAUTH_PLUS_SITE")
	if options.command == "test" and bench and site:
		return suite.run_on_named_bench(rest)
	if options.command == "bench" and bench:
		return launch.run_on_named_bench(rest)
	home = find_home()
	if options.command == "clean" and not home.python.exists():
		entry.remove_what_is_left(home)
		return 0
	entry.enter(home, "dev")
	from dev import commands

	return commands.run(options, rest, home)


if __name__ == "__main__":
	sys.exit(main())
