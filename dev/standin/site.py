"""A site, as a rule with the app on it: made once, brought up to date when the app changed."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet

from dev.standin import console, source
from dev.standin.bench import Bench
from dev.standin.databases import MariaDB, SQLite
from dev.standin.paths import APP, CHECKOUT
from dev.standin.steps import Stamp

ADMIN_PASSWORD = "admin"
SHAPES_THE_DATABASE = ("*.json", "hooks.py", "modules.txt", "patches.txt", "patches/*.py", "setup/*.py")


@dataclass(frozen=True)
class Site:
	"""One site of the bench, named after what it is for and what it runs on."""

	bench: Bench
	purpose: str
	database: SQLite | MariaDB
	has_app: bool = True

	@property
	def name(self) -> str:
		return f"{self.purpose}-{self.database.kind}.localhost"

	@property
	def folder(self) -> Path:
		return self.bench.home.sites / self.name

	def prepare(self) -> None:
		"""Make the site unless it is there, and install or migrate the app if need be."""
		made = Stamp(self.bench.home, f"site-{self.name}", source.stamp_of(self.bench.home).value)
		if not made.is_valid or not self._settings_as_made.exists():
			self._make(made)
			self._bring_app_up_to_date(made)
			return
		shutil.copy(self._settings_as_made, self.folder / "site_config.json")
		try:
			self._bring_app_up_to_date(made)
		except console.Stop:
			console.say(f"  {self.name} could not be brought up to date; nothing on it is worth keeping")
			self._make(made)
			self._bring_app_up_to_date(made)

	@property
	def _settings_as_made(self) -> Path:
		"""A suite that was killed leaves its settings behind; they go when the next one begins."""
		return self.folder / "site_config.as_made.json"

	def _make(self, stamp: Stamp) -> None:
		stamp.remove()
		with console.working_on(f"Site {self.name} on {self.database}"):
			shutil.rmtree(self.folder, ignore_errors=True)
			order = self.database.make(self.bench.home, self.purpose)
			order |= {
				"site": self.name,
				"admin_password": ADMIN_PASSWORD,
				"settings": _settings(self.purpose),
			}
			self._order_new_site(order)
			shutil.copy(self.folder / "site_config.json", self._settings_as_made)
		stamp.set()

	def _order_new_site(self, order: dict) -> None:
		home = self.bench.home
		sheet = home.root / "new_site.json"
		sheet.touch(mode=0o600)
		sheet.write_text(json.dumps(order))
		command = [home.python, "-W", "ignore", "-m", "frappe.many.new_site"]
		with sheet.open() as stdin:
			log = home.logs / f"new-site-{self.name}.log"
			console.run(command, log, cwd=home.sites, env=self.bench.environment(), stdin=stdin)
		sheet.unlink()

	def _bring_app_up_to_date(self, made: Stamp) -> None:
		if not self.has_app:
			return
		current = Stamp(self.bench.home, f"app-{self.name}", made.value, *_files_that_shape_the_database())
		installed = APP in self.bench.ask(self.name, "list-apps").split()
		if installed and current.is_valid:
			return
		current.remove()
		words = ("migrate", "--skip-search-index") if installed else ("install-app", APP)
		with console.working_on(f"{APP} on {self.name}: {words[0]}"):
			self.bench.run(self.name, *words)
		current.set()


def _settings(purpose: str) -> dict:
	# No socket.io is there to be asked every few seconds.
	shared = {"mute_emails": 1, "disable_async": 1, "encryption_key": Fernet.generate_key().decode()}
	return {**shared, "allow_tests": 1} if purpose in ("test", "second") else shared


def _files_that_shape_the_database() -> list[Path]:
	package = CHECKOUT / APP
	return sorted({file for pattern in SHAPES_THE_DATABASE for file in package.rglob(pattern)})
