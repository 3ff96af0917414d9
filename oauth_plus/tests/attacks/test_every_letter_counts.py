"""C3: the database's collation knows no letter case, no accent and no space at the end; we do."""

import pytest

from oauth_plus.tests.browser import body
from oauth_plus.tests.factories import a_public_app, an_app, an_old_app, with_any_session
from oauth_plus.tests.journey import (
	Proof,
	Tokens,
	a_code,
	acts_as,
	ask,
	call,
	introspect,
	redeem,
	refresh,
	refused,
	revoke,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import rows_of

IN_A_HEADER = {
	"swapped": str.swapcase,
	"accent": lambda text: text + "\u0301",
	"zero_width": lambda text: text + "\u200b",
}
IN_A_FORM = IN_A_HEADER | {
	"space_at_the_end": lambda text: text + " ",
	"space_before": lambda text: " " + text,
}


@pytest.fixture(params=IN_A_FORM.values(), ids=IN_A_FORM)
def alike(request):
	"""A change that MariaDB's comparison may not see."""
	return request.param


@pytest.fixture(params=[an_app, an_old_app])
def app(request):
	"""New and old: this hole is closed for everyone."""
	return request.param()


@pytest.mark.parametrize("alike", IN_A_HEADER.values(), ids=IN_A_HEADER)
def test_a_bearer_in_other_letters_is_refused(app, alike):
	"""C3"""
	token = alike(sign_in(app).access_token).encode().decode("latin-1")
	assert refused(call(token), "invalid_token", 401)


def test_a_refresh_token_in_other_letters_is_refused_and_harms_nobody(app, alike):
	"""C3"""
	tokens = sign_in(app)
	changed = Tokens(app, tokens.access_token, alike(tokens.refresh_token), {})
	assert refused(refresh(changed), "invalid_grant")
	assert tokens_of(app, refresh(tokens))


def test_a_code_in_other_letters_is_refused_and_harms_nobody(app, alike):
	"""C3"""
	code = a_code(app)
	assert refused(redeem(app, alike(code)), "invalid_grant")
	assert tokens_of(app, redeem(app, code))


def test_a_token_in_other_letters_is_unknown_to_introspection_and_revocation(app, alike):
	"""C3"""
	tokens = sign_in(app)
	for token in (tokens.access_token, tokens.refresh_token):
		assert body(introspect(app, alike(token))) == {"active": False}
		assert revoke(app, alike(token)).status_code == 200
	assert acts_as(tokens.access_token)


def test_a_client_id_in_other_letters_is_unknown(app, alike):
	"""C3"""
	code, changed = a_code(app), alike(app.client_id)
	assert refused(redeem(app, code, client_id=changed), "invalid_client", 401)
	assert ask(with_any_session(), app, client_id=changed).status_code == 400
	assert not rows_of(app)
	assert tokens_of(app, redeem(app, code))


def test_a_client_secret_in_other_letters_is_wrong(alike):
	"""C3, C4"""
	app = an_app()
	code = a_code(app)
	assert refused(redeem(app, code, client_secret=alike(app.client_secret)), "invalid_client", 401)
	assert tokens_of(app, redeem(app, code))


def test_a_verifier_in_other_letters_is_wrong(alike):
	"""C3, H13"""
	app, proof = a_public_app(), Proof()
	code = a_code(app, proof=proof)
	assert refused(redeem(app, code, Proof(alike(proof.verifier))), "invalid_grant")
	assert not rows_of(app)
