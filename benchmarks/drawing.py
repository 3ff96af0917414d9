"""The plot, drawn by an environment of its own: matplotlib is needed by nothing else."""

import importlib.util
import subprocess
import sys
from pathlib import Path

from dev import console
from dev.paths import CHECKOUT, Home, find_home
from dev.steps import Stamp

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def draw(results: Path) -> None:
	"""The PNG beside a JSON file of results. Raises Stop when there is no matplotlib to be had."""
	python = sys.executable if importlib.util.find_spec("matplotlib") else _own_python(find_home())
	command = [python, "-m", "benchmarks.plot", str(results.resolve())]
	done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
	if done.returncode:
		raise console.Stop(f"The plot could not be drawn:\n{done.stderr[-2000:]}")


def _own_python(home: Home) -> str:
	env = home.root / "plot"
	python = env / "bin" / "python"
	stamp = Stamp(home, "plot", REQUIREMENTS, sys.version)
	if not stamp.is_valid or not python.exists():
		stamp.remove()
		with console.working_on("Python environment for the plot: matplotlib from PyPI, pinned by hash"):
			console.run([sys.executable, "-m", "venv", "--clear", env], home.logs / "plot-venv.log")
			install = [python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
			console.run([*install, "-r", REQUIREMENTS], home.logs / "plot-pip.log")
		stamp.set()
	return str(python)
