"""The results as text: a table for people, and everything of it as JSON. Standard library only."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.figures import Finding, Spread

HEAD = ("what", "target", "reached", "stock", "ours", "verdict", "remark")


@dataclass(frozen=True)
class Report:
	"""One run of `make bench`."""

	date: str
	rows: int
	seconds: float
	pairs: int
	machine: Mapping[str, str]
	versions: Mapping[str, str]
	findings: Sequence[Finding]

	@property
	def name(self) -> str:
		"""What its files are called, without an ending."""
		return f"{self.date}-{self.versions['Frappe']}"


def markdown(report: Report) -> str:
	"""The page: what it was taken on, how, and the table."""
	return "\n".join(
		[
			f"# Benchmarks, {report.date}, Frappe {report.versions['Frappe']}",
			"",
			_list(report.machine),
			"",
			_list(report.versions),
			"",
			_method(report),
			"",
			table([HEAD, *map(_cells, report.findings)]),
			"",
			f"![How many times as good as asked]({report.name}.svg)",
			"",
		]
	)


def table(rows: Sequence[Sequence[str]]) -> str:
	"""A table in Markdown; the first row is its head."""
	lines = [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows]
	return "\n".join([lines[0], f"|{' --- |' * len(rows[0])}", *lines[1:]])


def as_json(report: Report) -> str:
	"""The same for programs, and for the plot."""
	told: dict[str, Any] = {
		"date": report.date,
		"rows": report.rows,
		"seconds_a_slice": report.seconds,
		"pairs": report.pairs,
		"machine": dict(report.machine),
		"versions": dict(report.versions),
		"findings": [_told(finding) for finding in report.findings],
	}
	return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _cells(finding: Finding) -> tuple[str, ...]:
	return (
		finding.promise.what,
		str(finding.promise.target),
		reached(finding),
		finding.stock or "–",
		finding.ours or "–",
		finding.verdict if finding.is_met else f"**{finding.verdict}**",
		finding.note,
	)


def reached(finding: Finding) -> str:
	"""The median with its unit, and the spread."""
	if finding.reached is None:
		return "–"
	return finding.reached.told(finding.promise.target.unit)


def _told(finding: Finding) -> dict[str, Any]:
	target = finding.promise.target
	return {
		"what": finding.promise.what,
		"target": {"limit": target.limit, "unit": target.unit, "more_is_better": target.more_is_better}
		| {"words": str(target)},
		"reached": _spread(finding.reached),
		"times_as_good_as_asked": _spread(finding.share),
		"words": reached(finding),
		"ours": finding.ours,
		"stock": finding.stock,
		"verdict": finding.verdict,
		"remark": finding.note,
	}


def _spread(spread: Spread | None) -> dict[str, float] | None:
	if spread is None:
		return None
	return {"median": spread.median, "low": spread.low, "high": spread.high, "count": spread.count}


def _list(values: Mapping[str, str]) -> str:
	return "\n".join(f"* {name}: {value}" for name, value in values.items())


def _method(report: Report) -> str:
	return (
		"Both sites are on the same server, gunicorn with two sync workers, and are told apart by the Host header. "
		"Two clients, each with one request under way and a connection for each, share the machine with it. "
		"Contestants are asked by turns of a second (A B B A …); a ratio is that of two slices, which are the "
		f"{report.seconds:g} s of each that were taken by turns with each other, and the table has the median of "
		f"{report.pairs} such pairs with the least and the greatest. A full table has {report.rows:,} rows, a "
		"near-empty one begins each slice with 100."
	)
