"""Bad input: what a deleted person or a deleted app leaves behind is worth nothing, and breaks nothing."""

from dataclasses import dataclass

import frappe
import pytest

from oauth_plus.tests.attacks.bad_requests import AUTHORIZE, is_refused, nothing_happens
from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import App, a_user, an_app, an_old_app, signed_in
from oauth_plus.tests.journey import (
	Tokens,
	a_code,
	ask,
	authorization_request,
	bearer,
	call,
	decide,
	introspect,
	redeem,
	refresh,
	refused,
	revoke,
	sign_in,
)


@dataclass(frozen=True)
class Left:
	"""What was in hands when somebody was deleted."""

	app: App
	tokens: Tokens
	code: str


@pytest.fixture(scope="module", params=[an_app, an_old_app])
def of_a_deleted_person(site, request) -> Left:
	person, app = a_user("System Manager"), request.param()
	browser = signed_in(person)
	left = Left(app, sign_in(app, browser), a_code(app, browser))
	frappe.delete_doc("User", person, force=True, ignore_permissions=True)
	frappe.db.commit()
	return left


@pytest.fixture(scope="module", params=[an_app, an_old_app])
def of_a_deleted_app(site, request) -> Left:
	app = request.param()
	left = Left(app, sign_in(app), a_code(app))
	frappe.delete_doc("OAuth Client", app.client_id, force=True, ignore_permissions=True)
	frappe.db.commit()
	return left


def test_a_deleted_persons_tokens_open_nothing(of_a_deleted_person):
	left = of_a_deleted_person
	for path in ("/api/method/frappe.auth.get_logged_user", "/api/resource/ToDo", OAUTH + "openid_profile"):
		with nothing_happens():
			assert refused(call(left.tokens.access_token, path), "invalid_token", 401)
	with nothing_happens():
		assert refused(refresh(left.tokens), "invalid_grant")
	with nothing_happens():
		assert refused(redeem(left.app, left.code), "invalid_grant")
	for token in (left.tokens.access_token, left.tokens.refresh_token):
		assert body(introspect(left.app, token)) == {"active": False}


def test_a_deleted_persons_tokens_can_still_be_taken_back(of_a_deleted_person):
	"""RFC 7009 §2.2"""
	assert revoke(of_a_deleted_person.app, of_a_deleted_person.tokens.access_token).status_code == 200


def test_a_deleted_apps_tokens_open_nothing(of_a_deleted_app):
	left = of_a_deleted_app
	for path in ("/api/method/frappe.auth.get_logged_user", "/api/resource/ToDo", OAUTH + "openid_profile"):
		with nothing_happens():
			assert refused(call(left.tokens.access_token, path), "invalid_token", 401)


def test_a_deleted_app_is_an_unknown_client(of_a_deleted_app):
	"""RFC 6749 §5.2"""
	left = of_a_deleted_app
	for ask_again in (
		lambda: refresh(left.tokens),
		lambda: redeem(left.app, left.code),
		lambda: revoke(left.app, left.tokens.access_token),
		lambda: introspect(left.app, left.tokens.access_token),
	):
		with nothing_happens():
			assert refused(ask_again(), "invalid_client", 401)


def test_nor_by_its_tokens_alone(of_a_deleted_app):
	"""Old clients send nothing else"""
	token = of_a_deleted_app.tokens.refresh_token
	form = {"grant_type": "refresh_token", "refresh_token": token, "token": token}
	for endpoint in ("get_token", "revoke_token", "introspect_token"):
		with nothing_happens():
			assert refused(Browser().post(OAUTH + endpoint, form), "invalid_client", 401)


def test_a_deleted_apps_tokens_are_inactive_to_a_resource_server(of_a_deleted_app):
	"""RFC 7662 §2.2"""
	gateway = an_app(oauth_plus_introspects_all=1)
	for token in (of_a_deleted_app.tokens.access_token, of_a_deleted_app.tokens.refresh_token):
		assert body(introspect(gateway, token)) == {"active": False}


def test_nobody_is_sent_to_a_deleted_app(of_a_deleted_app):
	"""RFC 9700 §4.11.2"""
	for browser in (Browser(), signed_in()):
		with nothing_happens():
			answer = ask(browser, of_a_deleted_app.app)
		assert answer.status_code == 400
		assert is_refused(answer, AUTHORIZE)


def test_a_consent_page_that_was_open_while_its_app_was_deleted_gives_nothing():
	app, browser = an_app(), signed_in()
	page = ask(browser, app)
	frappe.delete_doc("OAuth Client", app.client_id, force=True, ignore_permissions=True)
	frappe.db.commit()
	with nothing_happens():
		answer = decide(browser, page)
	assert answer.status_code == 400
	assert is_refused(answer, AUTHORIZE)


def test_a_deleted_persons_browser_is_nobodys():
	"""The session went with the person"""
	person, app = a_user(), an_app()
	browser = signed_in(person)
	page = ask(browser, app)
	frappe.delete_doc("User", person, force=True, ignore_permissions=True)
	for answer in (decide(browser, page), browser.get(OAUTH + "authorize", authorization_request(app))):
		if answer.status_code == 303:
			assert answer.headers["Location"].startswith("/login?")
		else:
			assert is_refused(answer, AUTHORIZE)


def test_an_access_token_of_a_deleted_person_does_not_name_somebody_new():
	"""A person of the same address, made later, is another person"""
	app, person = an_app(), a_user("System Manager")
	tokens = sign_in(app, signed_in(person))
	frappe.delete_doc("User", person, force=True, ignore_permissions=True)
	frappe.db.commit()
	assert Browser().get("/api/resource/ToDo", headers=bearer(tokens.access_token)).status_code == 401
