"""H13: a code that was asked for with a challenge is worth its verifier, once; a public client always asks so."""

import pytest

from oauth_plus.tests.browser import Browser, body, sent_to
from oauth_plus.tests.factories import a_public_app, an_app, an_old_app, with_any_session
from oauth_plus.tests.journey import Proof, a_code, ask, redeem, refused, tokens_of
from oauth_plus.tests.ledger import rows_of, would_refuse

CODE = "OAuth Authorization Code"
MAKERS = [an_app, a_public_app]


def test_a_public_client_cannot_ask_without():
	"""H13, RFC 9700 §2.1.1"""
	app = a_public_app()
	for changes in ({}, {"code_challenge": ""}, {"code_challenge_method": "S256"}):
		answer = sent_to(ask(with_any_session(), app, **changes))
		assert answer["error"] == "invalid_request"
	assert not rows_of(app, CODE)


WEAK = {
	"plain": lambda proof: {"code_challenge": proof.verifier, "code_challenge_method": "plain"},
	"left_out": lambda proof: {"code_challenge": proof.challenge},
	"small_letters": lambda proof: {"code_challenge": proof.challenge, "code_challenge_method": "s256"},
	"unknown": lambda proof: {"code_challenge": proof.challenge, "code_challenge_method": "S512"},
	"short": lambda proof: {"code_challenge": "x", "code_challenge_method": "S256"},
	"padded": lambda proof: {"code_challenge": proof.challenge + "=", "code_challenge_method": "S256"},
	"long": lambda proof: {"code_challenge": proof.challenge * 2, "code_challenge_method": "S256"},
	"method_alone": lambda proof: {"code_challenge_method": "plain"},
}


@pytest.mark.parametrize("weak", WEAK.values(), ids=WEAK)
@pytest.mark.parametrize("make", MAKERS)
def test_only_s256_is_taken(make, weak):
	"""H13, RFC 9700 §2.1.1, RFC 7636 §4.3: left out means plain"""
	app = make()
	answer = sent_to(ask(with_any_session(), app, **weak(Proof())))
	assert answer["error"] == "invalid_request"
	assert answer["state"] == "123"
	assert not rows_of(app, CODE)


def test_a_challenge_sent_twice_is_none():
	"""RFC 6749 §3.1: which of them would count?"""
	app, one, two = a_public_app(), Proof(), Proof()
	changes = one.asked | {"code_challenge": [one.challenge, two.challenge]}
	assert sent_to(ask(with_any_session(), app, **changes))["error"] == "invalid_request"
	assert not rows_of(app, CODE)


WRONG = {
	"left_out": None,
	"empty": "",
	"the_challenge": lambda proof: proof.challenge,
	"another": lambda proof: Proof().verifier,
	"cut_short": lambda proof: proof.verifier[:-1],
	"lengthened": lambda proof: proof.verifier + "A",
	"swapped": lambda proof: proof.verifier.swapcase(),
	"a_space_more": lambda proof: proof.verifier + " ",
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("make", MAKERS)
def test_without_the_verifier_the_code_is_lost(make, wrong):
	"""H13, authentik 2023-48228, 2024-23647: and the right one comes too late after a wrong guess"""
	app, proof = make(), Proof()
	code = a_code(app, None, proof)
	verifier = wrong(proof) if callable(wrong) else wrong
	assert refused(redeem(app, code, code_verifier=verifier), "invalid_grant")
	assert refused(redeem(app, code, proof), "invalid_grant")
	assert not rows_of(app)


WEAK_VERIFIERS = {
	"three_letters": "abc",
	"one_too_few": "a" * 42,
	"one_too_many": "a" * 129,
	"a_space": "a" * 42 + " ",
	"padded": "a" * 43 + "=",
	"a_plus": "a" * 43 + "+",
	"no_ascii": "é" * 43,
}


@pytest.mark.parametrize("verifier", WEAK_VERIFIERS.values(), ids=WEAK_VERIFIERS)
@pytest.mark.parametrize("make", MAKERS)
def test_a_verifier_that_could_be_guessed_is_none(make, verifier):
	"""RFC 7636 §4.1: 43 to 128 unreserved characters, though its hash is the challenge"""
	app, proof = make(), Proof(verifier=verifier)
	code = a_code(app, None, proof)
	assert refused(redeem(app, code, proof), "invalid_grant")
	assert refused(redeem(app, code, proof), "invalid_grant")
	assert not rows_of(app)


@pytest.mark.parametrize("verifier", ["a" * 43, "Z" * 128, "-._~" * 11])
def test_every_verifier_of_the_rfc_is_taken(verifier):
	"""RFC 7636 §4.1"""
	app, proof = a_public_app(), Proof(verifier=verifier)
	assert tokens_of(app, redeem(app, a_code(app, None, proof), proof))


def test_an_old_client_goes_on_with_a_short_verifier_and_the_events_say_so():
	app, proof = an_old_app(), Proof(verifier="abc")
	assert tokens_of(app, redeem(app, a_code(app, None, proof), proof))
	assert would_refuse(app) == {"pkce_form"}


@pytest.mark.parametrize("method", ["S256", "plain"])
def test_a_challenge_that_nothing_matches_is_refused_to_old_clients_too(method):
	"""RFC 7636 §4.2"""
	app = an_old_app()
	asked = {"code_challenge": "c" * 200, "code_challenge_method": method}
	assert sent_to(ask(with_any_session(), app, **asked))["error"] == "invalid_request"


def test_a_verifier_for_a_code_without_a_challenge_is_a_downgrade():
	"""H13, RFC 9700 §4.8.2: somebody took the challenge out of the request on its way"""
	app, proof = an_app(), Proof()
	code = a_code(app)
	assert refused(redeem(app, code, proof), "invalid_grant")
	assert not rows_of(app)


def test_a_challenge_at_the_token_endpoint_is_too_late():
	"""RFC 7636 §4.4: it is bound to the code"""
	app, proof = an_app(), Proof()
	code = a_code(app)
	assert refused(redeem(app, code, proof, **proof.asked), "invalid_grant")


def test_one_code_is_not_redeemed_with_the_verifier_of_another():
	"""RFC 7636 §4.6"""
	app, mine, theirs = a_public_app(), Proof(), Proof()
	my_code, their_code = a_code(app, None, mine), a_code(app, None, theirs)
	assert refused(redeem(app, their_code, mine), "invalid_grant")
	assert tokens_of(app, redeem(app, my_code, mine))


def test_a_secret_does_not_stand_in_for_the_verifier():
	"""Spring 2024-22258: a confidential client that asked with a challenge owes it, too"""
	app, proof = an_app(), Proof()
	code = a_code(app, None, proof)
	assert refused(redeem(app, code), "invalid_grant")


def test_the_metadata_says_s256_only():
	"""RFC 9700 §2.1.1"""
	said = body(Browser().get("/.well-known/oauth-authorization-server"))
	assert said["code_challenge_methods_supported"] == ["S256"]


def test_an_old_client_goes_on_and_the_events_say_what_enforce_would_do():
	"""Decision 6: Warn; but a challenge that was sent is a verifier owed, at any gate"""
	app, proof = an_old_app(), Proof(verifier="v" * 43)
	weak = {"code_challenge": proof.verifier, "code_challenge_method": "plain"}
	code = a_code(app, **weak)
	assert tokens_of(app, redeem(app, code, proof))
	assert tokens_of(app, redeem(app, a_code(app), proof))
	assert would_refuse(app) == {"pkce_method", "pkce_downgrade"}
	code = a_code(app, **weak)
	assert refused(redeem(app, code), "invalid_grant")
	assert refused(redeem(app, code, proof), "invalid_grant")
