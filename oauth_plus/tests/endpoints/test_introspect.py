"""The introspection endpoint (RFC 7662)."""

import time

import frappe
import pytest
import time_machine

from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.doors import DOORS, through
from oauth_plus.tests.factories import a_public_app, a_regular, a_user, an_app, change, signed_in
from oauth_plus.tests.journey import introspect, refresh, refused, revoke, sign_in, tokens_of
from oauth_plus.tests.ledger import recorded
from oauth_plus.tests.site import ISSUER

INTROSPECT = OAUTH + "introspect_token"
INACTIVE = {"active": False}


def test_a_client_learns_what_its_access_token_is_worth_and_no_more():
	"""H8, RFC 7662 §2.2: stock gave e-mail and roles, and was wrong about exp by the time zone"""
	app = an_app()
	before = int(time.time())
	tokens = sign_in(app)
	answer = introspect(app, tokens.access_token)
	told = body(answer)
	assert before <= told["iat"] <= time.time()
	assert told["exp"] - told["iat"] == 3600
	assert told == {
		"active": True,
		"client_id": app.client_id,
		"scope": "all openid",
		"token_type": "Bearer",
		"iss": ISSUER,
		"sub": told["sub"],
		"iat": told["iat"],
		"exp": told["exp"],
	}
	assert answer.headers["Cache-Control"] == "no-store"
	assert a_regular() not in answer.text


def test_a_refresh_token_is_no_bearer_and_ends_later():
	"""RFC 7662 §2.2"""
	app = an_app()
	tokens = tokens_of(app, refresh(sign_in(app), scope="openid"))
	told = body(introspect(app, tokens.refresh_token))
	assert told["active"] is True
	assert "token_type" not in told
	assert told["scope"] == "all openid"
	assert told["exp"] - told["iat"] == 30 * 86_400
	assert body(introspect(app, tokens.access_token))["scope"] == "openid"


@pytest.mark.parametrize("door", DOORS)
def test_every_address_of_the_method_takes_basic(door):
	"""P1"""
	app = an_app()
	form = {"token": sign_in(app).access_token}
	answer = Browser().post(through(door, "introspect_token"), form, headers=app.basic)
	assert body(answer)["active"] is True


@pytest.mark.parametrize("hint", ["access_token", "refresh_token", "made_up"])
def test_the_hint_is_only_a_hint(hint):
	"""RFC 7662 §2.1"""
	app = an_app()
	tokens = sign_in(app)
	for token in (tokens.access_token, tokens.refresh_token):
		assert body(introspect(app, token, token_type_hint=hint))["active"] is True


def test_an_ended_token_is_inactive_and_nothing_else_is_said():
	"""H8, RFC 7662 §2.2: stock called expired tokens active"""
	app = an_app()
	expired, revoked = sign_in(app), sign_in(app)
	revoke(app, revoked.refresh_token)
	assert body(introspect(app, revoked.access_token)) == INACTIVE
	assert body(introspect(app, revoked.refresh_token)) == INACTIVE
	with time_machine.travel(time.time() + 3601):
		assert body(introspect(app, expired.access_token)) == INACTIVE
		assert body(introspect(app, expired.refresh_token))["active"] is True
	with time_machine.travel(time.time() + 31 * 86_400):
		assert body(introspect(app, expired.refresh_token)) == INACTIVE


@pytest.mark.parametrize("token", ["unknown", "%", "%25", "é", "x" * 4000])
def test_an_unknown_token_is_inactive(token):
	"""C2, RFC 7662 §2.2"""
	answer = introspect(an_app(), token)
	assert answer.status_code == 200
	assert body(answer) == INACTIVE


def test_a_disabled_users_token_is_inactive():
	"""C8"""
	person, app = a_user("System Manager"), an_app()
	tokens = sign_in(app, signed_in(person))
	frappe.db.set_value("User", person, "enabled", 0)
	frappe.db.commit()
	assert body(introspect(app, tokens.access_token)) == INACTIVE
	assert body(introspect(app, tokens.refresh_token)) == INACTIVE


def test_a_disabled_clients_token_is_inactive_for_a_resource_server():
	app, gateway = an_app(), an_app(oauth_plus_introspects_all=1)
	tokens = sign_in(app)
	assert body(introspect(gateway, tokens.access_token))["active"] is True
	change(app, oauth_plus_enabled=0)
	assert body(introspect(gateway, tokens.access_token)) == INACTIVE


def test_another_clients_token_is_inactive_but_for_a_resource_server():
	"""H8, RFC 7662 §4"""
	app, other, gateway = an_app(), an_app(), an_app(oauth_plus_introspects_all=1)
	tokens = sign_in(app)
	assert body(introspect(other, tokens.access_token)) == INACTIVE
	told = body(introspect(gateway, tokens.access_token))
	assert told["active"] is True
	assert told["client_id"] == app.client_id


@pytest.mark.parametrize(
	"credentials",
	[
		{"client_id": None, "client_secret": None},
		{"client_secret": None},
		{"client_secret": "wrong"},
		{"client_id": "nobody"},
	],
)
def test_nothing_is_said_to_one_who_does_not_authenticate(credentials):
	"""P2, H8, RFC 7662 §2.1"""
	app = an_app()
	answer = introspect(app, sign_in(app).access_token, **credentials)
	assert refused(answer, "invalid_client", 401)
	assert answer.headers["WWW-Authenticate"].startswith("Basic")


def test_a_public_client_learns_nothing():
	"""RFC 7662 §2.1: it proves nothing"""
	app = a_public_app()
	answer = introspect(app, sign_in(app).access_token)
	assert refused(answer, "invalid_client", 401)
	assert recorded(app, "introspection_refused", reason="invalid_client")


@pytest.mark.parametrize("door", DOORS)
def test_only_post_is_taken(door):
	"""P4, RFC 7662 §2.1: a token does not belong into an address"""
	answer = Browser().get(through(door, "introspect_token", token="x"))
	assert refused(answer, "invalid_request", 405)
	assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("token", [{"access_token": ["!=", ""]}, ["like", "%"], None, 1])
def test_json_is_no_form(token):
	"""C2, P4: stock handed untyped JSON to the database as a filter"""
	answer = Browser().open(INTROSPECT, "POST", json={"token": token})
	assert refused(answer, "invalid_request", 415)


def test_a_request_without_a_token_has_its_error():
	"""P4, RFC 7662 §2.3"""
	assert refused(introspect(an_app(), ""), "invalid_request")
