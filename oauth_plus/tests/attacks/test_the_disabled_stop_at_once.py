"""C8: disabling a person or an app ends at once whatever they hold, at every door; for old clients, too."""

import frappe
import pytest

from oauth_plus.tests.browser import OAUTH, body
from oauth_plus.tests.factories import PASSWORD, a_user, an_app, an_old_app, change, signed_in
from oauth_plus.tests.journey import (
	a_code,
	acts_as,
	ask,
	call,
	decide,
	introspect,
	redeem,
	refresh,
	refused,
	revoke,
	sign_in,
	token_request,
)
from oauth_plus.tests.ledger import rows_of

DOORS = (
	"/api/method/frappe.auth.get_logged_user",
	"/api/resource/ToDo",
	"/api/v2/document/ToDo",
	OAUTH + "openid_profile",
	"/app",
)


@pytest.fixture(scope="module")
def _leaver(site):
	return a_user("System Manager")


@pytest.fixture
def leaver(_leaver):
	"""A person who can be disabled; enabled again for the next test."""
	yield _leaver
	enable(_leaver, 1)


@pytest.fixture(params=[an_app, an_old_app])
def app(request):
	return request.param()


def enable(user: str, enabled: int) -> None:
	"""As an administrator does in Desk."""
	document = frappe.get_doc("User", user)
	document.enabled = enabled
	document.save(ignore_permissions=True)
	frappe.db.commit()


def test_a_disabled_persons_access_token_opens_nothing(app, leaver):
	"""C8: stock let it live on"""
	token = sign_in(app, signed_in(leaver)).access_token
	assert acts_as(token) == leaver
	enable(leaver, 0)
	for door in DOORS:
		answer = call(token, door)
		assert refused(answer, "invalid_token", 401)
		assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_disabled_persons_refresh_token_gives_nothing(app, leaver):
	"""C8, RFC 9700 §4.14.2"""
	tokens = sign_in(app, signed_in(leaver))
	enable(leaver, 0)
	assert refused(refresh(tokens), "invalid_grant")
	assert len(rows_of(app)) == 1


def test_a_disabled_persons_code_gives_nothing(app, leaver):
	"""C8"""
	code = a_code(app, signed_in(leaver))
	enable(leaver, 0)
	assert refused(redeem(app, code), "invalid_grant")
	assert not rows_of(app)


def test_a_disabled_persons_open_consent_page_gives_nothing(app, leaver):
	"""C8: the session ended with the person"""
	browser = signed_in(leaver)
	page = ask(browser, app)
	enable(leaver, 0)
	assert decide(browser, page).status_code == 400
	assert not rows_of(app, "OAuth Authorization Code")


def test_a_disabled_persons_token_is_inactive(app, leaver):
	"""C8, RFC 7662 §2.2"""
	tokens = sign_in(app, signed_in(leaver))
	enable(leaver, 0)
	for token in (tokens.access_token, tokens.refresh_token):
		assert body(introspect(app, token)) == {"active": False}


def test_a_disabled_person_gets_no_tokens_for_a_password_either(leaver):
	"""C5, C8: an old client"""
	app = an_old_app()
	enable(leaver, 0)
	form = {"grant_type": "password", "username": leaver, "password": PASSWORD, "scope": "all"}
	assert refused(token_request(form | app.credentials), "invalid_grant")


def test_a_disabled_apps_access_tokens_open_nothing(app):
	"""Issue 2.6"""
	token = sign_in(app).access_token
	change(app, oauth_plus_enabled=0)
	for door in DOORS:
		assert refused(call(token, door), "invalid_token", 401)


def test_a_disabled_app_is_refused_at_every_endpoint(app):
	"""Issue 2.6: invalid_client everywhere"""
	tokens, code = sign_in(app), a_code(app)
	change(app, oauth_plus_enabled=0)
	for answer in (
		redeem(app, code),
		refresh(tokens),
		revoke(app, tokens.access_token),
		introspect(app, tokens.access_token),
	):
		assert refused(answer, "invalid_client", 401)
	assert len(rows_of(app)) == 1


def test_a_disabled_app_that_sends_no_name_is_refused_by_its_token():
	"""Issue 2.6: old clients are known by what they present"""
	app = an_old_app()
	tokens = sign_in(app)
	change(app, oauth_plus_enabled=0)
	answer = token_request({"grant_type": "refresh_token", "refresh_token": tokens.refresh_token})
	assert refused(answer, "invalid_client", 401)


def test_nobody_is_sent_to_a_disabled_app(app):
	"""RFC 9700 §4.11.2: a page, and no redirect"""
	browser = signed_in()
	page = ask(browser, app)
	change(app, oauth_plus_enabled=0)
	for answer in (ask(browser, app), decide(browser, page), decide(browser, page, "deny")):
		assert answer.status_code == 400
		assert "Location" not in answer.headers
	assert not rows_of(app, "OAuth Authorization Code")


def test_a_disabled_apps_token_is_inactive_to_a_resource_server(app):
	"""C8, RFC 7662 §2.2"""
	gateway = an_app(oauth_plus_introspects_all=1)
	tokens = sign_in(app)
	assert body(introspect(gateway, tokens.access_token))["active"] is True
	change(app, oauth_plus_enabled=0)
	assert body(introspect(gateway, tokens.access_token)) == {"active": False}
	assert body(introspect(gateway, tokens.refresh_token)) == {"active": False}


def test_an_app_that_is_enabled_again_asks_its_people_anew():
	"""RFC 9700 §4.14.2: what was ended stays ended"""
	app = an_app()
	tokens = sign_in(app)
	change(app, oauth_plus_enabled=0)
	change(app, oauth_plus_enabled=1)
	assert acts_as(tokens.access_token) is None
	assert refused(refresh(tokens), "invalid_grant")
	assert acts_as(sign_in(app).access_token)
