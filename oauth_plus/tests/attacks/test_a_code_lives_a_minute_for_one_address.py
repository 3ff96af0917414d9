"""H1, H2: a code ends after a minute and belongs to the redirect URI and the client that it was made for."""

import time

import pytest
import time_machine

from oauth_plus.tests.factories import a_public_app, an_app, an_old_app
from oauth_plus.tests.journey import Proof, a_code, acts_as, redeem, refused, tokens_of
from oauth_plus.tests.ledger import rows_of, would_refuse

CALLBACK, OTHER = "https://app.example.com/callback", "https://app.example.com/other"
BOTH = {"redirect_uris": f"{CALLBACK}\n{OTHER}"}


@pytest.mark.parametrize("seconds", [0, 30, 58])
def test_a_code_is_good_for_a_minute(seconds):
	"""H1, RFC 6749 §4.1.2"""
	app = an_app()
	code, now = a_code(app), time.time()
	with time_machine.travel(now + seconds):
		assert tokens_of(app, redeem(app, code))


@pytest.mark.parametrize("seconds", [61, 600, 86_400, 40 * 86_400])
@pytest.mark.parametrize("make", [an_app, a_public_app])
def test_after_a_minute_it_is_none(make, seconds):
	"""H1: stock's codes never ended"""
	app = make()
	proof = Proof() if app.is_public else None
	code = a_code(app, None, proof)
	with time_machine.travel(time.time() + seconds):
		assert refused(redeem(app, code, proof), "invalid_grant")
	assert not rows_of(app)


def test_a_code_that_ended_is_not_spent_by_trying():
	"""H4: a late try is no reuse, and no alarm"""
	app = an_app()
	code, now = a_code(app), time.time()
	with time_machine.travel(now + 61):
		assert refused(redeem(app, code), "invalid_grant")
	[row] = rows_of(app, "OAuth Authorization Code")
	assert row.validity == "Valid"


WRONG = {
	"another_registered_one": OTHER,
	"none": None,
	"with_a_slash": CALLBACK + "/",
	"in_capitals": CALLBACK.upper(),
	"with_a_query": CALLBACK + "?a=1",
	"with_a_space": CALLBACK + " ",
	"an_attackers": "https://evil.example/callback",
	"very_long": CALLBACK + "/" * 4_000,
}


@pytest.mark.parametrize("uri", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("make", [an_app, a_public_app])
def test_a_code_goes_with_the_redirect_uri_that_was_asked_with(make, uri):
	"""H2, RFC 6749 §4.1.3"""
	app = make(**BOTH)
	proof = Proof() if app.is_public else None
	code = a_code(app, None, proof)
	assert refused(redeem(app, code, proof, redirect_uri=uri), "invalid_grant")
	assert not rows_of(app)
	assert tokens_of(app, redeem(app, code, proof))  # a slip of the owner's costs nothing


def test_where_none_was_asked_with_only_the_default_one_is_right():
	"""H2, RFC 6749 §4.1.3"""
	app = an_app(**BOTH)
	code = a_code(app, redirect_uri=None)
	assert refused(redeem(app, code, redirect_uri=OTHER), "invalid_grant")
	assert tokens_of(app, redeem(app, code, redirect_uri=None))


def test_two_addresses_alike_in_their_first_140_letters_are_two():
	"""H2, P9: stock's column holds no more"""
	start = "https://app.example.com/" + "a" * 140
	app = an_app(redirect_uris=f"{start}1 {start}2", default_redirect_uri=None)
	code = a_code(app)
	assert refused(redeem(app, code, redirect_uri=start + "2"), "invalid_grant")
	assert tokens_of(app, redeem(app, code))


def test_a_native_apps_port_is_bound_as_it_was_asked_with():
	"""H2, RFC 8252 §7.3: any port, but then that port"""
	app = a_public_app(redirect_uris="http://127.0.0.1/cb", default_redirect_uri="http://127.0.0.1/cb")
	proof = Proof()
	code = a_code(app, None, proof, redirect_uri="http://127.0.0.1:50001/cb")
	assert refused(redeem(app, code, proof, redirect_uri="http://127.0.0.1:50002/cb"), "invalid_grant")
	assert tokens_of(app, redeem(app, code, proof, redirect_uri="http://127.0.0.1:50001/cb"))


@pytest.mark.parametrize("make", [an_app, an_old_app, a_public_app])
def test_another_clients_code_is_refused_and_stays_good_for_its_owner(make):
	"""H6, RFC 6749 §4.1.3"""
	app = an_app()
	thief, code = make(), a_code(app)
	assert refused(redeem(thief, code, redirect_uri=app.redirect_uri), "invalid_grant")
	assert not rows_of(thief)
	assert acts_as(tokens_of(app, redeem(app, code)).access_token)


def test_an_old_client_may_be_late_and_loose_and_the_events_say_so():
	"""Decision 6: Warn"""
	app = an_old_app(**BOTH)
	code = a_code(app)
	with time_machine.travel(time.time() + 300):
		assert tokens_of(app, redeem(app, code, redirect_uri=OTHER))
	assert would_refuse(app) == {"code_lifetime", "code_redirect_uri"}
