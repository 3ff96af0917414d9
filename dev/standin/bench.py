"""The folder that is laid out as a bench, and its commands."""

import json
import os
import subprocess
from dataclasses import dataclass
from typing import Any

from dev.standin import console
from dev.standin.paths import APP, CHECKOUT, Home


@dataclass(frozen=True)
class Bench:
	"""A bench whose sites share one cache."""

	home: Home
	cache_url: str

	def prepare(self) -> None:
		"""Folders and files that Frappe expects to find."""
		for folder in (self.home.sites / "assets", self.home.bench / "logs", self.home.bench / "config"):
			folder.mkdir(parents=True, exist_ok=True)
		(self.home.sites / "apps.txt").write_text(f"frappe\n{APP}\n")
		# For commands given by hand; ours find the same in their environment, since a cache of our own moves.
		settings = {"redis_cache": self.cache_url, "redis_queue": self.cache_url, "use_mysqlclient": 0}
		settings["max_queued_jobs"] = 1_000_000  # nobody works them off here, and they are no reason to stop
		(self.home.sites / "common_site_config.json").write_text(json.dumps(settings, indent=1))
		assets = self.home.sites / "assets" / "assets.json"
		if not assets.exists():
			assets.write_text("{}")  # without it every page is an error; empty, pages come without style

	def environment(self, **more: str) -> dict[str, str]:
		"""What a process of this bench sees."""
		inherited = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
		urls = {"FRAPPE_REDIS_CACHE": self.cache_url, "FRAPPE_REDIS_QUEUE": self.cache_url}
		return {**inherited, "PYTHONUNBUFFERED": "1", **urls, **more}

	def command(self, site: str, *words: str) -> list[str]:
		"""`bench --site SITE WORDS…`."""
		helper = ["-W", "ignore", "-m", "frappe.utils.bench_helper", "frappe", "--site", site]
		return [str(self.home.python), *helper, *words]

	def run(self, site: str, *words: str) -> None:
		"""Run a command of the bench; raises Stop with its last words if it fails."""
		log = self.home.logs / f"{words[0]}-{site}.log"
		console.run(self.command(site, *words), log, cwd=self.home.sites, env=self.environment())

	def ask(self, site: str, *words: str) -> str:
		"""What a command prints; empty if it fails."""
		answer = subprocess.run(
			self.command(site, *words),
			cwd=self.home.sites,
			env=self.environment(),
			capture_output=True,
			text=True,
			check=False,
		)
		return answer.stdout if answer.returncode == 0 else ""

	def order(self, module: str, order: dict[str, Any]) -> dict[str, Any]:
		"""Run a module of the checkout, with JSON on its standard input. Returns the JSON it prints; raises Stop."""
		answer = subprocess.run(
			[str(self.home.python), "-W", "ignore", "-m", module],
			cwd=self.home.sites,
			env=self.environment(PYTHONPATH=str(CHECKOUT)),
			input=json.dumps(order),
			capture_output=True,
			text=True,
			check=False,
		)
		if answer.returncode:
			raise console.Stop(f"`{module}` failed:\n\n{answer.stderr[-2000:]}")
		return json.loads(answer.stdout.splitlines()[-1])
