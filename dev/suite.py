"""The test suite, on any bench. Standard library only: a named bench needs no host."""

import os
import re
import signal
import subprocess
import tomllib
from pathlib import Path
from typing import IO

from dev import console, halves
from dev.paths import APP, CHECKOUT

TIME_TO_CLEAN_UP = 30  # seconds


def run_on_named_bench(bench: Path, site: str, arguments: list[str]) -> int:
	"""Run the suite on a bench that is not ours. Sets up nothing there."""
	python = bench / "env" / "bin" / "python"
	if not python.exists():
		raise console.Stop(f"OAUTH_PLUS_BENCH is {bench}, but {python} is missing.")
	if missing := _missing_packages(python):
		raise console.Stop(
			f"The environment of {bench} lacks {', '.join(missing)}, which the suite needs.\n"
			f"{python} -m pip install {' '.join(missing)}"
		)
	app = bench / "apps" / APP
	if app.resolve() != CHECKOUT:
		console.say(f"  {app} is not this checkout; the suite of this checkout meets the app of that bench")
	console.say(f"Suite on {bench}, site {site}")
	sites = (site, *os.environ.get("OAUTH_PLUS_SECOND_SITE", "").split())
	return pytest(python, bench, sites, dict(os.environ), arguments)


def pytest(python: Path, bench: Path, sites: tuple[str, ...], environment: dict, arguments: list[str]) -> int:
	"""Run pytest from the checkout, with the bench and the site named in its environment.

	Two sites: the whole suite runs in two processes at once.
	"""

	def start(site: str, words: list[str], output: IO[str] | None = None) -> subprocess.Popen:
		command = [str(python), "-m", "pytest", *words]
		where = {"OAUTH_PLUS_BENCH": str(bench), "OAUTH_PLUS_SITE": site}
		# In a session of its own, so that whatever ends us reaches it as one Ctrl-C, from us.
		return subprocess.Popen(
			command,
			cwd=CHECKOUT,
			env=environment | where,
			stdout=output,
			stderr=output,
			start_new_session=True,
		)

	if len(sites) == 2 and halves.are_wanted(arguments):
		return halves.run(start, wait_patiently, sites, arguments)
	return wait_patiently(start(sites[0], arguments))


def wait_patiently(process: subprocess.Popen) -> int:
	"""The exit code. When we are interrupted, the process has time to end what it started."""
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


def _missing_packages(python: Path) -> list[str]:
	"""Distributions of the `test` extra that an environment has not."""
	project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
	names = [re.match(r"[\w.-]+", entry)[0] for entry in project["optional-dependencies"]["test"]]
	look = (
		"import importlib.metadata as m, sys\n"
		"found = {d.metadata['Name'].lower().replace('_', '-') for d in m.distributions()}\n"
		"print(*[n for n in sys.argv[1:] if n.lower() not in found])"
	)
	answer = subprocess.run([python, "-c", look, *names], capture_output=True, text=True, check=True)
	return answer.stdout.split()
