"""A refused call with a token of ours: an event with the cause and a fix, whichever check refused it."""

import secrets
import time

import frappe
import pytest
import redis
import time_machine
from werkzeug.test import TestResponse

from oauth_plus import tasks
from oauth_plus.platform import cache_notes
from oauth_plus.store.events import refused_calls
from oauth_plus.tests import dpop
from oauth_plus.tests.assertions import a_key
from oauth_plus.tests.browser import OAUTH, browser_of
from oauth_plus.tests.factories import App, a_user, an_app, an_old_app, change, tamper
from oauth_plus.tests.journey import call, refused, revoke, sign_in
from oauth_plus.tests.ledger import events_of, told_times

TODO = "/api/resource/ToDo"


def reason_of(app: App) -> str:
	"""The one refused call of a client; its event says why and what helps."""
	tasks.note_uses()
	[event] = events_of(app, event="call_refused")
	assert event.cause
	assert event.fix
	return event.reason


def test_a_token_whose_grant_ended():
	app = an_app()
	tokens = sign_in(app)
	revoke(app, tokens.refresh_token)
	assert refused(call(tokens.access_token), "invalid_token", 401)
	assert reason_of(app) == "revoked_token"


def test_a_token_that_has_expired():
	app = an_app()
	token = sign_in(app).access_token
	with time_machine.travel(time.time() + 3 * 3_600):
		assert refused(call(token), "invalid_token", 401)
		assert reason_of(app) == "expired_token"


def test_a_token_of_a_client_that_is_disabled():
	app = an_app()
	token = sign_in(app).access_token
	tamper(app, oauth_plus_enabled=0)
	assert refused(call(token), "invalid_token", 401)
	assert reason_of(app) == "client_disabled"


def test_a_token_of_a_user_who_is_disabled():
	app, person = an_app(), a_user()
	token = sign_in(app, browser_of(person)).access_token
	frappe.db.set_value("User", person, "enabled", 0)
	frappe.db.commit()
	assert refused(call(token), "invalid_token", 401)
	assert reason_of(app) == "user_disabled"


def test_a_call_from_an_address_that_the_client_does_not_have():
	app = an_app()
	token = sign_in(app).access_token
	change(app, oauth_plus_networks="192.0.2.0/24")
	assert refused(call(token), "invalid_token", 401)
	assert reason_of(app) == "wrong_address"


def test_a_bound_token_with_the_proof_of_another_key():
	app = an_app()
	tokens = dpop.sign_in(app)
	answer = dpop.call(tokens.access_token, key=a_key(kid="another"))
	assert refused(answer, "invalid_token", 401)
	assert reason_of(app) == "invalid_token"
	[event] = events_of(app, event="call_refused")
	assert event.cause == "The access token is bound to another DPoP key"


def test_a_request_for_a_nonce_is_no_event():
	"""RFC 9449 §8: this is how an app comes by one"""
	app = an_app()
	tokens = dpop.sign_in(app)
	change(app, oauth_plus_dpop_required=1, oauth_plus_dpop_nonce=1)
	assert refused(dpop.call(tokens.access_token), "use_dpop_nonce", 401)
	tasks.note_uses()
	assert events_of(app, event="call_refused") == []


def userinfo(app: App) -> TestResponse:
	return call(sign_in(app, scope="all").access_token, f"{OAUTH}openid_profile")


def test_a_token_without_openid_at_the_userinfo_endpoint():
	app = an_app()
	assert refused(userinfo(app), "insufficient_scope", 403)
	assert reason_of(app) == "insufficient_scope"


def test_at_warn_the_same_is_what_enforce_would_refuse():
	app = an_old_app()
	assert userinfo(app).status_code == 200
	tasks.note_uses()
	assert events_of(app, event="call_refused") == []
	assert [row.reason for row in events_of(app, event="would_refuse")] == ["userinfo_scope"]


def test_a_token_that_nobody_knows_is_no_event():
	"""It names no client, and a stranger fills no table"""
	tasks.note_uses()
	before = frappe.db.count("OAuth Plus Event")
	assert call(secrets.token_urlsafe(32)).status_code == 401
	tasks.note_uses()
	assert frappe.db.count("OAuth Plus Event") == before


def test_calls_of_one_second_are_written_together(monkeypatch: pytest.MonkeyPatch):
	"""One command of Redis a second, however often a program repeats the same call"""
	app, sent = an_app(scopes="openid"), []
	token = sign_in(app).access_token
	own = redis.Redis.evalsha
	monkeypatch.setattr(
		redis.Redis, "evalsha", lambda self, digest, *more: (sent.append(digest), own(self, digest, *more))[1]
	)
	began = time.monotonic()
	for _ in range(20):
		assert call(token, TODO).status_code == 403
	most = time.monotonic() - began + 1
	assert sent.count(cache_notes._PUT.digest) <= most
	assert told_times(app, event="call_refused") == [20]


def test_they_are_in_redis_after_a_second():
	"""So that the job sees them, which runs in another process"""
	app = an_app(scopes="openid")
	assert call(sign_in(app).access_token, TODO).status_code == 403
	for _ in range(50):
		if redis.Redis.hlen(frappe.cache, refused_calls.place()):
			break
		time.sleep(0.1)
	assert redis.Redis.hlen(frappe.cache, refused_calls.place())


@pytest.mark.parametrize("times", [1, 3])
def test_a_repeat_is_one_event_with_a_count(times: int):
	app = an_app(scopes="openid")
	token = sign_in(app).access_token
	for _ in range(times):
		call(token, TODO)
	assert told_times(app, event="call_refused") == [times]
