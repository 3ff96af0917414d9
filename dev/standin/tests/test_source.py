"""The wheel is the one that was pinned, and comes out under Frappe's names."""

import hashlib
import re
import zipfile
from pathlib import Path

import pytest

from dev.standin import source
from dev.standin.console import Stop


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
	"""A wheel of a few files."""
	file = tmp_path / "monoframe-0.0.1-py3-none-any.whl"
	with zipfile.ZipFile(file, "w") as archive:
		archive.writestr("monoframe/__init__.py", "import monoframe\nMONOFRAME = Monoframe()\n")
		archive.writestr("monoframe/monoframe_logo.png", b"\x89PNG\xff monoframe")
		archive.writestr("monoframe-0.0.1.dist-info/METADATA", "Name: monoframe\n")
	return file


def pins(folder: Path, digest: str) -> Path:
	file = folder / "pins.txt"
	file.write_text(f"# a comment\nmonoframe==0.0.1 --hash=sha256:{digest}\n")
	return file


def test_the_pinned_wheel_is_taken(wheel: Path, tmp_path: Path):
	digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
	assert source.verified(wheel, pins(tmp_path, digest)) == wheel


def test_a_wheel_with_one_other_byte_is_refused(wheel: Path, tmp_path: Path):
	digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
	wheel.write_bytes(wheel.read_bytes() + b"\0")
	with pytest.raises(Stop, match="is not the file that"):
		source.verified(wheel, pins(tmp_path, digest))


def test_a_part_of_the_pinned_hash_is_not_enough(wheel: Path, tmp_path: Path):
	digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
	with pytest.raises(Stop):
		source.verified(wheel, pins(tmp_path, digest + "0"))


def test_one_wheel_is_pinned_by_one_hash():
	lines = [line for line in source.WHEEL.read_text().splitlines() if not line.startswith("#")]
	assert len(lines) == 1
	assert re.fullmatch(r"monoframe==0\.0\.1 --hash=sha256:[0-9a-f]{64}", lines[0])


def test_names_are_put_back_in_paths_and_contents(wheel: Path, tmp_path: Path):
	target = tmp_path / "tree"
	source.unpack(wheel, target)
	assert (target / "frappe" / "__init__.py").read_text() == "import frappe\nFRAPPE = Frappe()\n"
	assert (target / "frappe" / "frappe_logo.png").read_bytes() == b"\x89PNG\xff monoframe"


def test_nothing_but_the_package_is_unpacked(wheel: Path, tmp_path: Path):
	target = tmp_path / "tree"
	source.unpack(wheel, target)
	assert [path.name for path in target.iterdir()] == ["frappe"]
