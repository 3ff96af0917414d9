"""`python -m benchmarks`: measure, write the results, draw them. `make bench` calls it within a bench's Python.

The exit code is 0 when everything could be measured, whatever came out.
"""

import argparse
import signal
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pymysql

from benchmarks import machine, place, plot, report
from benchmarks.client import WrongAnswer
from benchmarks.figures import Finding
from benchmarks.measures import MEASURES
from benchmarks.measures.measure import CannotRun, Field, Measure
from benchmarks.report import Report
from benchmarks.server import serving
from benchmarks.side import side
from dev.standin.console import Stop, say
from dev.standin.paths import CHECKOUT

RESULTS = CHECKOUT / "benchmarks" / "results"


def main() -> int:
	"""The whole run. Returns the exit code."""
	for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # the sites get their own tokens back
		signal.signal(number, signal.default_int_handler)
	options = _read_command_line()
	try:
		findings = _measured(options)
		return 0 if all(finding.reached for finding in findings) else 1
	except Stop as reason:
		print(f"\n{reason}", file=sys.stderr)
		return 1
	except KeyboardInterrupt:
		print("\nInterrupted; both sites have their own tokens back.", file=sys.stderr)
		return 130


def _read_command_line() -> argparse.Namespace:
	names = ", ".join(measure.name for measure in MEASURES)
	parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
	parser.add_argument("--rows", type=int, default=1_000_000, help="rows of a full table (1,000,000)")
	parser.add_argument("--seconds", type=float, default=5, help="length of a slice (5)")
	parser.add_argument("--pairs", type=int, default=6, help="slices of each contestant (6)")
	parser.add_argument("--only", default="", help=f"some of: {names}")
	parser.add_argument("--out", type=Path, default=RESULTS, help="folder for the results")
	options = parser.parse_args()
	options.measures = [one for one in MEASURES if not options.only or one.name in options.only.split(",")]
	if unknown := set(filter(None, options.only.split(","))) - {one.name for one in MEASURES}:
		parser.error(f"{', '.join(sorted(unknown))}: not one of {names}")
	return options


def _measured(options: argparse.Namespace) -> list[Finding]:
	bench, with_app, without = place.from_environment()
	with (
		serving(bench, with_app, without) as (our_door, stock_door),
		side(bench, our_door, options.rows, has_app=True) as ours,
		side(bench, stock_door, options.rows, has_app=False) as stock,
	):
		field = Field(ours, stock, options.seconds, options.pairs)
		findings = [finding for measure in options.measures for finding in _run(measure, field)]
		_write(options, machine.versions(ours), findings)
	return findings


def _run(measure: Measure, field: Field) -> Iterator[Finding]:
	"""What the measure found, and a row with the reason for each promise that it could not look into."""
	say(f"  {measure.name}")
	left, reason = list(measure.promises), "the measure ended without a figure for it"
	try:
		for finding in measure.run(field):
			left.remove(finding.promise)
			say(f"    {finding.promise.what}: {report.reached(finding)}, {finding.verdict}. {finding.note}")
			yield finding
	except (CannotRun, WrongAnswer, Stop, OSError, pymysql.Error) as failure:
		reason = " ".join(str(failure).split())[:300]
	for promise in left:
		say(f"    {promise.what}: could not run: {reason}")
		yield Finding(promise, None, note=reason)


def _write(options: argparse.Namespace, versions: dict[str, str], findings: list[Finding]) -> None:
	today = date.today().isoformat()
	made = Report(
		today, options.rows, options.seconds, options.pairs, machine.described(), versions, findings
	)
	options.out.mkdir(parents=True, exist_ok=True)
	page, data = (options.out / f"{made.name}.{ending}" for ending in ("md", "json"))
	page.write_text(report.markdown(made))
	data.write_text(report.as_json(made))
	plot.draw(data)
	say(f"\n{report.markdown(made)}\n  {page}")


if __name__ == "__main__":
	sys.exit(main())
