"""Issuer of the site: the address in `iss`, in metadata and in ID tokens (RFC 8414 §2)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import frappe

from oauth_plus.platform import sql
from oauth_plus.rules.issuer import choose_issuer
from oauth_plus.store.site import settings
from oauth_plus.store.site.settings import DOCTYPE


@dataclass(frozen=True)
class Configured:
	"""Issuer as an administrator configured it: in Settings, and as `host_name`. Either may be empty."""

	settings: str
	host_name: str

	def hosts_differ(self) -> bool:
		"""Return whether both are there and name different hosts."""
		return urlsplit(self.settings).hostname != (urlsplit(self.host_name).hostname or self.host_name)


def configured() -> Configured:
	"""Return what an administrator configured as issuer."""
	return Configured(settings.document().issuer or "", frappe.conf.get("host_name") or "")


def issuer() -> str:
	"""Return the issuer, without a slash at its end (RFC 8414 §2): the one that the administrator configured, or the
	address of the request, as its proxy forwards it."""
	conf = frappe.conf
	names = (conf.get("host_name") or "", *(_domain(entry) for entry in conf.get("domains") or ()))
	return _chosen(settings.document().issuer, names, address_asked(), frappe.local.site)


def addresses() -> tuple[str, ...]:
	"""Return the addresses of this site that a request may name as its own (RFC 9449 §4.3): the issuer, and the one that
	the request was sent to, where its host is a name of the site."""
	known, asked = issuer(), address_asked()
	is_own = bool(asked) and urlsplit(asked).hostname in names_of_site()
	return (known, asked) if is_own and asked != known else (known,)


def names_of_site() -> set[str]:
	"""Return the hosts that are this site's beside the issuer: its name, and its domains."""
	return {frappe.local.site, *map(_domain, frappe.conf.get("domains") or ())}


@lru_cache(maxsize=64)
def _chosen(stored: str | None, names: tuple[str, ...], asked: str, site: str) -> str:
	"""Return the configured issuer. The first of the names is `host_name`, which may be a URL."""
	return choose_issuer([stored, names[0]], asked, site, names)


def address_asked() -> str:
	"""Return the address of the request, as Frappe's `get_url` reads it: the proxy says whether it was https. Empty outside
	of requests."""
	request = getattr(frappe.local, "request", None)
	if not request:
		return ""
	is_secure = "https" in request.headers.get("X-Forwarded-Proto", "")
	return f"{'https' if is_secure else request.scheme}://{request.host}"


def keep_issuer() -> None:
	"""Keep the issuer of stock, which is the base URL in Frappe's Social Login Key, because apps compare `iss` with
	it (OpenID Connect Core §3.1.3.7). Changes at most one row."""
	key = sql.first("Social Login Key", ["base_url", "client_id", "enable_social_login"], name="frappe")
	if not key or not key.base_url or key.client_id or key.enable_social_login:
		return
	if not (settings.document().issuer or frappe.conf.get("host_name")):
		frappe.db.set_single_value(DOCTYPE, "issuer", key.base_url)
		settings.switch_letters_on()


def _domain(entry: Any) -> str:
	return entry.get("domain", "") if isinstance(entry, dict) else str(entry)
