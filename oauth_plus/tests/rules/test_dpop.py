"""Proofs of possession as values (RFC 9449 §4)."""

from datetime import datetime, timezone
from typing import Any

import pytest

from oauth_plus.rules import dpop, jws, web_address
from oauth_plus.rules.dpop import SentProof
from oauth_plus.rules.jws import UnfitToken

PROOF = (
	"eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0RscEJo"
	"RjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19."
	"eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29tL3Rva2VuIiwiaWF0"
	"IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJK70nfbV37xRZT3Lg"
)
"""RFC 9449 §4.1."""

SITE = "https://server.example.com"
SENT = SentProof(PROOF, "POST", "/token")
NOW = datetime.fromtimestamp(1562262616, timezone.utc)


def judged(claims: dict[str, Any], sent: SentProof = SENT, token: str | None = None) -> str:
	return dpop.require_fit(claims, sent, [SITE], token, NOW)


def claims(**changes: Any) -> dict[str, Any]:
	return jws.part(PROOF, 1) | changes


def test_the_proof_of_the_rfc() -> None:
	"""RFC 9449 §4.1, §6.1"""
	header = dpop.header_of(PROOF)
	assert dpop.thumbprint(header) == "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"
	assert judged(claims()) == "-BwC3ESc6acc2lTc"


def test_the_hash_of_the_rfcs_access_token() -> None:
	"""RFC 9449 §7.1"""
	token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU"
	assert judged(claims(ath="fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo"), token=token)
	with pytest.raises(UnfitToken, match="ath"):
		judged(claims(), token=token)


@pytest.mark.parametrize(
	("seconds", "is_fit"), [(0, True), (60, True), (-60, True), (61, False), (-61, False)]
)
def test_clocks_may_differ_by_a_minute(seconds: int, is_fit: bool) -> None:
	"""RFC 9449 §11.1"""
	changed = claims(iat=NOW.timestamp() + seconds)
	if is_fit:
		assert judged(changed)
		assert 1 <= dpop.seconds_left(changed, NOW) <= 121
	else:
		with pytest.raises(UnfitToken, match="iat"):
			judged(changed)


@pytest.mark.parametrize(
	("address", "same"),
	[
		("https://server.example.com/a/b", True),
		("HTTPS://Server.Example.COM/a/b", True),
		("https://server.example.com:443/a/b", True),
		("https://server.example.com/a/./b", True),
		("https://server.example.com/a/c/../b", True),
		("https://server.example.com/%61/b", True),
		("https://server.example.com/a/b?x=1", True),
		("https://server.example.com/a/b#x", True),
		("https://server.example.com/a/b/", False),
		("https://server.example.com/A/b", False),
		("https://server.example.com/a%2Fb", False),
		("https://server.example.com:8443/a/b", False),
		("https://server.example.com.evil.org/a/b", False),
		("https://server.example.com@evil.org/a/b", False),
		("https://x@server.example.com/a/b", False),
		("http://server.example.com/a/b", False),
		("ftp://server.example.com/a/b", False),
		("//server.example.com/a/b", False),
		("/a/b", False),
		("https:///a/b", False),
		("https://[::::]/a/b", False),
		("https://server.example.com:99999/a/b", False),
		("https://server.example.com/a/b\n", False),
		("https://sérver.example.com/a/b", False),
		("", False),
	],
)
def test_addresses_are_compared_as_they_mean(address: str, same: bool) -> None:
	"""RFC 9449 §4.3, 9; RFC 3986 §6.2.2, §6.2.3"""
	assert (web_address.normalised(address) == "https://server.example.com/a/b") is same


def test_an_empty_path_is_the_root() -> None:
	"""RFC 3986 §6.2.3"""
	assert web_address.normalised("https://a.example") == web_address.normalised("https://a.example/")
	assert web_address.normalised("http://[::1]:80/x") == "http://[::1]/x"
	assert web_address.normalised("https://a.example/b/..") == "https://a.example/"
	assert web_address.normalised("https://a.example/../..") == "https://a.example/"
	assert web_address.normalised("https://a.example/%c3%bc") == "https://a.example/%C3%BC"


def test_one_of_the_sites_addresses_is_enough() -> None:
	assert dpop.require_fit(claims(), SENT, ["https://erp.example.com", SITE], None, NOW)
	with pytest.raises(UnfitToken, match="htu"):
		dpop.require_fit(claims(), SENT, ["https://erp.example.com"], None, NOW)
	with pytest.raises(UnfitToken, match="htu"):
		dpop.require_fit(claims(), SENT, [], None, NOW)


def test_a_token_that_is_bound_to_nothing_confirms_nothing() -> None:
	"""RFC 9449 §6.1"""
	assert dpop.confirmation("") == {}
	assert dpop.confirmation("x") == {"cnf": {"jkt": "x"}}


def test_no_representation_shows_a_proof() -> None:
	assert PROOF not in repr(SENT)
