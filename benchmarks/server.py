"""gunicorn with two sync workers, both sites behind it, for as long as a block lasts."""

import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from benchmarks.client import Door
from benchmarks.place import Bench
from dev.standin.console import Stop

WORKERS = 2
FIRST_ANSWER = 60  # seconds


@contextmanager
def serving(bench: Bench, *sites: str) -> Iterator[list[Door]]:
	"""The doors of the sites, in their order, once each has answered."""
	with socket.create_server(("127.0.0.1", 0)) as listener, tempfile.TemporaryFile("w+") as log:
		doors = [Door(listener.getsockname()[1], site) for site in sites]
		server = _start(bench, listener, log)
		listener.close()  # the server has it now
		try:
			for door in doors:
				_wait_for(door, log)
			yield doors
		finally:
			_end(server)


def _start(bench: Bench, listener: socket.socket, log: IO[str]) -> subprocess.Popen:
	listening = ("--bind", f"fd://{listener.fileno()}", "--workers", str(WORKERS), "--timeout", "600")
	return subprocess.Popen(
		[bench.python, "-m", "gunicorn", *listening, *_alone(), "frappe.app:application"],
		cwd=bench.sites,
		env=bench.environment(),
		stdout=log,
		stderr=log,
		pass_fds=[listener.fileno()],
		start_new_session=True,  # Ctrl-C is for us; we end the server when we are done
	)


def _alone() -> list[str]:
	"""Later gunicorns open a second socket, for commands, in the current folder."""
	from gunicorn.config import make_settings

	return ["--no-control-socket"] if "control_socket_disable" in make_settings() else []


def _wait_for(door: Door, log: IO[str]) -> None:
	deadline = time.monotonic() + FIRST_ANSWER
	while door.get("/api/method/ping").status != 200:
		if time.monotonic() > deadline:
			log.seek(0)
			raise Stop(f"{door.host} does not answer:\n{log.read()[-3000:]}")
		time.sleep(0.5)


def _end(server: subprocess.Popen) -> None:
	server.terminate()
	try:
		server.wait(timeout=30)
	except subprocess.TimeoutExpired:
		server.kill()
		server.wait()
