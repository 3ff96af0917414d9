"""Processes that answer on a port, for as long as a block lasts."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dev.standin.console import Stop
from dev.standin.paths import CHECKOUT
from dev.standin.site import Site

STARTUP_LIMIT = 60  # seconds


@contextmanager
def serving_site(site: Site, port: int) -> Iterator[str]:
	"""The site on a port of this machine, and its address."""
	home = site.bench.home
	command = [
		home.env / "bin" / "gunicorn",
		*(
			"--bind",
			f"127.0.0.1:{port}",
			"--workers",
			"1",
			"--threads",
			"8",
			"--timeout",
			"120",
			"--no-control-socket",
		),
		*("--pythonpath", str(CHECKOUT), "--chdir", str(home.sites), "dev.standin.wsgi:application"),
	]
	environment = site.bench.environment(OAUTH_PLUS_SERVED_SITE=site.name, PYTHONWARNINGS="ignore")
	address = f"http://127.0.0.1:{port}"
	with running(command, home.logs / "site.log", f"{address}/api/method/ping", env=environment):
		yield address


@contextmanager
def running(command: Sequence, log: Path, health: str, **options) -> Iterator[subprocess.Popen]:
	"""A server that answers at `health` before the block begins, and is gone after it."""
	log.parent.mkdir(parents=True, exist_ok=True)
	with log.open("w") as sink:
		process = subprocess.Popen(
			[str(word) for word in command],
			stdout=sink,
			stderr=sink,
			start_new_session=True,  # Ctrl-C is for us; we end the server when we are done
			**options,
		)
	try:
		_wait_for(health, process, log)
		yield process
	finally:
		_end(process)


def _wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
	deadline = time.monotonic() + STARTUP_LIMIT
	while not _answers(address):
		if process.poll() is not None or time.monotonic() > deadline:
			raise Stop(f"Nothing answers at {address}. The end of {log}:\n\n{log.read_text()[-2000:]}")
		time.sleep(0.2)


def _answers(address: str) -> bool:
	try:
		with urllib.request.urlopen(address, timeout=10) as response:
			return response.status == 200
	except (urllib.error.URLError, OSError):
		return False


def _end(process: subprocess.Popen) -> None:
	process.terminate()
	try:
		process.wait(timeout=10)
	except subprocess.TimeoutExpired:
		process.kill()
		process.wait()
