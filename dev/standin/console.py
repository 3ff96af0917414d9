"""What a person reads while the host works: one line a step, a sign of life, and the reason when it fails."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

WIDTH = 100
SIGN_OF_LIFE_EVERY = 15  # seconds, where the output is not a terminal
TIME_TO_CLEAN_UP = 30  # seconds, after Ctrl-C


class Stop(Exception):
	"""The host cannot go on. The message tells the person what to do."""


def say(text: str = "") -> None:
	"""Print a line at once, also into a pipe."""
	print(text, flush=True)


@contextmanager
def working_on(what: str) -> Iterator[None]:
	"""Announce a step, and say how long it took."""
	begun = time.monotonic()
	say(f"  … {what}")
	yield
	say(f"  ✓ {what} ({time.monotonic() - begun:.0f} s)")


def run(command: Sequence[str | Path], log: Path, **options) -> None:
	"""Run a command with its output in a log file, and show its last line now and then.

	Raises Stop with the end of the log when the command fails.
	"""
	log.parent.mkdir(parents=True, exist_ok=True)
	with log.open("w") as sink:
		process = subprocess.Popen(
			[str(part) for part in command],
			stdout=sink,
			stderr=subprocess.STDOUT,
			close_fds=False,  # it holds the lock of the step with us
			**options,
		)
		with _sign_of_life(log):
			try:
				status = process.wait()
			except BaseException:
				process.terminate()
				process.wait()
				raise
	if status:
		raise Stop(f"`{_short(command)}` failed ({status}). The end of {log}:\n\n{_tail(log)}")


def run_in_front(command: Sequence[str | Path], folder: Path, environment: dict[str, str]) -> int:
	"""Run a command whose output the person reads. Returns its exit code."""
	return wait_for(start(command, folder, environment))


def start(
	command: Sequence[str | Path], folder: Path, environment: dict[str, str], output: IO[str] | None = None
) -> subprocess.Popen[bytes]:
	"""Start a command in a session of its own, so that whatever ends us reaches it as one Ctrl-C, from us."""
	return subprocess.Popen(
		command, cwd=folder, env=environment, stdout=output, stderr=output, start_new_session=True
	)


def wait_for(process: subprocess.Popen[bytes]) -> int:
	"""Return the exit code. When we are interrupted, the process has 30 seconds to end what it started."""
	try:
		return process.wait()
	except KeyboardInterrupt:
		process.send_signal(signal.SIGINT)
		try:
			process.wait(timeout=TIME_TO_CLEAN_UP)
		except subprocess.TimeoutExpired:
			process.kill()
			process.wait()
		raise


@contextmanager
def _sign_of_life(log: Path) -> Iterator[None]:
	done = threading.Event()
	thread = threading.Thread(target=_show_progress, args=(log, done), daemon=True)
	thread.start()
	try:
		yield
	finally:
		done.set()
		thread.join()


def _show_progress(log: Path, done: threading.Event) -> None:
	live = sys.stdout.isatty()
	begun = time.monotonic()
	while not done.wait(0.5 if live else SIGN_OF_LIFE_EVERY):
		lines = _tail(log, 1).strip()
		text = f"    {time.monotonic() - begun:3.0f} s  {lines}"[:WIDTH]
		print(f"\r{text:<{WIDTH}}" if live else text, end="" if live else "\n", flush=True)
	if live:
		print(f"\r{' ' * WIDTH}\r", end="", flush=True)


def _tail(log: Path, lines: int = 30) -> str:
	text = log.read_text(errors="replace") if log.exists() else ""
	return "\n".join(text.rstrip().splitlines()[-lines:])


def _short(command: Sequence[str | Path]) -> str:
	words = [Path(command[0]).name, *(str(part) for part in command[1:])]
	return " ".join(words)[:WIDTH]
