"""IP address of the request, by the reverse proxies that the site trusts (RFC 9700 §4.13)."""

import frappe

from oauth_plus.rules import networks

TRUSTED_PROXIES = "oauth_plus_trusted_proxies"
"""Setting in site_config.json: addresses and networks whose X-Forwarded-For is trusted; an empty list for none."""

THIS_MACHINE = "127.0.0.1"
"""Address of a request that came by a Unix socket, as in Frappe."""


def of_request() -> str:
	"""Return the IP address of this request; empty outside of requests. Frappe uses the first address in
	X-Forwarded-For, which any sender can write (RFC 9700 §4.13)."""
	request = getattr(frappe.local, "request", None)
	if not request:
		return getattr(frappe.local, "request_ip", None) or ""
	environ = request.environ
	forwarded = environ.get("HTTP_X_FORWARDED_FOR", "")
	return networks.origin(environ.get("REMOTE_ADDR") or "", forwarded, _trusted_proxies()) or THIS_MACHINE


def caller() -> str:
	"""Return the address of this request that counts as one caller: all of an IPv6 subscriber's are one (RFC 6177)."""
	return networks.subscriber(of_request())


def _trusted_proxies() -> tuple[str, ...]:
	proxies = frappe.local.conf.get(TRUSTED_PROXIES)
	if proxies is None:
		return networks.OWN_NETWORKS
	return tuple(map(str, proxies.replace(",", " ").split() if isinstance(proxies, str) else proxies))


def untrusted_proxy() -> str:
	"""Return the IP address of the server that forwarded this request, if it is not trusted; empty otherwise."""
	request = getattr(frappe.local, "request", None)
	if not request:
		return ""
	peer, last_hop = (request.environ.get(name, "") for name in ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR"))
	last_hop = last_hop.rpartition(",")[2].strip()
	return peer if last_hop and last_hop != peer and of_request() == peer else ""
