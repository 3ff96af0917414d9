"""C2: what a request names is text to be compared, never a filter that the database runs."""

import pytest

from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import a_public_app, an_app, an_old_app
from oauth_plus.tests.journey import Proof, a_code, acts_as, introspect, refused, sign_in
from oauth_plus.tests.ledger import rows_of, state

FILTERS = [
	["like", "%"],
	["!=", ""],
	["is", "set"],
	{"like": "%"},
	[["access_token", "like", "%"]],
	{"access_token": ["like", "%"]},
	True,
	0,
	None,
]

TEXTS = [
	'["like", "%"]',
	'{"like": "%"}',
	'["!=", ""]',
	'[["access_token", "like", "%"]]',
	"%",
	"%%%",
	"_" * 43,
	"' OR '1'='1",
	'" OR ""="',
	"\\",
	"*",
]


@pytest.mark.parametrize("make", [an_app, an_old_app])
@pytest.mark.parametrize("json", FILTERS)
@pytest.mark.parametrize("endpoint", ["introspect_token", "revoke_token", "get_token"])
def test_a_json_body_is_never_a_filter(make, json, endpoint):
	"""C2: a guest's JSON went to the database as it stood"""
	app = make()
	tokens = sign_in(app)
	before = state()
	sent = {"token": json, "refresh_token": json, "grant_type": "refresh_token"} | app.credentials
	for headers in ({}, app.basic):
		answer = Browser().post(OAUTH + endpoint, json=sent, headers=headers)
		assert refused(answer, "invalid_request", 415)
	assert state() == before
	assert acts_as(tokens.access_token)


@pytest.mark.parametrize("make", [an_app, an_old_app])
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_looks_like_a_filter_is_an_unknown_token(make, text):
	"""C2, RFC 7662 §2.2"""
	app = make()
	tokens = sign_in(app)
	before = state()
	assert body(introspect(app, text)) == {"active": False}
	form = {"token": text} | app.credentials
	assert Browser().post(OAUTH + "revoke_token", form).status_code == 200
	form = {"grant_type": "refresh_token", "refresh_token": text} | app.credentials
	assert refused(Browser().post(OAUTH + "get_token", form), "invalid_grant")
	form = {"grant_type": "authorization_code", "code": text, "redirect_uri": app.redirect_uri}
	assert refused(Browser().post(OAUTH + "get_token", form | app.credentials), "invalid_grant")
	assert state() == before
	assert acts_as(tokens.access_token)


@pytest.mark.parametrize("text", TEXTS)
def test_a_client_id_that_looks_like_a_filter_is_an_unknown_client(text):
	"""C2"""
	form = {"token": "x", "client_id": text, "client_secret": text}
	an_app()
	assert refused(Browser().post(OAUTH + "introspect_token", form), "invalid_client", 401)
	answer = Browser().get(OAUTH + "authorize", {"client_id": text, "response_type": "code"})
	assert answer.status_code == 400


@pytest.mark.parametrize("name", ["token[]", "token[like]", "token.like", "filters", "fields"])
def test_brackets_in_a_name_make_no_list(name):
	app = an_app()
	sign_in(app)
	answer = Browser().post(OAUTH + "introspect_token", {name: "%"} | app.credentials)
	assert refused(answer, "invalid_request")


def test_a_verifier_that_looks_like_a_filter_is_a_wrong_verifier():
	"""C2, H13"""
	app, proof = a_public_app(), Proof()
	code = a_code(app, proof=proof)
	form = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect_uri}
	form |= {"code_verifier": '["like", "%"]'} | app.credentials
	assert refused(Browser().post(OAUTH + "get_token", form), "invalid_grant")
	assert not rows_of(app)
