"""H6: a refresh token works for the client that it was issued to; stock gave it to whoever brought it."""

import pytest

from oauth_plus.tests.factories import a_public_app, a_regular, an_app, an_old_app
from oauth_plus.tests.journey import Tokens, acts_as, refresh, refused, sign_in, token_request, tokens_of
from oauth_plus.tests.ledger import events_of, rows_of, state

OWNERS = [an_app, an_old_app, a_public_app]


def stolen(tokens: Tokens, thief) -> Tokens:
	"""The same tokens in other hands."""
	return Tokens(thief, tokens.access_token, tokens.refresh_token, {})


@pytest.mark.parametrize("thiefs", OWNERS)
@pytest.mark.parametrize("owners", OWNERS)
def test_another_client_gets_nothing_and_the_owner_loses_nothing(owners, thiefs):
	"""H6, RFC 6749 §6, §10.4: closed for old clients, too"""
	owner, thief = owners(), thiefs()
	tokens = sign_in(owner)
	before = state()
	assert refused(refresh(stolen(tokens, thief)), "invalid_grant")
	assert state() == before
	assert acts_as(tokens.access_token) == a_regular()
	assert tokens_of(owner, refresh(tokens))
	[refusal] = events_of(thief, event="token_refused")
	assert refusal.cause == "The refresh token was issued to another client"


@pytest.mark.parametrize("thiefs", OWNERS)
def test_nor_does_it_with_basic_or_with_two_names(thiefs):
	"""H6, RFC 6749 §2.3"""
	owner, thief = an_app(), thiefs()
	tokens = sign_in(owner)
	form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token}
	answer = token_request(form, headers=thief.basic)
	assert refused(answer, "invalid_grant")
	answer = token_request(form | {"client_id": owner.client_id}, headers=thief.basic)
	assert refused(answer, "invalid_request")
	assert not rows_of(thief)
	assert tokens_of(owner, refresh(tokens))


def test_a_new_clients_refresh_token_alone_is_worth_nothing():
	"""C4, H6: whose it is does not prove who asks"""
	tokens = sign_in(an_app())
	answer = token_request({"grant_type": "refresh_token", "refresh_token": tokens.refresh_token})
	assert refused(answer, "invalid_client", 401)


@pytest.mark.parametrize("owners", OWNERS)
def test_an_access_token_is_no_refresh_token_and_the_other_way_round(owners):
	"""RFC 6749 §1.5"""
	app = owners()
	tokens = sign_in(app)
	assert refused(refresh(tokens, refresh_token=tokens.access_token), "invalid_grant")
	assert acts_as(tokens.refresh_token) is None


@pytest.mark.parametrize("owners", OWNERS)
def test_a_code_is_no_refresh_token_and_no_bearer(owners):
	from oauth_plus.tests.journey import Proof, a_code, redeem

	app, proof = owners(), Proof()
	code = a_code(app, None, proof)
	form = {"grant_type": "refresh_token", "refresh_token": code} | app.credentials
	assert refused(token_request(form), "invalid_grant")
	assert acts_as(code) is None
	assert tokens_of(app, redeem(app, code, proof))
