"""The registry of grant types: a grant is one value, which the endpoint, metadata and registration all read."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from oauth_plus.exceptions import InvalidGrant
from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.grant import Grant, GrantType
from oauth_plus.grants.token_endpoint import GRANTS
from oauth_plus.rules import secret
from oauth_plus.tests.browser import Browser, body
from oauth_plus.tests.factories import a_public_app, a_regular, an_app
from oauth_plus.tests.journey import acts_as, refresh, refused, token_request, tokens_of
from oauth_plus.tests.ledger import recorded

TOY = "urn:example:toy"


def toy(request: ClientRequest, sender: AuthenticatedClient, now: datetime) -> Grant:
	"""The grant of whoever knows the word."""
	if request.form.get("word") != "open sesame":
		raise InvalidGrant("That is not the word")
	return Grant(a_regular(), sender.client.scopes, secret.new_identifier())


@pytest.fixture
def toy_grant() -> Iterator[None]:
	"""One line in the registry, as an app's new grant would have it."""
	GRANTS[TOY] = GrantType(TOY, toy)
	yield
	del GRANTS[TOY]


def test_a_new_grant_is_one_value_in_the_registry(toy_grant):
	app = an_app()
	sent = {"grant_type": TOY, "word": "open sesame"} | app.credentials
	tokens = tokens_of(app, token_request(sent))
	assert acts_as(tokens.access_token) == a_regular()
	assert tokens_of(app, refresh(tokens)).access_token != tokens.access_token
	assert recorded(app, "token_issued", reason=TOY)


def test_what_the_new_grant_refuses_is_refused_and_recorded(toy_grant):
	app = an_app()
	assert refused(token_request({"grant_type": TOY, "word": "please"} | app.credentials), "invalid_grant")
	assert recorded(app, "token_refused", reason="invalid_grant")


def test_who_may_not_authenticate_gets_nothing_of_the_new_grant_either(toy_grant):
	app = an_app()
	sent = {"grant_type": TOY, "word": "open sesame", "client_id": app.client_id}
	assert refused(token_request(sent), "invalid_client", 401)


def test_metadata_name_the_new_grant_while_it_is_there(toy_grant):
	for path in ("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"):
		assert TOY in body(Browser().get(path))["grant_types_supported"]


def test_without_its_line_the_grant_is_unknown():
	app = a_public_app()
	sent = {"grant_type": TOY, "word": "open sesame"} | app.credentials
	assert refused(token_request(sent), "unsupported_grant_type")
	assert TOY not in body(Browser().get("/.well-known/openid-configuration"))["grant_types_supported"]
