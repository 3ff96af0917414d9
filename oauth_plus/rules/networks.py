"""Which addresses a client may call from, and which address a request came from."""

import ipaddress
from collections.abc import Iterable
from functools import lru_cache

OWN_NETWORKS = (
	"127.0.0.0/8",
	"10.0.0.0/8",
	"172.16.0.0/12",
	"192.168.0.0/16",
	"169.254.0.0/16",
	"100.64.0.0/10",
	"::1/128",
	"fc00::/7",
	"fe80::/10",
)
"""Where reverse proxies stand unless a site says otherwise: on this machine or in its private network (RFC 1918,
RFC 4193, RFC 6598)."""

MOST_PROXIES = 20

SUBSCRIBER = 64
"""Bits of an IPv6 address that one subscriber holds (RFC 6177)."""


def unfit(networks: Iterable[str]) -> list[str]:
	"""Those that are neither an address nor a network."""
	return [each for each in networks if _network(each) is None]


def includes(networks: Iterable[str], address: str) -> bool:
	"""Is the address in one of the networks? No networks stand for all; one that is damaged includes nothing."""
	allowed = tuple(networks)
	if not allowed:
		return True
	here = _address(address)
	if here is None:
		return False
	found = filter(None, map(_network, allowed))
	return any(here.version == network.version and here in network for network in found)


@lru_cache(maxsize=1_024)
def origin(peer: str, forwarded: str, proxies: tuple[str, ...]) -> str:
	"""Where a request came from: `peer` opened the connection, `forwarded` is its X-Forwarded-For.

	Each proxy adds at the right whom it was asked by, so from the right the first address that is no proxy's is the
	last that a proxy has seen; whatever stands left of it was said by a stranger (RFC 9700 §4.13). Without a peer
	the connection is a socket on this machine.
	"""
	said = [part.strip() for part in forwarded.split(",")[-MOST_PROXIES:]]
	chain = [without_port(part) for part in said if part]
	if peer:
		chain.append(peer)
	while len(chain) > 1 and proxies and includes(proxies, chain[-1]):
		chain.pop()
	return chain[-1] if chain else ""


def without_port(text: str) -> str:
	"""Some proxies write `192.0.2.7:443` and `[2001:db8::1]:443`."""
	if text.startswith("["):
		return text[1:].partition("]")[0]
	return text.partition(":")[0] if text.count(":") == 1 else text


def subscriber(address: str) -> str:
	"""Who counts as one: an address, or the network of an IPv6 address, of which one subscriber has 2^64."""
	here = _address(address)
	if here is None:
		return address
	if here.version == 4:
		return str(here)
	return str(ipaddress.ip_network((here, SUBSCRIBER), strict=False))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
	try:
		here = ipaddress.ip_address(text)
	except ValueError:
		return None
	return getattr(here, "ipv4_mapped", None) or here


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
	try:
		return ipaddress.ip_network(text, strict=False)
	except ValueError:
		return None
