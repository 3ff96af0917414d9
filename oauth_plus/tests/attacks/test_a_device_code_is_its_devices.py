"""What strangers try with the device flow (RFC 8628 §5)."""

import frappe
import pytest
import redis

from oauth_plus.grants import device_authorization
from oauth_plus.platform import cache
from oauth_plus.store.limits import attempts
from oauth_plus.tests.browser import METHOD, Browser, body, form_of
from oauth_plus.tests.device import BEGIN, REQUEST, a_device, decide, look, poll, row_of, wait
from oauth_plus.tests.factories import (
	a_device_app,
	a_regular,
	a_user,
	an_api_key,
	change,
	signed_in,
	with_any_session,
)
from oauth_plus.tests.journey import acts_as, app_http, bearer, refused, sign_in, tokens_of
from oauth_plus.tests.ledger import events_of, every_value, families_of, recorded, rows_of, told_times
from oauth_plus.tests.site import forget_refusals

CONSENT = METHOD + "oauth_plus.api.device.device_consent"
WRONG = "BBBB-BBBB"


@pytest.fixture(autouse=True)
def nobody_has_guessed(site) -> None:
	forget_refusals()


def test_another_client_gets_nothing_for_the_code():
	"""§3.4: and the code goes on for its owner"""
	device, other = a_device(a_device_app()), a_device_app()
	decide(device)
	assert refused(poll(device, client_id=other.client_id), "invalid_grant")
	assert tokens_of(device.app, poll(device))


def test_a_device_code_works_once():
	device = a_device(a_device_app())
	decide(device)
	assert tokens_of(device.app, poll(device))
	assert refused(poll(device), "invalid_grant")
	assert len(families_of(device.app)) == 1


def test_a_user_code_is_decided_once():
	device = a_device(a_device_app())
	browser, other = with_any_session(), signed_in(a_user("System Manager"))
	page, others_page = look(browser, device.user_code), look(other, device.user_code)
	browser.submit(page, decision="allow")
	late = other.submit(others_page, decision="allow")
	assert late.status_code == 400
	assert "No device waits with this code" in late.text
	assert acts_as(tokens_of(device.app, poll(device)).access_token) == a_regular()


def test_neither_code_lies_in_the_database():
	device = a_device(a_device_app())
	stored = every_value(REQUEST)
	assert device.device_code not in stored
	assert not {device.user_code, device.user_code.replace("-", "")} & stored
	frappe.db.rollback()
	columns = frappe.db.sql(f"SELECT `user_code` FROM `tab{REQUEST}` WHERE name = %s", row_of(device).name)
	assert len(columns[0][0]) == 64


def test_the_page_decides_nothing_by_itself():
	"""A link that leads there, with the code in it, allows nothing"""
	device = a_device(a_device_app())
	look(with_any_session(), device.user_code)
	assert refused(poll(device), "authorization_pending")
	assert with_any_session().get(CONSENT, {"authorization_request": device.user_code}).status_code == 405


def test_an_answer_is_one_from_our_page_and_this_session():
	"""§5.4, RFC 9700 §4.7"""
	device = a_device(a_device_app())
	browser, victim = with_any_session(), signed_in(a_user("System Manager"))
	form = form_of(look(browser, device.user_code)).fields | {"decision": "allow"}
	for asked, sent in (
		(victim, form),
		(browser, form | {"consent": "0" * 64}),
		(Browser(), form),
		(browser, form | {"authorization_request": a_device(device.app).user_code}),
	):
		answer = asked.post(CONSENT, sent)
		assert answer.status_code in (400, 403), answer.text[:300]
	assert refused(poll(device), "authorization_pending")


def test_the_seal_of_another_page_is_none():
	device = a_device(a_device_app())
	browser = with_any_session()
	form = form_of(look(browser, device.user_code)).fields | {"decision": "allow"}
	approve = "/api/method/frappe.integrations.oauth2.approve"
	assert browser.post(approve, form).status_code == 400
	assert refused(poll(device), "authorization_pending")


def test_neither_a_token_nor_an_api_key_answers_for_a_user():
	device = a_device(a_device_app())
	form = form_of(look(with_any_session(), device.user_code)).fields | {"decision": "allow"}
	token = sign_in(change(a_device_app(), scopes="all openid")).access_token
	key = ":".join(an_api_key(a_user("System Manager")))
	for headers in (bearer(token), {"Authorization": f"token {key}"}):
		assert app_http().post(CONSENT, form, headers=headers).status_code in (400, 401, 403)
		assert app_http().get("/oauth-device", headers=headers).status_code in (303, 401, 403)
	assert refused(poll(device), "authorization_pending")


def test_guessing_is_slowed_and_told_of():
	"""§5.1"""
	device = a_device(a_device_app())
	user = a_user()
	browser = signed_in(user)
	for _ in range(10):
		assert "No device waits" in look(browser, WRONG).text
	answer = look(browser, device.user_code)
	assert answer.status_code == 429
	assert "Too many wrong codes" in answer.text
	assert device.user_code not in answer.text
	events = frappe.get_all(
		"OAuth Plus Event", {"event": "user_codes_guessed", "user": user}, ["cause", "fix"]
	)
	assert len(events) == 1
	assert events[0].cause
	assert events[0].fix


def forget_guesses_of_users() -> None:
	keys = redis.Redis.keys(frappe.cache, cache.lasting_key("oauth_plus_attempts", "user_code_of_user:*"))
	redis.Redis.delete(frappe.cache, *keys)


def test_many_users_at_one_address_share_its_guesses():
	for number in range(30):
		if number:
			forget_guesses_of_users()
		assert "No device waits" in look(with_any_session(), WRONG).text, number
	forget_guesses_of_users()
	assert look(with_any_session(), WRONG).status_code == 429


def test_right_codes_are_no_guesses():
	app = a_device_app()
	for _ in range(12):
		assert look(with_any_session(), a_device(app).user_code).status_code == 200


def test_devices_are_not_begun_without_end():
	app = a_device_app()
	for _ in range(device_authorization.MOST - 1):
		attempts.add("device", f"{app.client_id}:127.0.0.1")
	assert app_http().post(BEGIN, app.credentials).status_code == 200
	answer = app_http().post(BEGIN, app.credentials)
	assert refused(answer, "temporarily_unavailable", 429)
	assert 0 < int(answer.headers["Retry-After"]) <= 600


def test_a_disabled_user_gets_nothing_for_what_they_allowed():
	device, person = a_device(a_device_app()), a_user("System Manager")
	decide(device, browser=signed_in(person))
	for enabled in (0, 1):
		frappe.get_doc("User", person).update({"enabled": enabled}).save(ignore_permissions=True)
	frappe.db.commit()
	assert row_of(device).state == "Withdrawn"
	assert refused(poll(device), "invalid_grant")


def test_a_disabled_client_gets_nothing():
	device = a_device(a_device_app())
	decide(device)
	change(device.app, oauth_plus_enabled=0)
	assert refused(poll(device), "invalid_client", 401)


def test_a_user_without_the_role_is_not_asked():
	app = a_device_app(allowed_roles=[{"role": "System Manager"}])
	device = a_device(app)
	page = look(signed_in(a_user()), device.user_code)
	assert page.status_code == 400
	assert "This user may not use this app" in page.text
	assert refused(poll(device), "authorization_pending")


def test_the_code_of_an_app_shows_no_markup():
	"""The name of an app is its own to choose"""
	device = a_device(a_device_app(app_name="<script>alert(1)</script>Tele"))
	page = look(with_any_session(), device.user_code)
	assert "<script>" not in page.text


@pytest.mark.parametrize("code", ["<script>alert(1)</script>", "x" * 5_000, "%00", "../../x", "\u202eABC"])
def test_what_is_no_code_harms_nobody(code):
	page = look(with_any_session(), code)
	assert page.status_code == 400
	assert "No device waits" in page.text
	assert code not in page.text


@pytest.mark.parametrize("sent", [{}, {"device_code": ""}, {"device_code": "x"}])
def test_a_poll_without_a_good_code_is_refused(sent):
	device = a_device(a_device_app())
	error = "invalid_grant" if sent.get("device_code") else "invalid_request"
	assert refused(poll(device, **{"device_code": None} | sent), error)
	assert not rows_of(device.app)


def test_a_user_code_is_no_device_code():
	device = a_device(a_device_app())
	decide(device)
	assert refused(poll(device, device_code=device.user_code), "invalid_grant")


def test_a_device_that_waits_is_deleted_after_a_day():
	from oauth_plus.jobs import retention
	from oauth_plus.jobs.run import Run
	from oauth_plus.platform import clock

	device = a_device(a_device_app())
	wait(device, 2 * 86_400)
	retention.purge(Run("purge"), clock.now())
	frappe.db.rollback()
	assert not frappe.db.exists(REQUEST, {"client": device.app.client_id})


def test_devices_that_wait_are_one_row_of_the_events():
	app = a_device_app()
	for _ in range(4):
		a_device(app)
	assert told_times(app, event="device_waits") == [4]


def test_an_event_says_where_the_device_asked_from():
	device = a_device(a_device_app())
	decide(device)
	[event] = events_of(device.app, event="device_allowed")
	assert "127.0.0.1" in event.cause
	assert recorded(device.app, "device_waits")
	assert body(poll(device))["access_token"]
