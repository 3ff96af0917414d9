"""Two processes share one suite: each begins with its own half, and runs the next file that nobody has taken."""

import functools
import os
from pathlib import Path

import pytest

FOLDER = "OAUTH_PLUS_SHARES"
"""Folder of the files that are taken; without it, this process runs them all."""

BEGINS_ELSEWHERE = "OAUTH_PLUS_BEGINS_ELSEWHERE"
"""Set in the second process: it begins with what the first one has last."""

LONG = ("flows", "store")
"""Folders of about half of the seconds: what installs, migrates and runs commands."""

IN_BOTH = "test_a_dump_holds_no_secret"
"""It looks for what the other tests of its own process were given, and comes last."""


def in_order(items: list[pytest.Item]) -> None:
	"""Put this process's own half first."""
	long_first = BEGINS_ELSEWHERE not in os.environ
	items.sort(key=lambda item: (item.path.stem == IN_BOTH, (item.path.parent.name in LONG) != long_first))


@functools.cache
def is_ours(path: Path) -> bool:
	"""Whether this process runs a file: whoever asks first has it."""
	folder = os.environ.get(FOLDER)
	if not folder or path.stem == IN_BOTH:
		return True
	try:
		(Path(folder) / "+".join(path.parts[1:])).touch(exist_ok=False)
	except FileExistsError:
		return False
	return True
