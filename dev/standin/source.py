"""The tree of Frappe: monoframe's wheel with Frappe's names put back, edited, and laid out as a bench has it."""

import hashlib
import shutil
import zipfile
from pathlib import Path

from dev.standin import console, environment
from dev.standin.edits import ALL_EDITS, Tree
from dev.standin.paths import STANDIN, Home
from dev.standin.steps import Stamp

WHEEL = STANDIN / "monoframe.txt"
LAYER = STANDIN / "layer"
EDITS = STANDIN / "edits"
WHAT_IT_IS = (
	"monoframe 0.0.1 from PyPI is Frappe's source of early 2026 under another name: a stand-in for trying "
	"things out; not Frappe, not v15; for production and for any claim about v15 use a real bench"
)
NAMES = (("monoframe", "frappe"), ("Monoframe", "Frappe"), ("MONOFRAME", "FRAPPE"))


def stamp_of(home: Home) -> Stamp:
	"""What the tree is made from."""
	return Stamp(home, "source", WHEEL, LAYER, EDITS, Path(__file__))


def prepare(home: Home) -> None:
	"""Make the tree unless it is there. The old tree stays in place until the new one is whole."""
	console.say(f"  {WHAT_IT_IS}")
	stamp = stamp_of(home)
	if stamp.is_valid and home.tree.exists():
		return
	stamp.remove()
	with console.working_on("Frappe's tree, from monoframe's wheel"):
		environment.download(home, WHEEL)
		making = home.root / "making"
		shutil.rmtree(making, ignore_errors=True)
		wheel = next((home.root / "downloads").glob("monoframe-0.0.1-*.whl"))
		unpack(verified(wheel, WHEEL), making)
		edit(making / "frappe")
		shutil.rmtree(home.tree, ignore_errors=True)
		home.tree.parent.mkdir(parents=True, exist_ok=True)
		making.rename(home.tree)
	stamp.set()


def verified(wheel: Path, pins: Path) -> Path:
	"""Return the wheel if its SHA-256 is one that the requirement file names; raises Stop if not."""
	digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
	if f"--hash=sha256:{digest}" not in pins.read_text().split():
		raise console.Stop(f"{wheel} is not the file that {pins.name} names (SHA-256 {digest}). Remove it.")
	return wheel


def unpack(wheel: Path, target: Path) -> None:
	"""Unpack the package with the old names, in paths and in contents."""
	with zipfile.ZipFile(wheel) as archive:
		for member in archive.namelist():
			if not member.startswith("monoframe/") or member.endswith("/"):
				continue
			file = target / _with_old_names(member)
			file.parent.mkdir(parents=True, exist_ok=True)
			file.write_bytes(_content(archive.read(member)))


def edit(package: Path) -> None:
	"""Lay our own files over the tree and make the edits listed in edits/."""
	shutil.copytree(LAYER, package, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
	tree = Tree(package)
	for change in ALL_EDITS:
		change.apply(tree)
	tree.write()


def _content(data: bytes) -> bytes:
	try:
		return _with_old_names(data.decode()).encode()
	except UnicodeDecodeError:
		return data


def _with_old_names(text: str) -> str:
	for new, old in NAMES:
		text = text.replace(new, old)
	return text
