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


@contextlib.contextmanager
def progress(length: int, label: str, *, as_json: bool) -> Iterator[Callable[[int], None]]:
	"""Yield a function that moves a progress bar forward. There is no bar with JSON, without a terminal, and for
	nothing."""
	if as_json or not length or not sys.stderr.isatty():
		yield lambda _steps: None
		return
	with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
		yield bar.update
