"""Which addresses a client may call from."""

import pytest

from oauth_plus.rules import networks
from oauth_plus.rules.networks import OWN_NETWORKS, origin, subscriber


@pytest.mark.parametrize(
	("allowed", "address", "is_in"),
	[
		([], "192.0.2.1", True),
		([], "", True),
		(["192.0.2.0/24"], "192.0.2.255", True),
		(["192.0.2.0/24"], "192.0.3.0", False),
		(["192.0.2.1/24"], "192.0.2.9", True),
		(["192.0.2.1"], "192.0.2.1", True),
		(["192.0.2.1"], "::ffff:192.0.2.1", True),
		(["2001:db8::/32"], "2001:db8:1::1", True),
		(["0.0.0.0/0"], "2001:db8::1", False),
		(["192.0.2.0/24"], "", False),
		(["192.0.2.0/24"], "nonsense", False),
		(["nonsense"], "192.0.2.1", False),
		(["nonsense", "192.0.2.1"], "192.0.2.1", True),
	],
)
def test_an_address_is_in_one_of_the_networks(allowed: list[str], address: str, is_in: bool) -> None:
	assert networks.includes(allowed, address) is is_in


def test_what_is_no_network_is_named() -> None:
	assert networks.unfit(["192.0.2.0/24", "192.0.2.0/33", "::1", "x", ""]) == ["192.0.2.0/33", "x", ""]


ORIGINS = {
	"nobody_between": ("203.0.113.9", "", "203.0.113.9"),
	"a_header_of_a_stranger": ("203.0.113.9", "192.0.2.7", "203.0.113.9"),
	"the_proxy_of_a_bench": ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
	"a_socket_on_this_machine": ("", "203.0.113.9", "203.0.113.9"),
	"a_proxy_that_appends": ("127.0.0.1", "192.0.2.7, 203.0.113.9", "203.0.113.9"),
	"two_proxies_in_containers": ("172.18.0.3", "192.0.2.7, 203.0.113.9, 172.18.0.5", "203.0.113.9"),
	"somebody_on_the_same_network": ("127.0.0.1", "10.0.0.7", "10.0.0.7"),
	"the_machine_itself": ("127.0.0.1", "", "127.0.0.1"),
	"a_port": ("127.0.0.1", "203.0.113.9:4711", "203.0.113.9"),
	"ipv6": ("::1", "192.0.2.7, 2001:db8::1", "2001:db8::1"),
	"ipv6_with_a_port": ("::1", "[2001:db8::1]:4711", "2001:db8::1"),
	"mapped": ("::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"),
	"blanks": ("127.0.0.1", " , ,203.0.113.9 , ", "203.0.113.9"),
	"nothing": ("", "", ""),
}


@pytest.mark.parametrize(("peer", "forwarded", "seen"), ORIGINS.values(), ids=ORIGINS)
def test_the_origin_is_the_last_address_that_a_proxy_has_seen(peer: str, forwarded: str, seen: str) -> None:
	"""B28, RFC 9700 §4.13"""
	assert origin(peer, forwarded, OWN_NETWORKS) == seen


def test_a_site_says_which_proxies_it_has() -> None:
	"""Those at a content delivery network, or none at all"""
	chain = "192.0.2.7, 203.0.113.9, 198.51.100.4"
	assert origin("127.0.0.1", chain, OWN_NETWORKS) == "198.51.100.4"
	assert origin("127.0.0.1", chain, ("127.0.0.1", "198.51.100.0/24")) == "203.0.113.9"
	assert origin("127.0.0.1", chain, ()) == "127.0.0.1"
	assert origin("127.0.0.1", chain, ("damaged",)) == "127.0.0.1"


@pytest.mark.parametrize(
	("address", "who"),
	[
		("203.0.113.9", "203.0.113.9"),
		("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
		("::ffff:203.0.113.9", "203.0.113.9"),
		("", ""),
		("nonsense", "nonsense"),
	],
)
def test_a_subscriber_counts_once_however_many_addresses_it_has(address: str, who: str) -> None:
	assert subscriber(address) == who


@pytest.mark.parametrize(
	("address", "is_public"),
	[
		("93.184.216.34", True),
		("2606:2800:220:1::1", True),
		("127.0.0.1", False),
		("10.1.2.3", False),
		("169.254.169.254", False),
		("100.64.0.1", False),
		("0.0.0.0", False),
		("224.0.0.1", False),
		("255.255.255.255", False),
		("::1", False),
		("::", False),
		("fe80::1", False),
		("fd00::1", False),
		("::ffff:10.0.0.1", False),
		("64:ff9b::7f00:1", False),
		("64:ff9b::5db8:d822", True),
		("2002:7f00:1::", False),
		("::7f00:1", False),
		("::ffff:0:10.0.0.1", False),
		("::5efe:a00:1", False),
		("64:ff9b:1::a00:1", False),
		("fec0::1", False),
		("ff0e::1", False),
		("localhost", False),
		("", False),
	],
)
def test_an_address_is_public_whatever_it_is_wrapped_in(address: str, is_public: bool) -> None:
	"""RFC 6890, RFC 6052, RFC 3056, RFC 3879, RFC 4291 §2.5.5.1, RFC 8215, RFC 5214"""
	assert networks.is_public(address) is is_public
