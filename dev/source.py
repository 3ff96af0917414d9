"""The tree of Frappe: monoframe's wheel with Frappe's names put back, mended, and laid out as a bench has it."""

import shutil
import zipfile
from pathlib import Path

from dev import console, environment
from dev.mends import ALL_MENDS, Tree
from dev.paths import DEV, Home
from dev.steps import Stamp

WHEEL = DEV / "monoframe.txt"
LAYER = DEV / "layer"
WHAT_IT_IS = (
	"monoframe 0.0.1 from PyPI is Frappe's source of early 2026 under another name: a stand-in for trying "
	"things out; not Frappe, not v15; for production and for any claim about v15 use a real bench"
)
NAMES = (("monoframe", "frappe"), ("Monoframe", "Frappe"), ("MONOFRAME", "FRAPPE"))


def stamp_of(home: Home) -> Stamp:
	"""What the tree is made from."""
	return Stamp(home, "source", WHEEL, LAYER, DEV / "mends", Path(__file__))


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
		unpack(next((home.root / "downloads").glob("monoframe-0.0.1-*.whl")), making)
		mend(making / "frappe")
		shutil.rmtree(home.tree, ignore_errors=True)
		home.tree.parent.mkdir(parents=True, exist_ok=True)
		making.rename(home.tree)
	stamp.set()


def unpack(wheel: Path, target: Path) -> None:
	"""Unpack the package with the old names, in paths and in contents."""
	with zipfile.ZipFile(wheel) as archive:
		for member in archive.namelist():
			if not member.startswith("monoframe/") or member.endswith("/"):
				continue
			file = target / _with_old_names(member)
			file.parent.mkdir(parents=True, exist_ok=True)
			file.write_bytes(_content(archive.read(member)))


def mend(package: Path) -> None:
	"""Lay our own files over the tree and make the changes listed in mends/."""
	shutil.copytree(LAYER, package, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
	tree = Tree(package)
	for change in ALL_MENDS:
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
