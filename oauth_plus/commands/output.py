"""Output of the commands: lines for people, JSON for programs, and a progress bar on a terminal."""

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click

JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of lines for people")


def echo(line: str) -> None:
	"""Print a line without control characters, because an app that registers itself chooses its name."""
	click.echo("".join(sign if sign.isprintable() else "?" for sign in line))


def print_json(value: Any) -> None:
	"""Print a value as JSON; times as ISO 8601."""
	click.echo(json.dumps(value, indent=2, default=str, ensure_ascii=False))


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
	"""Print rows below a line of heads, each column as wide as its longest value."""
	widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
	for row in (head, *rows):
		echo("  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip())


def confirm(question: str, *, is_sure: bool, as_json: bool, options: str = "--yes") -> None:
	"""Ask before something that cannot be undone, unless they are sure already. Raises click.Abort for a no; UsageError
	with JSON, where nobody is asked and one of these options must say it."""
	if is_sure:
		return
	if as_json:
		raise click.UsageError(f"--json cannot ask for confirmation: add {options}")
	click.confirm(question, abort=True)


@contextlib.contextmanager
def progress(length: Callable[[], int], label: str, *, as_json: bool) -> Iterator[Callable[[int], None]]:
	"""Yield a function that moves a progress bar forward. There is no bar with JSON and without a terminal, and `length` is
	not asked for then."""
	if as_json or not sys.stderr.isatty():
		yield lambda _steps: None
		return
	with click.progressbar(length=length(), label=label, file=sys.stderr) as bar:
		yield bar.update
