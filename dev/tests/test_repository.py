"""What holds for the repository as a whole: small files, and one version of each tool."""

import re
import subprocess
from pathlib import Path

from dev.tests.reading import ROOT

MOST = 60_000
"""Bytes of a file that is neither a lock file nor a table of translations."""

MOST_OF_A_TABLE = 300_000
"""Bytes of a table of translations. Frappe reads one file for each language."""

LOCK_FILES = {Path("dev/standin/requirements.txt"), Path("dev/standin/desk/package-lock.json")}

NOT_OURS = {".git", ".dev", ".venv", "__pycache__", "node_modules", "dist", "build"}

NAMED_RUFF = re.compile(r"\bruff(?:==|@|>=|~=| v?)(\d+\.\d+\.\d+)|ruff-pre-commit\s+rev: v(\d+\.\d+\.\d+)")


def files() -> list[Path]:
	"""Files that git tracks; where there is no git, every file that is not generated."""
	tracked = _tracked()
	return walked() if tracked is None else tracked


def walked() -> list[Path]:
	"""Every file of the tree that is not generated."""
	found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
	return [path for path in found if not NOT_OURS & set(path.parts)]


def _tracked() -> list[Path] | None:
	try:
		listed = subprocess.run(
			["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
		)
	except (OSError, subprocess.CalledProcessError):
		return None
	return [path for name in listed.stdout.split("\0") if name and (ROOT / (path := Path(name))).is_file()]


def test_without_git_the_same_files_are_looked_at():
	assert set(files()) <= set(walked())


def test_no_file_is_large_but_lock_files():
	tracked = files()
	assert set(tracked) >= LOCK_FILES
	large = [path for path in tracked if (ROOT / path).stat().st_size > _most(path)]
	assert [str(path) for path in large if path not in LOCK_FILES] == []


def _most(path: Path) -> int:
	return MOST_OF_A_TABLE if path.match("oauth_plus/translations/*.csv") else MOST


def test_every_place_that_names_ruff_names_the_same_version():
	"""dev/standin/requirements.in is the pin; the lock and pre-commit follow it"""
	named = {
		path: {version for pair in NAMED_RUFF.findall(text) for version in pair if version}
		for path in files()
		if (text := _text(ROOT / path)) and NAMED_RUFF.search(text)
	}
	pins = ("dev/standin/requirements.in", "dev/standin/requirements.txt", ".pre-commit-config.yaml")
	assert {Path(pin) for pin in pins} <= set(named)
	assert len(set.union(*named.values())) == 1, named


def _text(path: Path) -> str:
	try:
		return path.read_text()
	except UnicodeDecodeError:
		return ""
