"""The Python environment of the bench: `env/`, exactly the packages of requirements.txt."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

from dev.standin import console
from dev.standin.paths import APP, CHECKOUT, STANDIN, Home
from dev.standin.steps import Stamp

REQUIREMENTS = STANDIN / "requirements.txt"


def prepare(home: Home) -> None:
	"""Make the environment unless it is there, and make the two apps importable in it."""
	stamp = Stamp(home, "environment", REQUIREMENTS, sys.version, os.path.realpath(sys.executable))
	if not stamp.is_valid or not home.python.exists():
		stamp.remove()
		_require_venv()
		with console.working_on("Python environment: about 110 packages from PyPI, pinned by hash"):
			shutil.rmtree(home.env, ignore_errors=True)
			home.bench.mkdir(parents=True, exist_ok=True)
			console.run([sys.executable, "-m", "venv", home.env], home.logs / "venv.log")
			console.run([*_pip(home), "install", "-r", REQUIREMENTS], home.logs / "pip.log")
		stamp.set()
	_link_apps(home)


def download(home: Home, requirement_file: Path) -> None:
	"""Fetch the wheels of a hashed requirement file into `downloads/`, without what they depend on."""
	command = [*_pip(home), "download", "--no-deps", "-r", requirement_file]
	command += ["--dest", home.root / "downloads"]
	console.run(command, home.logs / "download.log")


def _pip(home: Home) -> list:
	quiet = ["--disable-pip-version-check", "--no-input"]
	return [home.python, "-m", "pip", *quiet]


def _require_venv() -> None:
	if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
		return
	version = f"{sys.version_info.major}.{sys.version_info.minor}"
	raise console.Stop(
		f"Python {version} cannot make virtual environments here.\n"
		f"On Debian and Ubuntu: apt install python{version}-venv"
	)


def _link_apps(home: Home) -> None:
	home.apps.mkdir(parents=True, exist_ok=True)
	link = home.apps / APP
	if not link.is_symlink() or link.resolve() != CHECKOUT:
		link.unlink(missing_ok=True)
		link.symlink_to(CHECKOUT)
	paths = f"{home.tree}\n{link}\n"
	file = _site_packages(home) / "bench_apps.pth"
	if not file.exists() or file.read_text() != paths:
		file.write_text(paths)


def _site_packages(home: Home) -> Path:
	version = f"python{sys.version_info.major}.{sys.version_info.minor}"
	folder = home.env / "lib" / version / "site-packages"
	if not folder.exists():
		raise console.Stop(f"{folder} is missing; remove {home.env} and run again.")
	return folder


def is_inside(home: Home) -> bool:
	"""Does this process run in the environment?"""
	return os.path.realpath(sys.prefix) == os.path.realpath(home.env)


def enter(home: Home, module: str) -> None:
	"""Replace this process by `python -m MODULE` within the environment, with the same arguments."""
	environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONUNBUFFERED": "1"}
	sys.stdout.flush()
	os.execve(home.python, [str(home.python), "-m", module, *sys.argv[1:]], environment)
