"""The tests, on any bench. Standard library only: a named bench needs no stand-in."""

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import IO

from dev import halves
from dev.standin import console
from dev.standin.paths import APP, CHECKOUT, find_home

ON_A_NAMED_BENCH = ["--override-ini", "testpaths=oauth_plus/tests"]
"""Tests of the tools are about this checkout: one run on the host is enough."""

FORBIDDEN = "PYTHONDONTWRITEBYTECODE"

TOOLS = ("dev", "benchmarks")
"""Folders of the tools and of their tests."""


def run_on_named_bench(arguments: list[str]) -> int:
	"""Run the suite on the bench and the site of the environment. Sets up nothing there. Raises Stop."""
	bench, site = Path(os.environ["OAUTH_PLUS_BENCH"]).resolve(), os.environ["OAUTH_PLUS_SITE"]
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
	if len(sites) == 2 and halves.are_wanted(arguments):
		return halves.run(_starter(python, bench, dict(os.environ)), sites, arguments)
	return pytest(python, bench, site, dict(os.environ), [*ON_A_NAMED_BENCH, *arguments])


def pytest(python: Path, bench: Path, site: str, environment: dict[str, str], arguments: list[str]) -> int:
	"""Run pytest from the checkout, with the bench and the site in its environment. Returns its exit code."""
	return console.wait_for(_starter(python, bench, environment)(site, arguments, None, {}))


def in_halves(
	python: Path, bench: Path, sites: tuple[str, str], environment: dict[str, str], arguments: list[str]
) -> int:
	"""Run all tests, those of the tools too, in two processes at once. Returns the worse exit code."""
	return halves.run(_starter(python, bench, environment), sites, arguments, also=TOOLS)


def _starter(python: Path, bench: Path, environment: dict[str, str]) -> halves.Start:
	def start(
		site: str, words: list[str], output: IO[str] | None, more: dict[str, str]
	) -> subprocess.Popen[bytes]:
		named = {"OAUTH_PLUS_BENCH": str(bench), "OAUTH_PLUS_SITE": site, **more}
		seen = _with_bytecode(environment) | named
		return console.start([python, "-m", "pytest", *words], CHECKOUT, seen, output)

	return start


def _with_bytecode(environment: dict[str, str]) -> dict[str, str]:
	"""Keep compiled modules in a folder of ours where nothing may be written beside the sources: the suite starts hundreds
	of processes, and each would compile Frappe again."""
	if FORBIDDEN not in environment:
		return environment
	others = {name: value for name, value in environment.items() if name != FORBIDDEN}
	return {"PYTHONPYCACHEPREFIX": str(find_home().root / "bytecode"), **others}


def _missing_packages(python: Path) -> list[str]:
	"""Distributions of the `test` extra that an environment has not."""
	project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
	names = [re.match(r"[\w.-]+", entry)[0] for entry in project["optional-dependencies"]["test"]]
	look = (
		"import importlib.metadata as m, sys\n"
		"print(*[n for n in sys.argv[1:] if not [*m.distributions(name=n)]])"
	)
	answer = subprocess.run([python, "-c", look, *names], capture_output=True, text=True, check=True)
	return answer.stdout.split()
