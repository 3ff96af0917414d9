"""The suite in two processes at once, each on a site of its own: a test mostly waits for one core.

Only the whole suite is divided: whoever is ready takes the next file. Standard library only, as dev/suite.py.
"""

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from typing import IO

from dev.standin import console
from dev.standin.paths import APP

TESTS = f"{APP}/tests"

FOLDER, BEGINS_ELSEWHERE = "OAUTH_PLUS_SHARES", "OAUTH_PLUS_BEGINS_ELSEWHERE"
"""What tells the two which files are taken, and the second one to begin at the other end; see tests/shares.py."""

PLAIN = ("-q", "-v", "--tb=", "--durations=", "-p", "no:", "-r", "-W", "--color=")
"""Beginnings of options that select no tests and do not stop at one."""

NOTHING_COLLECTED = 5
"""Exit code of pytest."""

Start = Callable[[str, list[str], IO[str] | None, dict[str, str]], subprocess.Popen[bytes]]
"""From the name of a site, the arguments of pytest, the file for what it prints, and more of the environment: the
process."""


def are_wanted(arguments: list[str]) -> bool:
	"""The whole suite is asked for, and OAUTH_PLUS_PROCESSES is not 1."""
	return os.environ.get("OAUTH_PLUS_PROCESSES") != "1" and all(word.startswith(PLAIN) for word in arguments)


def run(start: Start, sites: tuple[str, ...], words: list[str], also: tuple[str, ...] = ()) -> int:
	"""Run both and print the second after the first; `also` are more folders. Returns the worse exit code."""
	console.say(f"  one half on {sites[0]}, the other on {sites[1]}, whose output comes at the end")
	with tempfile.TemporaryFile("w+") as told, tempfile.TemporaryDirectory() as taken:
		shared = {FOLDER: taken}
		second = start(sites[1], [*words, *also, TESTS], told, shared | {BEGINS_ELSEWHERE: "1"})
		with _ended(second):
			codes = [console.wait_for(start(sites[0], [*words, TESTS], None, shared))]
		codes.append(console.wait_for(second))
		told.seek(0)
		console.say(f"\nThe other half, on {sites[1]}\n{told.read()}")
	return max(code for code in codes if code != NOTHING_COLLECTED or codes == [code] * 2)


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
	"""When we are interrupted, the other half is as well, and has time to end what it started."""
	try:
		yield
	except KeyboardInterrupt:
		process.send_signal(2)
		console.wait_for(process)
		raise
