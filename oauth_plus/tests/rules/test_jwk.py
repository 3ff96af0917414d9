"""RFC 7517, RFC 7518 §6, RFC 7638."""

import base64

import pytest

from oauth_plus.rules import jwk

RFC_7638 = {
	"kty": "RSA",
	"n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCi"
	"FV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c"
	"7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF4"
	"4-csFCur-kEgU8awapJzKnqDKgw",
	"e": "AQAB",
	"alg": "RS256",
	"kid": "2011-04-29",
}

EC_X, EC_Y = "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4", "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
"""RFC 7517 Appendix A.1."""


def number(text: str) -> int:
	return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


def test_the_thumbprint_of_the_rfc() -> None:
	"""RFC 7638 §3.1: alg and kid do not count"""
	assert jwk.thumbprint(RFC_7638) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


def test_the_order_of_members_does_not_count() -> None:
	"""RFC 7638 §3"""
	turned = dict(reversed(RFC_7638.items()))
	assert jwk.thumbprint(turned) == jwk.thumbprint(RFC_7638)


def test_a_private_member_does_not_count() -> None:
	"""RFC 7638 §3.2.1: a pair and its public half have one name"""
	assert jwk.thumbprint(RFC_7638 | {"d": "secret"}) == jwk.thumbprint(RFC_7638)


def test_the_members_of_an_rsa_key() -> None:
	"""RFC 7518 §6.3.1"""
	made = jwk.rsa(number(RFC_7638["n"]), 65537)
	assert made == {name: RFC_7638[name] for name in ("kty", "n", "e")}


def test_the_members_of_a_key_on_p256() -> None:
	"""RFC 7518 §6.2.1, RFC 7517 Appendix A.1"""
	assert jwk.p256(number(EC_X), number(EC_Y)) == {"kty": "EC", "crv": "P-256", "x": EC_X, "y": EC_Y}


def test_a_short_coordinate_keeps_its_zeros() -> None:
	"""RFC 7518 §6.2.1.2: 32 octets, always"""
	made = jwk.p256(1, 2)
	assert len(made["x"]) == len(made["y"]) == 43
	assert number(made["x"]) == 1


def test_a_type_that_we_do_not_make_has_no_name() -> None:
	with pytest.raises(KeyError):
		jwk.thumbprint({"kty": "oct", "k": "secret"})
