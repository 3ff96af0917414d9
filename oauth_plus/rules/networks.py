"""IP addresses: which a client may call from, and which a request came from."""

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
"""Networks of reverse proxies unless a site configures others: this machine and its private networks (RFC
1918, RFC 4193, RFC 6598)."""

MOST_PROXIES = 20
"""Addresses of X-Forwarded-For that are read, counted from its end."""

SUBSCRIBER = 64
"""Bits of an IPv6 address that one subscriber holds (RFC 6177)."""


def unfit(networks: Iterable[str]) -> list[str]:
	"""Return the texts that are neither an IP address nor a network (RFC 4632, RFC 4291 §2.3)."""
	return [each for each in networks if _network(each) is None]


def includes(networks: Iterable[str], address: str) -> bool:
	"""Return whether an IP address is in one of the networks; an empty list includes every address.

	A network or an address that cannot be read includes nothing, and no error is raised.
	"""
	allowed = tuple(networks)
	if not allowed:
		return True
	here = _address(address)
	if here is None:
		return False
	known = (network for each in allowed if (network := _network(each)) is not None)
	return any(here.version == network.version and here in network for network in known)


@lru_cache(maxsize=1_024)
def origin(peer: str, forwarded: str, proxies: tuple[str, ...]) -> str:
	"""Return the IP address that a request came from; empty for a socket on this machine (RFC 9700 §4.13).

	`peer` opened the connection, `forwarded` is its X-Forwarded-For. Each proxy adds the address that called
	it at the end. So the last address that is no proxy's is the one that can be trusted; a stranger can write
	all before it.
	"""
	hops = [part.strip() for part in forwarded.split(",")[-MOST_PROXIES:]]
	chain = [without_port(part) for part in hops if part]
	if peer:
		chain.append(peer)
	while len(chain) > 1 and proxies and includes(proxies, chain[-1]):
		chain.pop()
	return chain[-1] if chain else ""


TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv6 addresses that a gateway translates to the IPv4 address in their last 32 bits (RFC 6052)."""

GLOBAL = ipaddress.IPv6Network("2000::/3")
"""All that was ever given out for the public network (RFC 4291 §2.4): others are local, or wrap an IPv4 address in a way that
is no longer used or is the network's own (RFC 3879, RFC 4291 §2.5.5.1, RFC 8215)."""


def is_public(address: str) -> bool:
	"""Return whether an IP address leads to the public network (RFC 6890), whatever it is wrapped in; False for what is
	none."""
	here = _address(address)
	if isinstance(here, ipaddress.IPv6Address):
		wrapped = ipaddress.IPv4Address(int(here) & 0xFFFFFFFF) if here in TRANSLATED else here.sixtofour
		here = wrapped or (here.teredo[1] if here.teredo else here)
	if isinstance(here, ipaddress.IPv6Address) and here not in GLOBAL:
		return False
	return here is not None and here.is_global and not here.is_multicast


def is_private(host: str) -> bool:
	"""Return whether a host is written as an IP address that is not public; False for a name."""
	return _address(host) is not None and not is_public(host)


def without_port(text: str) -> str:
	"""Return an address without the port that some proxies add: `192.0.2.7:443`, `[2001:db8::1]:443` (RFC
	3986 §3.2.2)."""
	if text.startswith("["):
		return text[1:].partition("]")[0]
	return text.partition(":")[0] if text.count(":") == 1 else text


@lru_cache(maxsize=1_024)
def subscriber(address: str) -> str:
	"""Return the address that counts as one caller: an IPv4 address, or a network of 64 bits (RFC 6177)."""
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
