"""Which site a process works for, and where it lies."""

import os
from pathlib import Path

import frappe


def enter(site: str | None, sites_path: str) -> None:
	"""Name the site on `frappe.local`; without a name, stay where we are, or take the bench's default."""
	local = frappe.local
	if site is None:
		site = getattr(local, "site", None) or os.environ.get("FRAPPE_SITE") or ""
	local.site = local.site_name = site
	local.sites_path = local.app_path = sites_path
	local.site_path = os.path.join(sites_path, site)
	local.all_apps = None


def get_site_name() -> str:
	"""Name of the site in use."""
	return getattr(frappe.local, "site", None) or ""


def get_sites(sites_path: str | None = None) -> list[str]:
	"""Names of all sites of the bench: folders that have a `site_config.json`."""
	folder = Path(sites_path or getattr(frappe.local, "sites_path", None) or ".")
	return sorted(file.parent.name for file in folder.glob("*/site_config.json"))


def get_bench_path() -> str:
	"""Folder of the bench, seen from apps/frappe/frappe."""
	return os.environ.get("FRAPPE_BENCH_ROOT") or str(Path(frappe.__file__).resolve().parents[3])


class init_site:
	"""`with frappe.init_site("a.localhost"):`, and without a name the bench's own settings only."""

	def __init__(self, site: str | None = None) -> None:
		self.site = site or ""

	def __enter__(self):
		frappe.init(self.site)
		return frappe.local

	def __exit__(self, *_) -> None:
		frappe.destroy()


def get_site_name_of_host(hostname: str) -> str:
	"""`a.localhost` of `a.localhost:8000`."""
	return hostname.split(":", 1)[0]


def site_of_request(request) -> str:
	"""The site that a request is for: fixed for this process, named by a proxy, or the host's name."""
	import frappe.app

	return (
		frappe.app._site or request.headers.get("X-Frappe-Site-Name") or get_site_name_of_host(request.host)
	)
