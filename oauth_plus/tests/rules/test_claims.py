"""Which claims a scope gives (OpenID Connect Core §5.4)."""

import pytest

from oauth_plus.rules import claims

ALL = {"sub": "1", "iss": "i", "name": "n", "picture": "p", "email": "e", "roles": ["r"], "made_up": 1}


@pytest.mark.parametrize(
	("scopes", "given"),
	[
		(["openid"], {"sub", "iss"}),
		(["openid", "profile"], {"sub", "iss", "name", "picture", "made_up"}),
		(["openid", "email"], {"sub", "iss", "email"}),
		(["openid", "roles"], {"sub", "iss", "roles"}),
		(["all"], set(ALL)),
		([], {"sub", "iss"}),
	],
)
def test_a_scope_gives_its_claims(scopes: list[str], given: set[str]) -> None:
	assert set(claims.given(ALL, scopes)) == given


def test_what_an_app_adds_replaces_nothing_that_makes_the_token() -> None:
	added = {"card": 7, "name": "other", "sub": "2", "iss": "evil", "aud": "x", "exp": 9, "nonce": "y"}
	assert claims.joined(ALL, added) == {**ALL, "card": 7, "name": "other"}
