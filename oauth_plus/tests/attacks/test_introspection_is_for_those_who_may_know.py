"""H8: what a token is worth is told to clients that prove who they are, about their own tokens, and right."""

import time
from datetime import datetime, timezone

import pytest
import time_machine

from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import a_public_app, a_regular, an_app
from oauth_plus.tests.journey import acts_as, bearer, introspect, refresh, refused, revoke, sign_in, tokens_of
from oauth_plus.tests.site import ISSUER, configured, time_zone

INACTIVE = {"active": False}
HOUR = 3600


def test_a_guest_is_told_nothing():
	"""H8: stock told everybody; RFC 7662 §2.1"""
	token = sign_in(an_app()).access_token
	answer = Browser().post(OAUTH + "introspect_token", {"token": token})
	assert refused(answer, "invalid_client", 401)
	answer = Browser().post(OAUTH + "introspect_token", {"token": token}, headers=bearer(token))
	assert refused(answer, "invalid_client", 401)


def test_a_public_client_is_told_nothing_even_about_its_own():
	"""H8: it proves nothing; RFC 7662 §2.1"""
	app = a_public_app()
	tokens = sign_in(app)
	assert refused(introspect(app, tokens.access_token), "invalid_client", 401)


def test_another_client_learns_not_even_that_the_token_lives():
	"""H8, RFC 7662 §2.2, §4"""
	tokens, other = sign_in(an_app()), an_app()
	for token in (tokens.access_token, tokens.refresh_token):
		assert introspect(other, token).text == introspect(other, "unknown").text
		assert body(introspect(other, token)) == INACTIVE


def test_a_resource_server_that_is_marked_as_one_may_know():
	"""RFC 7662 §2"""
	app, gateway = an_app(), an_app(oauth_plus_introspects_all=1)
	told = body(introspect(gateway, sign_in(app).access_token))
	assert told["active"] is True
	assert told["client_id"] == app.client_id


def test_the_answer_holds_no_address_no_name_and_no_role():
	"""H8"""
	app = an_app()
	tokens = sign_in(app)
	told = body(introspect(app, tokens.access_token))
	assert set(told) == {"active", "client_id", "scope", "iat", "exp", "iss", "sub", "token_type"}
	assert a_regular() not in str(told)
	assert told["iss"] == ISSUER
	assert told["scope"] == "all openid"
	assert told["token_type"] == "Bearer"


def test_what_ended_is_inactive_and_nothing_more():
	"""H8: stock called expired tokens active; RFC 7662 §2.2"""
	app = an_app()
	tokens = sign_in(app)
	with time_machine.travel(time.time() + HOUR + 1):
		assert body(introspect(app, tokens.access_token)) == INACTIVE
		assert body(introspect(app, tokens.refresh_token))["active"] is True
	with time_machine.travel(time.time() + 31 * 24 * HOUR):
		assert body(introspect(app, tokens.refresh_token)) == INACTIVE
	revoke(app, tokens.access_token)
	for token in (tokens.access_token, tokens.refresh_token):
		assert body(introspect(app, token)) == INACTIVE


@pytest.mark.parametrize(
	"zone",
	["UTC", "Asia/Kolkata", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"],
)
def test_exp_is_right_wherever_the_site_stands(zone):
	"""H8: stock was wrong by the time zone; RFC 7519 §4.1.4: seconds since 1970 in UTC"""
	app = an_app()
	with time_zone(zone):
		before = int(time.time())
		tokens = sign_in(app)
		told = body(introspect(app, tokens.access_token))
		after = time.time()
		assert before <= told["iat"] <= after
		assert before + HOUR <= told["exp"] <= after + HOUR
		with time_machine.travel(after + HOUR - 10):
			assert acts_as(tokens.access_token)
		with time_machine.travel(after + HOUR + 1):
			assert acts_as(tokens.access_token) is None


@pytest.mark.parametrize(
	"moment",
	[
		datetime(2026, 3, 8, 6, 45, tzinfo=timezone.utc),  # a quarter before New York's clocks jump on
		datetime(2026, 11, 1, 4, 45, tzinfo=timezone.utc),  # a quarter before the first 1 o'clock
		datetime(2026, 11, 1, 5, 45, tzinfo=timezone.utc),  # a quarter before they go back
		datetime(2026, 11, 1, 6, 5, tzinfo=timezone.utc),  # a little after
		datetime(2026, 11, 1, 6, 45, tzinfo=timezone.utc),  # a quarter before the second 2 o'clock
	],
)
@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata", "America/New_York"])
def test_exp_is_right_when_clocks_change(zone, moment):
	"""H8: for two hours a year, naive times say two things"""
	app = an_app()
	a_regular()
	with time_zone(zone), time_machine.travel(moment):
		tokens = sign_in(app)
		told = body(introspect(app, tokens.access_token))
		assert 0 <= told["exp"] - moment.timestamp() - HOUR < 60
		assert acts_as(tokens_of(app, refresh(tokens)).access_token)
	with time_zone(zone), time_machine.travel(moment.timestamp() + HOUR + 60):
		assert acts_as(tokens.access_token) is None


def test_exp_follows_the_configured_lifetime():
	"""P8"""
	app = an_app()
	with configured(oauth_token_expiry=900):
		told = body(introspect(app, tokens_of(app, refresh(sign_in(app))).access_token))
	assert told["exp"] - told["iat"] in (899, 900, 901)
