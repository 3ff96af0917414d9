"""frappectl: a program at a terminal, whose logout sends the token and nothing else."""

import pytest

from oauth_plus.tests.browser import OAUTH, Browser, sent_to
from oauth_plus.tests.factories import a_public_app, an_app, signed_in, with_any_session
from oauth_plus.tests.journey import Proof, acts_as, ask, decide, redeem, refresh, refused, sign_in, tokens_of


def log_out(token: str):
	return Browser().post(OAUTH + "revoke_token", {"token": token})


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_its_logout_ends_the_grant_by_the_token_alone(which):
	"""To name a public client proves less than to hold its token"""
	app = a_public_app(
		redirect_uris="http://127.0.0.1/callback", default_redirect_uri="http://127.0.0.1/callback"
	)
	tokens = sign_in(app)
	assert log_out(getattr(tokens, which)).status_code == 200
	assert acts_as(tokens.access_token) is None
	assert refused(refresh(tokens), "invalid_grant")


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_of_a_client_that_has_a_secret_the_secret_is_owed(which):
	"""RFC 7009 §2.1"""
	tokens = sign_in(an_app())
	assert refused(log_out(getattr(tokens, which)), "invalid_client", 401)
	assert acts_as(tokens.access_token)


@pytest.mark.parametrize("token", ["", "unknown", "x" * 200])
def test_what_is_nobodys_token_ends_nothing(token):
	answer = log_out(token)
	assert answer.status_code in (400, 401)


def test_another_public_client_ends_nothing():
	tokens, other = sign_in(a_public_app()), a_public_app()
	answer = Browser().post(
		OAUTH + "revoke_token", {"token": tokens.access_token, "client_id": other.client_id}
	)
	assert refused(answer, "unauthorized_client")
	assert acts_as(tokens.access_token)


@pytest.mark.parametrize("port", ["", ":33418", ":59656"])
def test_it_listens_on_whichever_port_is_free(port):
	"""RFC 8252 §7.3"""
	app, browser, proof = a_public_app(redirect_uris="http://127.0.0.1/callback"), signed_in(), Proof()
	uri = f"http://127.0.0.1{port}/callback"
	code = sent_to(decide(browser, ask(browser, app, redirect_uri=uri, **proof.asked)))["code"]
	assert tokens_of(app, redeem(app, code, proof, redirect_uri=uri))


@pytest.mark.parametrize("host", ["app.localhost", "erp.test.localhost"])
def test_a_developers_bench_is_on_this_machine_too(host):
	"""RFC 6761 §6.3"""
	app = a_public_app(redirect_uris=f"http://{host}/cb", default_redirect_uri=f"http://{host}/cb")
	answer = ask(with_any_session(), app, redirect_uri=f"http://{host}:8001/cb", **Proof().asked)
	assert "The answer goes to a program on this computer" in answer.text
