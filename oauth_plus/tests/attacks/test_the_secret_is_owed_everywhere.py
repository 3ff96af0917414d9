"""C4: every endpoint at which a client speaks asks for its secret, and a wrong one leaves all as it was."""

import base64

import frappe
import pytest

from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import a_public_app, a_regular, an_app, an_old_app
from oauth_plus.tests.journey import a_code, acts_as, introspect, redeem, refused, revoke, sign_in, tokens_of
from oauth_plus.tests.ledger import recorded, state, would_refuse


def basic(name: str, secret: str) -> dict[str, str]:
	return {"Authorization": f"Basic {base64.b64encode(f'{name}:{secret}'.encode()).decode()}"}


UNPROVEN = {
	"no_secret": lambda app: ({"client_id": app.client_id}, {}),
	"empty_secret": lambda app: ({"client_id": app.client_id, "client_secret": ""}, {}),
	"wrong_secret": lambda app: ({"client_id": app.client_id, "client_secret": "guess"}, {}),
	"one_letter_short": lambda app: (
		{"client_id": app.client_id, "client_secret": app.client_secret[:-1]},
		{},
	),
	"another_apps_secret": lambda app: (
		{"client_id": app.client_id, "client_secret": an_app().client_secret},
		{},
	),
	"wrong_secret_in_basic": lambda app: ({}, basic(app.client_id, "guess")),
	"no_secret_in_basic": lambda app: ({}, basic(app.client_id, "")),
	"name_and_secret_swapped": lambda app: ({}, basic(app.client_secret, app.client_id)),
	"nobody": lambda app: ({}, {}),
	"secret_alone": lambda app: ({"client_secret": app.client_secret}, {}),
}


@pytest.fixture(params=UNPROVEN.values(), ids=UNPROVEN)
def unproven(request):
	"""A way of not being the client."""
	return request.param


@pytest.fixture(scope="module")
def granted(site):
	"""An app with everything that a thief would like to use."""
	app = an_app()
	return app, sign_in(app), a_code(app)


@pytest.mark.parametrize(
	("endpoint", "form"),
	[
		("get_token", lambda tokens, code: {"grant_type": "authorization_code", "code": code}),
		(
			"get_token",
			lambda tokens, code: {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token},
		),
		("revoke_token", lambda tokens, code: {"token": tokens.access_token}),
		("revoke_token", lambda tokens, code: {"token": tokens.refresh_token}),
		("introspect_token", lambda tokens, code: {"token": tokens.access_token}),
	],
	ids=["redeem", "refresh", "revoke_access", "revoke_refresh", "introspect"],
)
def test_without_the_secret_nothing_is_given_told_or_taken(granted, unproven, endpoint, form):
	"""C4, RFC 6749 §3.2.1, RFC 7009 §2.1, RFC 7662 §2.1"""
	app, tokens, code = granted
	sent = form(tokens, code) | ({"redirect_uri": app.redirect_uri} if endpoint == "get_token" else {})
	credentials, headers = unproven(app)
	before = state()
	answer = Browser().post(OAUTH + endpoint, sent | credentials, headers=headers)
	assert refused(answer, "invalid_client", 401)
	assert answer.headers["WWW-Authenticate"].startswith("Basic")
	assert state() == before
	assert acts_as(tokens.access_token) == a_regular()


def test_after_all_those_attempts_the_owner_still_redeems_his_code(granted):
	"""Nobody without the secret could spend it."""
	app, tokens, code = granted
	assert tokens_of(app, redeem(app, code))
	assert body(introspect(app, tokens.access_token))["active"] is True
	assert revoke(app, tokens.access_token).status_code == 200


def test_a_wrong_secret_is_written_down_without_it():
	app = an_app()
	redeem(app, "x", client_secret="hunter2-hunter2")
	assert recorded(app, "token_refused", reason="invalid_client")


def test_a_public_client_that_sends_a_secret_must_send_the_right_one():
	"""RFC 6749 §2.3.1: a secret that is sent is always checked"""
	app = a_public_app()
	answer = redeem(app, "x", client_secret="guess")
	assert refused(answer, "invalid_client", 401)


def test_a_guest_who_asks_about_an_unknown_token_learns_nothing():
	"""RFC 7662 §2.1: while old clients are left, their unknown tokens are inactive, as stock said"""
	an_old_app()
	assert body(Browser().post(OAUTH + "introspect_token", {"token": "unknown"})) == {"active": False}
	frappe.db.set_value(
		"OAuth Client", {"oauth_plus_enforcement": ("!=", "Enforce")}, "oauth_plus_enforcement", "Enforce"
	)
	answer = Browser().post(OAUTH + "introspect_token", {"token": "unknown"})
	assert refused(answer, "invalid_client", 401)


def test_an_old_client_may_go_on_without_and_the_event_says_what_enforce_would_do():
	"""Decision 6: Warn"""
	app = an_old_app()
	assert tokens_of(app, redeem(app, a_code(app), client_secret=None))
	assert tokens_of(app, redeem(app, a_code(app), client_secret="wrong"))
	assert would_refuse(app) == {"client_authentication"}
