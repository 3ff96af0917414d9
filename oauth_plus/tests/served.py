"""The site on a port of this machine, for a browser: a web server of its own, with assets and files as
`bench serve` has them, that is gone at the end."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

import psutil

SITE = "OAUTH_PLUS_SERVED_SITE"

FIRST_ANSWER = 120
"""Seconds. The socket listens before the workers do, so that the first request simply waits for them."""


def application() -> Callable:
	"""What gunicorn calls for in each worker: one site, whatever name the browser knows it by."""
	import frappe.app

	frappe.app._site, frappe.app._sites_path = os.environ[SITE], "."
	return frappe.app.application_with_statics()


@dataclass(frozen=True)
class Server:
	"""A web server that is up."""

	address: str
	_process: subprocess.Popen
	_log: IO[str]

	def restart_workers(self) -> None:
		"""All of them end, in the middle of whatever they know, and others take their places."""
		before = psutil.Process(self._process.pid).children()
		self._process.send_signal(signal.SIGHUP)
		_gone, alive = psutil.wait_procs(before, timeout=30)
		assert not alive, "the old workers are still there"
		_wait_for(f"{self.address}/api/method/ping", self._log)

	def kill_workers(self) -> None:
		"""The same without a farewell, as a machine that runs out of memory does it."""
		workers = psutil.Process(self._process.pid).children()
		for worker in workers:
			worker.kill()
		psutil.wait_procs(workers, timeout=30)
		_wait_for(f"{self.address}/api/method/ping", self._log)


@contextlib.contextmanager
def served(site: str, workers: int = 2) -> Iterator[str]:
	"""Serve `site` from the current folder, a bench's `sites`, while the block lasts; yields its address."""
	with running(site, workers) as server:
		yield server.address


@contextlib.contextmanager
def served_as_issuer(site: str) -> Iterator[str]:
	"""Serve `site` at the address that it knows as its own. Workers keep the configuration for a minute (v16)."""
	from oauth_plus.tests.site import configured  # imports Frappe, which a new worker does not need yet

	with running(site) as server, configured(host_name=server.address):
		server.restart_workers()
		yield server.address


@contextlib.contextmanager
def running(site: str, workers: int = 2, threads: int = 1) -> Iterator[Server]:
	"""The same, with a hand on the server. More than one thread: so many requests at once in each worker."""
	with socket.create_server(("127.0.0.1", 0)) as door, tempfile.TemporaryFile("w+") as log:
		address = f"http://127.0.0.1:{door.getsockname()[1]}"
		process = _start(site, workers, threads, door, log)
		door.close()  # the server has it now; without a server, nothing listens
		try:
			_wait_for(f"{address}/api/method/ping", log)
			yield Server(address, process, log)
		finally:
			_end(process)


def _start(site: str, workers: int, threads: int, door: socket.socket, log: IO[str]) -> subprocess.Popen:
	listening = ("--bind", f"fd://{door.fileno()}", "--workers", str(workers), "--timeout", "120")
	listening += ("--threads", str(threads)) if threads > 1 else ()
	listening += (
		"--preload",
	)  # as benches have it: the workers begin with Frappe imported, and with nothing else
	return subprocess.Popen(
		[sys.executable, "-m", "gunicorn", *listening, *_alone(), f"{__name__}:application()"],
		env={**os.environ, SITE: site, "PYTHONWARNINGS": "ignore"},
		stdout=log,
		stderr=log,
		pass_fds=[door.fileno()],
		start_new_session=True,  # Ctrl-C is for us; we end the server when we are done
	)


def _alone() -> list[str]:
	"""Later gunicorns open a second socket, for commands, in the current folder."""
	from gunicorn.config import make_settings

	return ["--no-control-socket"] if "control_socket_disable" in make_settings() else []


def _wait_for(address: str, log: IO[str]) -> None:
	try:
		urllib.request.urlopen(address, timeout=FIRST_ANSWER).close()
	except (urllib.error.URLError, OSError) as error:
		log.seek(0)
		raise RuntimeError(f"Nothing answers at {address} ({error}):\n{log.read()[-3000:]}") from error


def _end(server: subprocess.Popen) -> None:
	server.terminate()
	try:
		server.wait(timeout=20)
	except subprocess.TimeoutExpired:
		server.kill()
		server.wait()
