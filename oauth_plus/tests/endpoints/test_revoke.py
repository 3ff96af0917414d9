"""The revocation endpoint (RFC 7009)."""

import time

import pytest
import time_machine

from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.doors import DOORS, through
from oauth_plus.tests.factories import a_public_app, an_app, change
from oauth_plus.tests.journey import acts_as, call, refresh, refused, revoke, sign_in, tokens_of
from oauth_plus.tests.ledger import events_of, recorded, rows_of

REVOKE = OAUTH + "revoke_token"


def is_over(tokens) -> bool:
	"""Neither token is good for anything."""
	assert refused(call(tokens.access_token), "invalid_token", 401)
	assert refused(refresh(tokens), "invalid_grant")
	return True


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
@pytest.mark.parametrize("hint", [None, "access_token", "refresh_token", "made_up"])
def test_either_token_ends_the_grant_whatever_the_hint_says(which, hint):
	"""H7, RFC 7009 §2.1: stock did nothing for a refresh token without a hint"""
	app = an_app()
	tokens = sign_in(app)
	answer = revoke(app, getattr(tokens, which), token_type_hint=hint)
	assert answer.status_code == 200
	assert answer.headers["Cache-Control"] == "no-store"
	assert is_over(tokens)
	assert recorded(app, "token_revoked")
	assert {row.status for row in rows_of(app)} == {"Revoked"}


@pytest.mark.parametrize("door", DOORS)
def test_every_address_of_the_method_takes_basic(door):
	"""P1"""
	app = an_app()
	tokens = sign_in(app)
	answer = Browser().post(through(door, "revoke_token"), {"token": tokens.refresh_token}, headers=app.basic)
	assert answer.status_code == 200
	assert body(answer) == {}
	assert is_over(tokens)


def test_all_that_came_of_the_same_grant_ends_and_no_more():
	"""RFC 7009 §2.1"""
	app = an_app()
	first, other = sign_in(app), sign_in(app)
	second = tokens_of(app, refresh(first))
	revoke(app, second.access_token)
	assert is_over(second)
	assert refused(call(first.access_token), "invalid_token", 401)
	assert acts_as(other.access_token)


@pytest.mark.parametrize("token", ["unknown", "x" * 4000, "é"])
def test_an_unknown_token_is_as_good_as_revoked(token):
	"""H7, RFC 7009 §2.2: stock said 404"""
	app = an_app()
	answer = revoke(app, token)
	assert answer.status_code == 200
	assert body(answer) == {}
	assert not recorded(app, "token_revoked")


def test_revoking_twice_is_fine_and_written_down_once():
	"""RFC 7009 §2.2"""
	app = an_app()
	tokens = sign_in(app)
	assert [revoke(app, tokens.access_token).status_code for _ in range(2)] == [200, 200]
	assert len(events_of(app, event="token_revoked")) == 1


def test_an_expired_access_token_still_ends_its_grant():
	app = an_app()
	tokens = sign_in(app)
	with time_machine.travel(time.time() + 4000):
		assert revoke(app, tokens.access_token).status_code == 200
		assert refused(refresh(tokens), "invalid_grant")


def test_a_public_client_revokes_by_its_name():
	"""RFC 7009 §2.1, §5"""
	app = a_public_app()
	tokens = sign_in(app)
	assert revoke(app, tokens.refresh_token).status_code == 200
	assert is_over(tokens)


def test_another_clients_token_is_refused_and_lives_on():
	"""H7, RFC 7009 §2.1"""
	victim, other = sign_in(an_app()), an_app()
	for token in (victim.access_token, victim.refresh_token):
		assert refused(revoke(other, token), "unauthorized_client")
	assert acts_as(victim.access_token)
	assert recorded(other, "revocation_refused", reason="unauthorized_client")


@pytest.mark.parametrize(
	"credentials",
	[
		{"client_id": None, "client_secret": None},
		{"client_secret": None},
		{"client_secret": "wrong"},
		{"client_id": "nobody"},
	],
)
def test_without_client_authentication_nothing_is_revoked(credentials):
	"""P2, H7, RFC 7009 §2.1"""
	app = an_app()
	tokens = sign_in(app)
	answer = revoke(app, tokens.access_token, **credentials)
	assert refused(answer, "invalid_client", 401)
	assert answer.headers["WWW-Authenticate"].startswith("Basic")
	assert acts_as(tokens.access_token)


def test_a_disabled_client_is_refused():
	app = an_app()
	tokens = sign_in(app)
	change(app, oauth_plus_enabled=0)
	assert refused(revoke(app, tokens.access_token), "invalid_client", 401)


def test_a_request_without_a_token_has_its_error():
	"""P4, RFC 7009 §2.2.1"""
	assert refused(revoke(an_app(), ""), "invalid_request")


def test_json_is_no_form():
	"""P4, RFC 7009 §2.1"""
	app = an_app()
	tokens = sign_in(app)
	form = {"token": tokens.access_token, **app.credentials}
	assert refused(Browser().open(REVOKE, "POST", json=form), "invalid_request", 415)
	assert acts_as(tokens.access_token)


@pytest.mark.parametrize("door", DOORS)
def test_only_post_is_taken(door):
	"""P4, RFC 7009 §2.1"""
	app = an_app()
	tokens = sign_in(app)
	query = {"token": tokens.access_token, **app.credentials}
	answer = Browser().get(through(door, "revoke_token", **query))
	assert refused(answer, "invalid_request", 405)
	assert answer.headers["Allow"] == "POST"
	assert acts_as(tokens.access_token)
