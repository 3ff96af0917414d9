"""Which addresses a client may call from."""

import ipaddress
from collections.abc import Iterable


def unfit(networks: Iterable[str]) -> list[str]:
	"""Those that are neither an address nor a network."""
	return [each for each in networks if _network(each) is None]


def includes(networks: Iterable[str], address: str) -> bool:
	"""Is the address in one of the networks? No networks stand for all; one that is damaged includes nothing."""
	allowed = tuple(networks)
	if not allowed:
		return True
	try:
		here = ipaddress.ip_address(address)
	except ValueError:
		return False
	here = getattr(here, "ipv4_mapped", None) or here
	found = filter(None, map(_network, allowed))
	return any(here.version == network.version and here in network for network in found)


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
	try:
		return ipaddress.ip_network(text, strict=False)
	except ValueError:
		return None
