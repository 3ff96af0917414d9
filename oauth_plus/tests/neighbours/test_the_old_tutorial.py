"""Frappe's own documentation of old, and those who followed it: the code in the address bar, the secret twice."""

import frappe
import pytest

from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import an_app, an_old_app, change
from oauth_plus.tests.journey import a_code, acts_as, refused, sign_in, tokens_of
from oauth_plus.tests.ledger import would_refuse


def form(app, code):
	grant = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect_uri}
	return grant | app.credentials


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_old_client_redeems_by_the_address_and_the_event_says_what_to_do(method):
	"""RFC 6749 §3.2, RFC 9700 §4.3.2: at Enforce the body alone"""
	app = an_old_app()
	answer = Browser().open(OAUTH + "get_token", method, query_string=form(app, a_code(app)))
	tokens = tokens_of(app, answer)
	assert acts_as(tokens.access_token)
	assert "parameters_in_address" in would_refuse(app)


@pytest.mark.parametrize(("method", "status"), [("GET", 405), ("POST", 400)])
def test_a_new_client_is_told_where_parameters_belong(method, status):
	app = an_app()
	code = a_code(app)
	answer = Browser().open(OAUTH + "get_token", method, query_string=form(app, code))
	assert refused(answer, "invalid_request", status)
	if status == 405:
		assert answer.headers["Allow"] == "POST"
	assert tokens_of(app, Browser().post(OAUTH + "get_token", form(app, code)))


@pytest.mark.parametrize("endpoint", ["introspect_token", "revoke_token"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_other_endpoints_go_by_the_same_gate(endpoint, method):
	for make in (an_old_app, an_app):
		app = make()
		tokens = sign_in(app)
		query = {"token": tokens.access_token} | app.credentials
		answer = Browser().open(OAUTH + endpoint, method, query_string=query)
		if make is an_old_app:
			assert answer.status_code == 200
			assert "parameters_in_address" in would_refuse(app)
			assert (acts_as(tokens.access_token) is None) == (endpoint == "revoke_token")
		else:
			assert refused(answer, "invalid_request", 405 if method == "GET" else 400)
			assert acts_as(tokens.access_token)


@pytest.mark.parametrize("endpoint", ["get_token", "introspect_token", "revoke_token"])
def test_a_get_with_nothing_in_it_is_told_the_method(endpoint):
	answer = Browser().get(OAUTH + endpoint)
	assert refused(answer, "invalid_request", 405)
	assert answer.headers["Allow"] == "POST"


@pytest.mark.parametrize("make", [an_app, an_old_app])
def test_the_same_secret_in_the_header_and_in_the_form_is_one_proof(make):
	"""Microsoft Copilot Studio, WordPress, expo-auth-session: RFC 6749 §2.3 forbids it to clients, and nothing is
	won by refusing it"""
	app = make()
	sent = form(app, a_code(app))
	tokens = tokens_of(app, Browser().post(OAUTH + "get_token", sent, headers=app.basic))
	answer = Browser().post(
		OAUTH + "revoke_token", {"token": tokens.access_token, **app.credentials}, headers=app.basic
	)
	assert answer.status_code == 200
	assert acts_as(tokens.access_token) is None


@pytest.mark.parametrize("wrong", [{"client_secret": "another"}, {"client_id": "another"}])
def test_two_that_differ_are_none(wrong):
	app = an_app()
	code = a_code(app)
	answer = Browser().post(OAUTH + "get_token", form(app, code) | wrong, headers=app.basic)
	assert refused(answer, "invalid_request")
	assert tokens_of(app, Browser().post(OAUTH + "get_token", form(app, code)))


def test_the_scope_of_the_old_manual_is_offered_by_its_new_name():
	"""“scope=project will allow you to access project doctypes”"""
	app = an_old_app()
	with pytest.raises(frappe.ValidationError, match="doctype:User:write"):
		change(app, scopes="user", oauth_plus_enforcement="Enforce")
	frappe.db.rollback()
	assert sign_in(app).access_token


def test_a_body_goes_before_the_address():
	"""Cache-busters and the like do no harm"""
	app = an_app()
	answer = Browser().post(OAUTH + "get_token?_=123&code=another", form(app, a_code(app)))
	assert "access_token" in body(answer)
