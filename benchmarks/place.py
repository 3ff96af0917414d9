"""The bench and its two sites: where they are, how they are reached, who may look at their database."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dev.standin.console import Stop
from dev.standin.paths import CHECKOUT

NAMES = ("OAUTH_PLUS_BENCH", "OAUTH_PLUS_SITE", "OAUTH_PLUS_STOCK_SITE")

HOW_TO = """\
OAUTH_PLUS_BENCH is the folder of a bench, OAUTH_PLUS_SITE a site on it with oauth_plus, and OAUTH_PLUS_STOCK_SITE
one without it. Both are for this alone; they are filled and emptied again:
  bench new-site bench.localhost && bench --site bench.localhost install-app oauth_plus
  bench new-site stock.localhost"""


@dataclass(frozen=True)
class Bench:
	"""The folder of a bench, this process being one of its Python."""

	root: Path

	@property
	def sites(self) -> Path:
		return self.root / "sites"

	@property
	def python(self) -> str:
		return str(self.root / "env" / "bin" / "python")

	def environment(self) -> dict[str, str]:
		"""What its processes see: the app and this folder from the checkout that the command was given in."""
		return {**os.environ, "PYTHONPATH": str(CHECKOUT), "PYTHONWARNINGS": "ignore"}

	def command(self, site: str, *words: str) -> list[str]:
		"""`bench --site SITE WORDS…`."""
		return [self.python, "-m", "frappe.utils.bench_helper", "frappe", "--site", site, *words]

	def settings(self, site: str) -> dict[str, Any]:
		"""The site's configuration over the bench's."""
		shared, own = self.sites / "common_site_config.json", self.sites / site / "site_config.json"
		if not own.exists():
			raise Stop(f"There is no site {site} on this bench: {own} is missing.")
		return (json.loads(shared.read_text()) if shared.exists() else {}) | json.loads(own.read_text())

	def inside_command(self, site: str, *words: str) -> list[str]:
		"""What runs `benchmarks.inside`, in the bench's sites folder."""
		return [self.python, "-m", "benchmarks.inside", site, *words]

	def inside(self, site: str, *words: str) -> str:
		"""What `benchmarks.inside` prints when it has done something on a site."""
		command = self.inside_command(site, *words)
		done = subprocess.run(
			command, cwd=self.sites, env=self.environment(), capture_output=True, text=True, check=False
		)
		if done.returncode:
			raise Stop(f"{' '.join(words)} on {site} failed:\n{done.stderr[-3000:]}")
		return done.stdout.strip().splitlines()[-1]


def from_environment() -> tuple[Bench, str, str]:
	"""The bench, the site with the app and the one without it, as `make bench` names them."""
	if missing := [name for name in NAMES if not os.environ.get(name)]:
		raise Stop(f"Not set: {', '.join(missing)}.\n{HOW_TO}")
	bench, ours, stock = (os.environ[name] for name in NAMES)
	return Bench(Path(bench).resolve()), ours, stock
