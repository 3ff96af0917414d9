"""Which addresses a client may call from."""

import pytest

from oauth_plus.rules import networks


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
def test_an_address_is_in_one_of_the_networks(allowed, address, is_in):
	assert networks.includes(allowed, address) is is_in


def test_what_is_no_network_is_named():
	assert networks.unfit(["192.0.2.0/24", "192.0.2.0/33", "::1", "x", ""]) == ["192.0.2.0/33", "x", ""]
