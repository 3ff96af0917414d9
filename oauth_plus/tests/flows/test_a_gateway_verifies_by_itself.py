"""The code for gateways in docs/integrators/gateways.md, as it stands: what it believes, and what it does not."""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import jwt
import pytest

from oauth_plus.tests.attacks.test_a_jwt_is_no_more_than_its_row import FORGED
from oauth_plus.tests.documents import ROOT
from oauth_plus.tests.dpop import TOKEN, a_proof
from oauth_plus.tests.factories import a_gateway, a_jwt_app, an_app
from oauth_plus.tests.journey import Tokens, a_code, revoke, sign_in, token_request, tokens_of
from oauth_plus.tests.keys import signed_by_the_site
from oauth_plus.tests.served import served_as_issuer
from oauth_plus.tests.test_documents import Shell

PAGE = ROOT / "docs/integrators/gateways.md"

TODO = "/api/resource/ToDo"


@dataclass
class Gateway:
	"""The code of the page, of which nothing was changed."""

	verified: Callable[[str], dict[str, Any]]
	may: Callable[[str, str], bool]


@pytest.fixture(scope="module")
def address(site: str) -> Iterator[str]:
	"""Where the site is served, which is its issuer meanwhile."""
	with served_as_issuer(site) as address:
		yield address


@pytest.fixture(scope="module")
def tokens(address: str) -> Tokens:
	return sign_in(a_jwt_app())


@pytest.fixture(scope="module")
def gateway(address: str) -> Gateway:
	"""As its developer copies it."""
	[code] = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
	found: dict[str, Any] = {}
	with pytest.MonkeyPatch.context() as environment:
		environment.setenv("SITE", address)
		environment.delenv("RESOURCE", raising=False)
		exec(compile(code, str(PAGE), "exec"), found)
	return Gateway(found["verified"], found["may"])


def test_it_believes_what_the_site_has_signed(gateway, tokens, address):
	claims = gateway.verified(tokens.access_token)
	assert claims["iss"] == claims["aud"] == address
	assert claims["client_id"] == tokens.app.client_id
	assert gateway.may(tokens.access_token, "all")
	assert not gateway.may(tokens.access_token, "other")


UNKNOWN_TO_GATEWAYS = (
	"the site's own key",
	"a later exp",
	"another user",
	"the jti of another",
	"another padding",
)
"""What only this site can tell: whoever has its key signs what they like, and a signature may be padded."""

FOR_GATEWAYS = {name: forge for name, forge in FORGED.items() if name not in UNKNOWN_TO_GATEWAYS}


@pytest.mark.parametrize("forge", FOR_GATEWAYS.values(), ids=FOR_GATEWAYS)
def test_it_believes_nothing_that_is_forged(gateway, tokens, forge):
	assert not gateway.may(forge(tokens.access_token), "all")


def test_it_believes_no_other_kind_of_token(gateway, tokens, address):
	"""RFC 9068 §4, RFC 8725 §3.11"""
	id_token = tokens.answer["id_token"]
	claims = jwt.decode(tokens.access_token, options={"verify_signature": False})
	logout = signed_by_the_site(claims, typ="logout+jwt")
	for other in (id_token, logout, tokens.refresh_token, sign_in(an_app()).access_token):
		assert not gateway.may(other, "all")


def test_a_token_that_is_bound_to_a_key_is_no_bearer_token(gateway, address):
	"""RFC 9449 §7.2; Duende 2024-49755"""
	app = a_jwt_app()
	form = {"grant_type": "authorization_code", "code": a_code(app), "redirect_uri": app.redirect_uri}
	proof = {"DPoP": a_proof(htu=address + TOKEN)}
	bound = tokens_of(app, token_request(form | app.credentials, headers=proof))
	assert bound.answer["token_type"] == "DPoP"
	assert not gateway.may(bound.access_token, "all")


def test_it_believes_no_token_for_another_resource(gateway, address):
	bound = sign_in(a_jwt_app(), resource=f"{address}{TODO}").access_token
	assert not gateway.may(bound, "all")


@pytest.mark.parametrize(
	("changes", "is_believed"),
	[
		({"exp": -50}, True),
		({"exp": -70}, False),
		({"iat": 50}, True),
		({"iat": 70}, False),
		({"nbf": 50}, True),
		({"nbf": 70}, False),
	],
	ids=str,
)
def test_clocks_may_differ_by_a_minute(gateway, tokens, changes, is_believed):
	now = int(time.time())
	claims = jwt.decode(tokens.access_token, options={"verify_signature": False})
	claims |= {name: now + seconds for name, seconds in changes.items()}
	assert gateway.may(signed_by_the_site(claims, typ="at+jwt"), "all") is is_believed


@pytest.mark.parametrize("name", ["iss", "aud", "sub", "client_id", "iat", "exp", "jti"])
def test_it_believes_nothing_that_lacks_a_claim(gateway, tokens, name):
	claims = jwt.decode(tokens.access_token, options={"verify_signature": False})
	del claims[name]
	assert not gateway.may(signed_by_the_site(claims, typ="at+jwt"), "all")


def test_it_goes_on_believing_what_has_ended_until_it_expires(gateway):
	"""As the page says"""
	tokens = sign_in(a_jwt_app())
	assert revoke(tokens.app, tokens.access_token).status_code == 200
	claims = gateway.verified(tokens.access_token)
	assert claims["exp"] - claims["iat"] == tokens.answer["expires_in"]


def test_the_command_for_an_exchange_works_as_it_stands(address):
	app = an_app()
	gateway, token = a_gateway(app), sign_in(app).access_token
	secret = {"CLIENT_ID": gateway.client_id, "CLIENT_SECRET": gateway.client_secret}
	shell = Shell("gateways", SITE=address, ACCESS_TOKEN=token, RESOURCE=f"{address}{TODO}", **secret)
	said = json.loads(shell.run("token-exchange"))
	assert "error" not in said, said
	assert said["scope"] == "doctype:ToDo:read"
	assert {"access_token", "issued_token_type", "token_type", "expires_in", "scope"} == said.keys()
