"""H3, H4: of many who redeem one code at once, one gets tokens; and whoever comes second ends them."""

import pytest

from oauth_plus.tests.browser import at_once
from oauth_plus.tests.factories import a_public_app, an_app, an_old_app
from oauth_plus.tests.journey import Proof, a_code, acts_as, redeem, refresh, refused, sign_in, tokens_of
from oauth_plus.tests.ledger import events_of, recorded, rows_of, would_refuse

ROUNDS, PARALLEL = 6, 4


@pytest.mark.parametrize("make", [an_app, an_old_app, a_public_app])
def test_many_at_once_get_one_pair_between_them(make):
	"""H3: stock gave each a pair, in ten rounds of ten"""
	app = make()
	for _round in range(ROUNDS):
		proof = Proof()
		code = a_code(app, None, proof)
		before = len(rows_of(app))
		answers = at_once(*[lambda code=code, proof=proof: redeem(app, code, proof)] * PARALLEL)
		assert sorted(answer.status_code for answer in answers) == [200, *[400] * (PARALLEL - 1)]
		for answer in answers:
			assert answer.status_code == 200 or refused(answer, "invalid_grant")
		assert len(rows_of(app)) == before + 1


def test_the_pair_that_a_race_gave_is_ended_by_those_who_lost_it():
	"""H4, RFC 9700 §4.2.4: one of them was a thief, and nobody knows which"""
	app = an_app()
	code = a_code(app)
	answers = at_once(*[lambda: redeem(app, code)] * PARALLEL)
	[winner] = [tokens_of(app, answer) for answer in answers if answer.status_code == 200]
	assert acts_as(winner.access_token) is None
	assert refused(refresh(winner), "invalid_grant")


@pytest.mark.parametrize("make", [an_app, a_public_app])
def test_a_second_use_is_refused_and_ends_what_the_first_gave(make):
	"""H4, RFC 6749 §4.1.2, RFC 9700 §4.2.4"""
	app, proof = make(), Proof()
	code = a_code(app, None, proof)
	first = tokens_of(app, redeem(app, code, proof))
	second = tokens_of(app, refresh(first))
	assert refused(redeem(app, code, proof), "invalid_grant")
	for tokens in (first, second):
		assert acts_as(tokens.access_token) is None
		assert refused(refresh(tokens), "invalid_grant")
	assert {row.status for row in rows_of(app)} == {"Revoked"}
	assert "redeemed twice" in str(events_of(app, event="token_refused"))


def test_a_third_use_is_refused_as_well():
	app = an_app()
	code = a_code(app)
	for status in (200, 400, 400, 400):
		assert redeem(app, code).status_code == status
	assert len(rows_of(app)) == 1


def test_other_grants_of_the_same_person_live_on():
	"""H4: it ends what this code gave, and nothing else"""
	app = an_app()
	other = sign_in(app)
	code = a_code(app)
	tokens_of(app, redeem(app, code))
	redeem(app, code)
	assert acts_as(other.access_token)
	assert tokens_of(app, refresh(other))


HARMLESS = {
	"another_client": lambda app, code, proof: redeem(an_app(), code, proof, redirect_uri=app.redirect_uri),
	"another_redirect_uri": lambda app, code, proof: redeem(
		app, code, proof, redirect_uri="https://app.example.com/other"
	),
	"no_secret": lambda app, code, proof: redeem(app, code, proof, client_secret=None),
	"wrong_secret": lambda app, code, proof: redeem(app, code, proof, client_secret="guess"),
	"wrong_verifier": lambda app, code, proof: redeem(app, code, Proof()),
	"no_verifier": lambda app, code, proof: redeem(app, code),
}


@pytest.mark.parametrize("attempt", HARMLESS.values(), ids=HARMLESS)
def test_only_the_rightful_holder_can_trip_the_alarm(attempt):
	"""Style 5: somebody who merely saw a spent code cannot sign its owner out"""
	app, proof = an_app(), Proof()
	code = a_code(app, None, proof)
	tokens = tokens_of(app, redeem(app, code, proof))
	assert attempt(app, code, proof).status_code in (400, 401)
	assert acts_as(tokens.access_token)


def test_an_old_clients_second_use_is_refused_and_only_written_down():
	"""Decision 6: Warn keeps what the first use gave, as stock did"""
	app = an_old_app()
	code = a_code(app)
	tokens = tokens_of(app, redeem(app, code))
	assert refused(redeem(app, code), "invalid_grant")
	assert acts_as(tokens.access_token)
	assert "code_reuse" in would_refuse(app)
	assert not recorded(app, "token_revoked")
