"""Where things lie."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
STANDIN = Path(__file__).resolve().parent
APP = "oauth_plus"


@dataclass(frozen=True)
class Home:
	"""The folder that holds everything generated. `bench/` in it is laid out as a real bench is."""

	root: Path

	@property
	def bench(self) -> Path:
		return self.root / "bench"

	@property
	def apps(self) -> Path:
		return self.bench / "apps"

	@property
	def tree(self) -> Path:
		"""The repository of the app `frappe`; the package lies in it."""
		return self.apps / "frappe"

	@property
	def sites(self) -> Path:
		return self.bench / "sites"

	@property
	def env(self) -> Path:
		return self.bench / "env"

	@property
	def python(self) -> Path:
		return self.env / "bin" / "python"

	@property
	def logs(self) -> Path:
		return self.root / "logs"

	@property
	def mark(self) -> str:
		"""Eight characters that differ between two checkouts on one machine, for names of databases."""
		return hashlib.sha256(str(self.root.resolve()).encode()).hexdigest()[:8]


def find_home() -> Home:
	"""`.dev/` of the checkout, or the folder that OAUTH_PLUS_DEV_HOME names."""
	return Home(Path(os.environ.get("OAUTH_PLUS_DEV_HOME") or CHECKOUT / ".dev").resolve())
