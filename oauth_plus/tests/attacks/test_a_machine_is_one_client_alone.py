"""What strangers try with the client credentials grant (RFC 6749 §4.4, RFC 9700 §2.5)."""

import frappe
import pytest

from oauth_plus.tests import site as the_site
from oauth_plus.tests.browser import OAUTH, body
from oauth_plus.tests.factories import (
	App,
	a_machine,
	a_public_app,
	a_user,
	an_app,
	an_old_app,
	change,
	signed_in,
	tamper,
)
from oauth_plus.tests.journey import (
	a_code,
	acts_as,
	app_http,
	by_itself,
	call,
	refresh,
	refused,
	sign_in,
	token_request,
	tokens_of,
)
from oauth_plus.tests.ledger import recorded, rows_of

NAME = "client_credentials"


def service_user(app: App) -> str:
	return frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_service_user")


def token_of(app: App, **changes: str) -> str:
	return tokens_of(app, by_itself(app, **changes)).access_token


def nothing_was_given(app: App) -> bool:
	frappe.db.rollback()
	return rows_of(app) == rows_of(app, "OAuth Plus Grant") == []


def test_a_public_client_gets_nothing_even_with_a_service_user_in_its_row():
	"""§4.4: confidential clients alone"""
	app = a_public_app()
	assert refused(by_itself(app), "unauthorized_client")
	tamper(app, oauth_plus_service_user=a_user())
	frappe.cache.delete_keys("oauth_plus:client")
	assert refused(by_itself(app), "unauthorized_client")
	assert nothing_was_given(app)


@pytest.mark.parametrize("gate", ["Enforce", "Warn", "Off"])
def test_no_gate_lets_a_client_through_without_its_secret(gate):
	app = a_machine(oauth_plus_enforcement=gate)
	assert refused(by_itself(app, client_secret=None), "invalid_client", 401)
	assert refused(by_itself(app, client_secret="wrong"), "invalid_client", 401)
	assert nothing_was_given(app)


@pytest.mark.parametrize("gate", ["Enforce", "Warn"])
def test_another_clients_secret_is_none(gate):
	app, other = a_machine(oauth_plus_enforcement=gate), a_machine()
	assert refused(by_itself(app, client_secret=other.client_secret), "invalid_client", 401)
	assert nothing_was_given(app)


def test_parameters_in_the_address_are_no_request():
	app = a_machine()
	answer = app_http().get(OAUTH + "get_token", {"grant_type": NAME} | app.credentials)
	assert answer.status_code == 405
	assert nothing_was_given(app)


@pytest.mark.parametrize("user", ["Administrator", "Guest", "nobody@example.com", ""])
def test_no_row_that_was_tampered_with_gives_a_token_of_these(user):
	app = tamper(a_machine(), oauth_plus_service_user=user)
	frappe.cache.delete_keys("oauth_plus:client")
	with the_site.settings(allow_administrator=1):
		assert refused(by_itself(app), "unauthorized_client")
	assert nothing_was_given(app)


def test_a_disabled_user_gets_no_token_and_loses_the_old_ones():
	app = a_machine()
	token, user = token_of(app), service_user(app)
	frappe.get_doc("User", user).update({"enabled": 0}).save(ignore_permissions=True)
	assert acts_as(token) is None
	assert refused(by_itself(app), "unauthorized_client")
	frappe.get_doc("User", user).update({"enabled": 1}).save(ignore_permissions=True)
	assert acts_as(token) is None, "what has ended stays ended"
	assert acts_as(token_of(app)) == user


def test_a_user_who_was_disabled_past_every_hook_gets_none_either():
	app = a_machine()
	token_of(app)
	frappe.db.set_value("User", service_user(app), "enabled", 0)
	assert refused(by_itself(app), "unauthorized_client")


def test_a_service_user_who_was_replaced_past_every_hook_loses_the_tokens():
	app, other = a_machine(), a_user()
	token = token_of(app)
	tamper(app, oauth_plus_service_user=other)
	assert acts_as(token) is None, "it was never asked for before: nothing is cached of it"
	assert acts_as(token_of(app)) == other


def test_a_disabled_client_loses_its_tokens():
	app = a_machine()
	token = token_of(app)
	change(app, oauth_plus_enabled=0)
	assert refused(by_itself(app), "invalid_client", 401)
	assert acts_as(token) is None


def test_a_wider_scope_is_not_to_be_had():
	app = a_machine(a_user("System Manager"), scopes="doctype:ToDo:read")
	assert refused(by_itself(app, scope="all"), "invalid_scope")
	assert refused(by_itself(app, scope="doctype:ToDo:write"), "invalid_scope")
	assert body(by_itself(app, scope="doctype:ToDo:read doctype:ToDo:write"))["scope"] == "doctype:ToDo:read"


def test_what_is_taken_from_the_client_is_taken_from_its_tokens():
	app = a_machine(a_user("System Manager"), scopes="openid all")
	token = token_of(app)
	assert call(token, "/api/resource/ToDo").status_code == 200
	change(app, scopes="openid")
	assert refused(call(token, "/api/resource/ToDo"), "insufficient_scope", 403)


def test_an_access_token_refreshes_nothing():
	app = a_machine()
	form = {"grant_type": "refresh_token", "refresh_token": token_of(app)} | app.credentials
	assert refused(token_request(form), "invalid_grant")


def test_a_code_beside_it_is_not_spent_and_not_listened_to():
	"""What does not belong to the grant is ignored; the user of the code is not the one it acts as"""
	app = a_machine(scopes="all openid")
	code = a_code(app)
	token = token_of(app, code=code, redirect_uri=app.redirect_uri, username="Administrator")
	assert acts_as(token) == service_user(app)
	form = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect_uri}
	assert acts_as(tokens_of(app, token_request(form | app.credentials)).access_token) != service_user(app)


def test_a_refresh_token_beside_it_changes_nothing():
	app = a_machine(scopes="all openid")
	persons = sign_in(app)
	assert acts_as(token_of(app, refresh_token=persons.refresh_token)) == service_user(app)
	assert tokens_of(app, refresh(persons))


def test_a_secret_that_is_ended_ends_what_it_proved():
	app = a_machine()
	token = token_of(app)
	browser = signed_in()
	method = "/api/method/oauth_plus.api.clients."
	[secret] = body(browser.get(method + "live_secrets", {"client": app.client_id}))["message"]
	new = body(browser.post(method + "new_secret", {"client": app.client_id, "overlap_days": 7}))["message"]
	newer = App(app.client_id, new["client_secret"])
	other = token_of(newer)
	assert acts_as(token)
	browser.post(method + "end_secret", {"client": app.client_id, "name": secret["name"]})
	assert acts_as(token) is None
	assert acts_as(other)
	assert refused(by_itself(app), "invalid_client", 401)
	assert recorded(app, "grant_ended", reason="secret_ended")


def test_a_token_does_not_outlive_its_secret():
	"""Also where the end of the secret was set after the token was issued"""
	app = a_machine(oauth_plus_access_lifetime=30 * 86_400)
	token_of(app)
	signed_in().post(
		"/api/method/oauth_plus.api.clients.new_secret", {"client": app.client_id, "overlap_days": 1}
	)
	[secret] = frappe.get_all(
		"OAuth Plus Client Secret", {"client": app.client_id, "ends_at": (">", 0)}, ["name", "ends_at"]
	)
	[row] = rows_of(app)
	assert row.oauth_plus_expires_at == pytest.approx(secret.ends_at, abs=1)
	assert body(by_itself(app))["expires_in"] <= 86_400


def test_the_address_of_the_client_is_asked_for_here_too():
	app = a_machine(oauth_plus_networks="192.0.2.0/24")
	assert refused(by_itself(app), "unauthorized_client")
	assert nothing_was_given(app)


def test_the_user_is_held_to_their_own_addresses():
	"""User.restrict_ip, as for sessions"""
	app = a_machine()
	token = token_of(app)
	frappe.get_doc("User", service_user(app)).update({"restrict_ip": "192.0.2.1"}).save(
		ignore_permissions=True
	)
	assert acts_as(token) is None


def test_an_old_client_without_a_secret_is_none():
	"""A public row at Warn goes by its client_id alone, which everybody knows"""
	app = an_old_app(oauth_plus_service_user=a_user())
	assert refused(by_itself(app, client_secret=None), "invalid_client", 401)


def test_who_may_write_clients_but_is_no_system_manager_chooses_no_service_user():
	user = a_user("Website Manager")
	frappe.permissions.add_permission("OAuth Client", "Website Manager", 0)
	frappe.permissions.update_permission_property("OAuth Client", "Website Manager", 0, "write", 1)
	frappe.db.commit()
	try:
		app, boss = an_app(), a_user("System Manager")
		browser = signed_in(user)
		address = f"/api/resource/OAuth Client/{app.client_id}"
		assert browser.open(address, "PUT", json={"app_name": "Mine"}).status_code == 200
		assert browser.open(address, "PUT", json={"oauth_plus_service_user": boss}).status_code == 403
	finally:
		frappe.db.delete("Custom DocPerm", {"parent": "OAuth Client", "role": "Website Manager"})
		frappe.clear_cache(doctype="OAuth Client")
		frappe.db.commit()
	assert refused(by_itself(app), "unauthorized_client")
