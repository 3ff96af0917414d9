"""The device flow (RFC 8628): a device shows a code, its user types it, and the device gets its tokens."""

import re

import frappe
import pytest

from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.device import GRANT, PAGE, a_device, begin, decide, look, poll, row_of, sentence, wait
from oauth_plus.tests.factories import (
	a_device_app,
	a_public_app,
	a_regular,
	a_user,
	an_app,
	change,
	signed_in,
	with_any_session,
)
from oauth_plus.tests.journey import acts_as, refresh, refused, tokens_of
from oauth_plus.tests.ledger import families_of, recorded, rows_of

METADATA = ("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")


@pytest.fixture(autouse=True)
def nobody_has_guessed(site) -> None:
	frappe.cache.delete_keys("oauth_plus:attempts")


def test_a_device_gets_what_its_user_allows():
	device = a_device(a_device_app(), scope="all openid")
	assert refused(poll(device), "authorization_pending")
	page = decide(device)
	assert "The device is connected" in page.text
	wait(device, 5)
	tokens = tokens_of(device.app, poll(device))
	assert acts_as(tokens.access_token) == a_regular()
	assert tokens.answer["scope"] == "all openid"
	assert tokens.answer["id_token"]
	assert tokens_of(device.app, refresh(tokens)).access_token
	assert recorded(device.app, "token_issued", reason=GRANT, user=a_regular())
	assert recorded(device.app, "consent_given")


def test_a_device_is_told_where_its_user_goes():
	"""§3.2"""
	answer = begin(a_device_app())
	said = body(answer)
	assert answer.headers["Cache-Control"] == "no-store"
	assert re.fullmatch(r"[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}", said["user_code"])
	assert said["verification_uri"].endswith(PAGE)
	assert said["verification_uri_complete"] == f"{said['verification_uri']}?user_code={said['user_code']}"
	assert (said["expires_in"], said["interval"]) == (600, 5)
	assert len(said["device_code"]) == 43


def test_a_confidential_client_proves_itself():
	app = an_app(oauth_plus_device_flow=1)
	assert refused(begin(app, client_secret=None), "invalid_client", 401)
	device = a_device(app)
	decide(device)
	assert refused(poll(device, client_secret="wrong"), "invalid_client", 401)
	assert tokens_of(app, poll(device))


def test_the_flow_is_off_until_it_is_ticked():
	app = a_public_app()
	assert refused(begin(app), "unauthorized_client")
	change(app, oauth_plus_device_flow=1)
	device = a_device(app)
	decide(device)
	change(app, oauth_plus_device_flow=0)
	assert refused(poll(device), "unauthorized_client")


def test_a_client_of_devices_alone_needs_no_redirect_uri():
	made = frappe.get_doc(
		{"doctype": "OAuth Client", "app_name": "Television", "scopes": "all", "oauth_plus_device_flow": 1}
	)
	assert made.insert(ignore_permissions=True).name
	frappe.db.rollback()


def test_who_asks_too_often_waits_longer():
	"""§3.5: slow_down"""
	device = a_device(a_device_app())
	assert refused(poll(device), "authorization_pending")
	assert refused(poll(device), "slow_down")
	assert row_of(device).interval == 10
	wait(device, 6)
	assert refused(poll(device), "slow_down")
	wait(device, 15)
	assert refused(poll(device), "authorization_pending")
	assert not recorded(device.app, "token_refused"), "this is how devices wait"


def test_the_user_says_no():
	device = a_device(a_device_app())
	page = decide(device, "deny")
	assert "The device is not connected" in page.text
	assert refused(poll(device), "access_denied")
	assert recorded(device.app, "device_denied")
	assert not rows_of(device.app)


def test_after_ten_minutes_it_is_over():
	device = a_device(a_device_app())
	wait(device, 601)
	assert refused(poll(device), "expired_token")
	page = look(with_any_session(), device.user_code)
	assert "No device waits with this code" in page.text


def test_what_was_allowed_is_taken_in_time():
	device = a_device(a_device_app())
	decide(device)
	wait(device, 601)
	assert refused(poll(device), "expired_token")


@pytest.mark.parametrize(
	"typed", [str, str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} "]
)
def test_the_code_is_read_as_people_type_it(typed):
	device = a_device(a_device_app(app_name="Television"))
	assert device.user_code in look(with_any_session(), typed(device.user_code)).text


def test_the_page_says_who_asks_and_from_where():
	"""§5.4: against a code that somebody else has sent"""
	app = a_device_app(app_name="Television", oauth_plus_maker="Tele Ltd.")
	device = a_device(app)
	text = sentence(look(with_any_session(), device.user_code))
	for said in (
		"Television",
		"Made by Tele Ltd.",
		"It asks from 127.0.0.1",
		"Waiting time",
		device.user_code,
		a_regular(),
	):
		assert said in text
	assert "Allow it only if you have started this yourself" in text
	assert "If somebody sent you the code or a link to this page, deny it" in text


def test_scopes_can_be_left_out():
	device = a_device(a_device_app(scopes="openid doctype:ToDo:read doctype:Note:read"))
	browser = with_any_session()
	page = look(browser, device.user_code)
	fields = {"scope_1": "", "scope_2": "doctype:Note:read"}
	browser.submit(page, decision="allow", **fields)
	assert tokens_of(device.app, poll(device)).answer["scope"] == "openid doctype:Note:read"


def test_a_guest_signs_in_first_and_comes_back():
	device = a_device(a_device_app())
	answer = look(Browser(), device.user_code)
	assert answer.status_code == 303
	assert (
		answer.headers["Location"] == f"/login?redirect-to=%2Foauth-device%3Fuser_code%3D{device.user_code}"
	)


def test_without_a_code_the_page_asks_for_one():
	page = with_any_session().get(PAGE)
	assert page.status_code == 200
	assert "Type the code that your device shows." in page.text
	assert page.headers["X-Frame-Options"] == "DENY"
	assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
	assert page.headers["Cache-Control"] == "no-store"


def test_the_grant_is_on_the_users_page_and_ends_there():
	person = a_user("System Manager")
	device = a_device(a_device_app(app_name=f"Television {frappe.generate_hash(length=5)}"))
	browser = signed_in(person)
	decide(device, browser=browser)
	token = tokens_of(device.app, poll(device)).access_token
	assert (
		frappe.db.get_value("OAuth Client", device.app.client_id, "app_name")
		in browser.get("/oauth-apps").text
	)
	[grant] = families_of(device.app)
	browser.post(METHOD + "oauth_plus.api.account.end_grant", {"family": grant.name, "csrf_token": ""})
	assert grant.user == person
	frappe.get_doc("User", person).update({"enabled": 0}).save(ignore_permissions=True)
	assert acts_as(token) is None


def test_unknown_scopes_are_left_out_and_none_is_refused():
	app = a_device_app(scopes="openid")
	assert refused(begin(app, scope="nonsense"), "invalid_scope")
	device = a_device(app, scope="openid nonsense")
	decide(device)
	assert tokens_of(app, poll(device)).answer["scope"] == "openid"


def test_metadata_name_it_exactly_while_a_client_may_use_it(site):
	others = frappe.get_all("OAuth Client", {"oauth_plus_device_flow": 1}, pluck="name")
	for other in others:
		frappe.db.set_value("OAuth Client", other, "oauth_plus_device_flow", 0)
	frappe.db.commit()
	assert _told() == {(False, None)}
	app = a_device_app()
	[(works, endpoint)] = _told()
	assert works
	assert endpoint.endswith("/api/method/oauth_plus.api.device.device_authorization")
	change(app, oauth_plus_enabled=0)
	assert _told() == {(False, None)}
	for other in others:
		frappe.db.set_value("OAuth Client", other, "oauth_plus_device_flow", 1)
	frappe.db.commit()


def _told() -> set[tuple[bool, str | None]]:
	documents = [body(Browser().get(path)) for path in METADATA]
	return {
		(GRANT in document["grant_types_supported"], document.get("device_authorization_endpoint"))
		for document in documents
	}


@pytest.mark.parametrize(
	"method", ["oauth_plus.api.device.device_authorization", "oauth_plus.api.logout.end_session"]
)
def test_a_body_that_frappe_cannot_read_is_the_programs_fault_and_not_an_update_of_the_site(method):
	"""RFC 6749 §5.2: also where the endpoint has no name of Frappe's"""
	answer = Browser().post(METHOD + method, data=b'{"client_id": ', content_type="application/json")
	assert answer.status_code == 400, answer.text[:500]
	assert "Retry-After" not in answer.headers
