"""Desk's scripts and styles, bundled from the tree with what npm brings. Without Node, pages come without them."""

import shutil
import subprocess
from pathlib import Path

from dev.standin import console, source
from dev.standin.paths import APP, CHECKOUT, STANDIN, Home
from dev.standin.steps import Stamp

DESK = STANDIN / "desk"
OLDEST_NODE = 18


def prepare(home: Home) -> None:
	"""Put `sites/assets` in order, and build the bundles unless they are built."""
	_link(home)
	if reason := _reason_to_go_without():
		console.say(f"  {reason}: Desk and the login page work, but come without scripts and styles")
		return
	try:
		_fetch_and_build(home)
	except console.Stop as reason:
		console.say(f"  Desk's scripts and styles could not be made; going on without them. {reason}")


def _fetch_and_build(home: Home) -> None:
	packages = Stamp(home, "node", DESK / "package-lock.json")
	if not packages.is_valid:
		_fetch_packages(home, packages)
	sources = [DESK / "build.js", *(CHECKOUT / APP).glob("public/**/*.bundle.*")]
	bundles = Stamp(home, "assets", packages.value, source.stamp_of(home).value, *sources)
	if not bundles.is_valid:
		_build(home, bundles)


def _link(home: Home) -> None:
	"""`/assets/APP` is the app's public folder, and Desk asks for some npm packages under frappe's."""
	folder = home.sites / "assets"
	for app in ("frappe", APP):
		public = home.apps / app / app / "public"
		if public.exists():
			_point(folder / app, public)
	_point(home.tree / "frappe" / "public" / "node_modules", home.root / "node" / "node_modules")


def _point(link: Path, target: Path) -> None:
	if not link.is_symlink() or link.readlink() != target:
		link.unlink(missing_ok=True)
		link.symlink_to(target)


def _reason_to_go_without() -> str:
	if not shutil.which("node") or not shutil.which("npm"):
		return "Node is not here (apt install nodejs npm)"
	version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
	if int(version.lstrip("v").split(".")[0]) < OLDEST_NODE:
		return f"Node {version.strip()} is older than {OLDEST_NODE}"
	return ""


def _fetch_packages(home: Home, stamp: Stamp) -> None:
	stamp.remove()
	with console.working_on("Desk's packages from npm, as locked"):
		folder = home.root / "node"
		shutil.rmtree(folder, ignore_errors=True)
		folder.mkdir(parents=True)
		for name in ("package.json", "package-lock.json"):
			shutil.copy(DESK / name, folder)
		quiet = ["--no-audit", "--no-fund", "--ignore-scripts"]
		console.run(["npm", "ci", *quiet], home.logs / "npm.log", cwd=folder)
	stamp.set()


def _build(home: Home, stamp: Stamp) -> None:
	stamp.remove()
	with console.working_on("Desk's bundles"):
		for app in ("frappe", APP):
			shutil.rmtree(home.apps / app / app / "public" / "dist", ignore_errors=True)
		console.run(["node", DESK / "build.js", home.bench, home.root / "node"], home.logs / "assets.log")
	stamp.set()
