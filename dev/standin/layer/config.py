"""Where settings come from on a bench: `common_site_config.json`, then `site_config.json` of the site.

Takes the place of the wheel's `config.py`, which knows a single `.env` file.
"""

import json
import os
from pathlib import Path
from typing import Any

import frappe
from frappe.exceptions import IncorrectSitePath
from frappe.types import _dict

DEFAULTS = {
	"db_type": "mariadb",
	"redis_cache": "redis://127.0.0.1:13311",
	"redis_queue": "redis://127.0.0.1:11311",
}
# PyMySQL needs no compiler; mysqlclient does, and neither the host nor the tests gain anything from it.
DATABASE_SERVER_DEFAULTS = {"db_host": "127.0.0.1", "db_port": 3306, "use_mysqlclient": 0}


def get_site_config(
	sites_path: str | None = None, site_path: str | None = None, *, cached: bool = False
) -> _dict[str, Any]:
	"""Settings of one site on top of the bench's. Read anew each time: two small files, always the truth."""
	sites_path = sites_path or getattr(frappe.local, "sites_path", ".")
	site_path = site_path or getattr(frappe.local, "site_path", None)
	config = _dict(DEFAULTS)
	config.update(get_common_site_config(sites_path))
	config.update(_of_the_site(site_path))
	config.update(_from_environment())
	_name_the_database(config)
	return config


def get_common_site_config(sites_path: str | None = None, cached: bool = False) -> _dict[str, Any]:
	"""Settings that all sites of the bench share."""
	sites_path = sites_path or getattr(frappe.local, "sites_path", ".")
	return _read(Path(sites_path) / "common_site_config.json")


def get_conf(site: str | None = None) -> _dict[str, Any]:
	"""Settings of the site in use, or of the one that is named."""
	if conf := getattr(frappe.local, "conf", None):
		return conf
	with frappe.init_site(site):
		return frappe.local.conf


def clear_site_config_cache() -> None:
	"""Nothing is cached; callers ask for it nevertheless."""


def _of_the_site(site_path: str | None) -> dict[str, Any]:
	site = getattr(frappe.local, "site", None)
	if not site_path or not site:
		return {}
	file = Path(site_path) / "site_config.json"
	if not file.exists() and not frappe.local.flags.new_site:
		raise IncorrectSitePath(f"{site} does not exist.")
	return _read(file)


def _from_environment() -> dict[str, str]:
	names = (
		"redis_cache",
		"redis_queue",
		"db_type",
		"db_host",
		"db_port",
		"db_name",
		"db_user",
		"db_password",
	)
	return {name: value for name in names if (value := os.environ.get(f"FRAPPE_{name.upper()}"))}


def _name_the_database(config: _dict[str, Any]) -> None:
	if config.db_type == "sqlite":
		return
	for key, value in DATABASE_SERVER_DEFAULTS.items():
		config.setdefault(key, value)
	config.setdefault("db_user", config.db_name)
	config.setdefault("db_name", config.db_user)
	config.db_port = int(config.db_port)


def _read(file: Path) -> _dict[str, Any]:
	return _dict(json.loads(file.read_text())) if file.exists() else _dict()
