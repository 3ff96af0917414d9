"""A step is done once for what it was made from, and two runs do not take it at the same time."""

import subprocess
import sys
from pathlib import Path

import pytest

from dev.standin import console
from dev.standin.paths import CHECKOUT, Home
from dev.standin.steps import Stamp, one_at_a_time

WAITS = "from dev.standin.steps import one_at_a_time; from dev.standin.paths import Home; from pathlib import Path"


@pytest.fixture
def home(tmp_path: Path) -> Home:
	return Home(tmp_path / "home")


@pytest.fixture
def made_from(tmp_path: Path) -> Path:
	folder = tmp_path / "input"
	folder.mkdir()
	(folder / "a.py").write_text("1")
	return folder


def test_a_step_is_done_once_it_is_stamped(home: Home, made_from: Path):
	assert not Stamp(home, "tree", made_from).is_valid
	Stamp(home, "tree", made_from).set()
	assert Stamp(home, "tree", made_from).is_valid


def test_a_change_of_what_it_was_made_from_undoes_it(home: Home, made_from: Path):
	Stamp(home, "tree", made_from, "3.11").set()
	assert not Stamp(home, "tree", made_from, "3.12").is_valid
	(made_from / "a.py").write_text("2")
	assert not Stamp(home, "tree", made_from, "3.11").is_valid


def test_a_new_name_undoes_it_too(home: Home, made_from: Path):
	Stamp(home, "tree", made_from).set()
	(made_from / "a.py").rename(made_from / "b.py")
	assert not Stamp(home, "tree", made_from).is_valid


def test_compiled_files_do_not_count(home: Home, made_from: Path):
	Stamp(home, "tree", made_from).set()
	(made_from / "__pycache__").mkdir()
	(made_from / "__pycache__" / "a.pyc").write_text("x")
	assert Stamp(home, "tree", made_from).is_valid


def test_a_step_that_was_interrupted_is_not_done(home: Home, made_from: Path):
	stamp = Stamp(home, "tree", made_from)
	stamp.set()
	stamp.remove()
	assert not stamp.is_valid


def test_a_second_run_waits_for_the_first(home: Home):
	script = f"{WAITS}\nwith one_at_a_time(Home(Path({str(home.root)!r})), 'setup'): print('in', flush=True)"
	with one_at_a_time(home, "setup"):
		second = subprocess.Popen(
			[sys.executable, "-c", script], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
		)
		assert "waiting" in second.stdout.readline()
	assert second.communicate(timeout=30)[0].strip() == "in"


def test_a_command_that_fails_shows_the_end_of_its_log(tmp_path: Path):
	command = [sys.executable, "-c", "print('the reason'); raise SystemExit(3)"]
	with pytest.raises(console.Stop, match=r"failed \(3\)[\s\S]*the reason"):
		console.run(command, tmp_path / "command.log")
