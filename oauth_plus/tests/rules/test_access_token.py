"""Claims of a JWT access token (RFC 9068 §2.2), and what is read of a text before anything of it is believed."""

import base64
import json
from typing import Any

import pytest

from oauth_plus.rules.access_token import LONGEST, claims, unverified

SITE = "https://erp.example.com"


def made(**changes: Any) -> dict[str, Any]:
	return claims(
		**{
			"issuer": SITE,
			"subject": "s",
			"resources": (),
			"client_id": "c",
			"scopes": ("all", "openid"),
			"issued_at": 1_000,
			"lifetime": 60,
			"token_id": "j",
		}
		| changes
	)


def part(value: Any) -> str:
	return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_the_claims_are_those_of_the_rfc():
	assert made() == {
		"iss": SITE,
		"sub": "s",
		"aud": SITE,
		"client_id": "c",
		"scope": "all openid",
		"iat": 1_000,
		"exp": 1_060,
		"jti": "j",
	}


@pytest.mark.parametrize(
	("resources", "audience"),
	[((), SITE), ((f"{SITE}/api",), f"{SITE}/api"), ((f"{SITE}/a", f"{SITE}/b"), [f"{SITE}/a", f"{SITE}/b"])],
)
def test_the_audience_is_what_the_token_is_for(resources: tuple[str, ...], audience: str | list[str]):
	"""RFC 9068 §3: the site where nothing is named"""
	assert made(resources=resources)["aud"] == audience


def test_a_text_of_this_type_can_be_read():
	assert unverified(f"{part({'typ': 'at+jwt'})}.{part({'jti': 'j'})}.x") == {"jti": "j"}


@pytest.mark.parametrize(
	"text",
	[
		"",
		"opaque",
		"a.b.c",
		"é.é.é",
		"..",
		f"{part({'typ': 'JWT'})}.{part({'jti': 'j'})}.x",
		f"{part({'typ': 'at+jwt'})}.{part(['jti'])}.x",
		f"{part({'typ': 'at+jwt'})}.{part({'jti': 'j'})}.x.y",
		f"{part(['typ'])}.{part({'jti': 'j'})}.x",
		f"{part({'typ': 'at+jwt'})}.{part({'jti': 'j' * LONGEST})}.x",
		f"{base64.urlsafe_b64encode(b'[' * 3_000).decode()}.e30.x",
	],
)
def test_of_any_other_text_nothing_is_read(text: str):
	assert unverified(text) == {}
