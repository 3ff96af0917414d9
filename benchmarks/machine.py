"""What the figures were taken on: enough to judge them by, no names and no paths."""

import os
import platform
import subprocess
from pathlib import Path

import gunicorn
import redis

from benchmarks.side import Side
from dev.standin.paths import CHECKOUT

SETTINGS = ("innodb_buffer_pool_size", "innodb_flush_log_at_trx_commit", "innodb_flush_method")
"""What a database with a million rows depends upon most."""


def described() -> dict[str, str]:
	"""The hardware."""
	pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
	return {
		"cores": str(os.cpu_count()),
		"processor": _processor(),
		"memory": f"{pages / 2**30:.0f} GiB",
		"system": f"{platform.system()} {platform.release().split('-')[0]}",
	}


def versions(side: Side) -> dict[str, str]:
	"""The software, as it answers for itself."""
	settings = side.bench.settings(side.site)
	url = os.environ.get("FRAPPE_REDIS_CACHE") or settings.get("redis_cache", "redis://127.0.0.1:6379")
	return {
		"Python": platform.python_version(),
		"Frappe": side.frappe,
		"oauth_plus": _commit(),
		"gunicorn": f"{gunicorn.__version__}, two sync workers",
		"MariaDB": str(side.database.value("SELECT VERSION()")),
		**{name: str(side.database.value(f"SELECT @@{name}")) for name in SETTINGS},
		"Redis": redis.Redis.from_url(url).info("server")["redis_version"],
	}


def _processor() -> str:
	"""The model's name; where a virtual machine hides it, what `platform` knows."""
	lines = Path("/proc/cpuinfo").read_text().splitlines()
	names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
	return next(names, platform.processor() or platform.machine())


def _commit() -> str:
	def git(*words: str) -> str:
		done = subprocess.run(["git", *words], cwd=CHECKOUT, capture_output=True, text=True, check=False)
		return done.stdout.strip()

	changed = git("status", "--porcelain", "--untracked-files=no", "--", "oauth_plus")
	return (git("rev-parse", "--short=12", "HEAD") or "unknown") + (" with changes" if changed else "")
