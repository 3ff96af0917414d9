"""Token exchange (RFC 8693): a gateway gets a narrower token for that of a user, and acts by it."""

from datetime import timedelta
from urllib.parse import urlencode

import frappe
import pytest
from werkzeug.test import TestResponse

from oauth_plus.platform import clock
from oauth_plus.rules.token_exchange import ACCESS_TOKEN, GRANT, JWT, MARK
from oauth_plus.store.clients import client_lists, client_rows
from oauth_plus.tests.assertions import a_key, asserted, key_set
from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.endpoints.test_jwt_access_tokens import SIGNED, claims_of
from oauth_plus.tests.factories import (
	App,
	a_gateway,
	a_jwt_app,
	a_regular,
	an_app,
	an_old_app,
	change,
	signed_in,
)
from oauth_plus.tests.journey import (
	acts_as,
	call,
	exchange,
	exchanged,
	introspect,
	refresh,
	refused,
	revoke,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import events_of, families_of, recorded, rows_of
from oauth_plus.tests.resources import A, B, declared
from oauth_plus.tests.site import ISSUER

METADATA = ("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")

TODO = "doctype:ToDo:read"


@pytest.fixture(scope="module")
def app(site: str) -> App:
	"""An app whose users call gateways."""
	return an_app()


@pytest.fixture(scope="module")
def gateway(app: App) -> App:
	"""A gateway that serves this app."""
	return a_gateway(app)


def exchanged_for(gateway: App, token: str, *pairs: tuple[str, str]) -> TestResponse:
	"""An exchange that repeats a parameter."""
	form = {"grant_type": GRANT, "subject_token": token, "subject_token_type": ACCESS_TOKEN}
	sent = urlencode([*(form | gateway.credentials).items(), *pairs])
	return Browser().post(OAUTH + "get_token", sent, content_type="application/x-www-form-urlencoded")


def test_a_gateway_gets_a_token_of_its_own_and_acts_as_the_user(app, gateway):
	"""RFC 8693 §2.2.1"""
	subject = sign_in(app)
	answer = exchange(gateway, subject.access_token)
	said = body(answer)
	assert answer.status_code == 200, answer.text
	assert set(said) == {"access_token", "issued_token_type", "token_type", "expires_in", "scope"}
	assert said["issued_token_type"] == ACCESS_TOKEN
	assert said["token_type"] == "Bearer"
	assert said["access_token"] != subject.access_token
	assert said["expires_in"] <= subject.answer["expires_in"]
	assert answer.headers["Cache-Control"] == "no-store"
	assert acts_as(said["access_token"]) == a_regular()
	assert acts_as(subject.access_token) == a_regular(), "the subject token goes on"


def test_it_is_a_row_of_the_users_grant_with_its_chain(app, gateway):
	before = len(families_of(gateway))
	token = exchanged(gateway, sign_in(app).access_token)
	row = frappe.get_doc("OAuth Bearer Token", {"access_token": token})
	assert row.client == gateway.client_id
	assert row.oauth_plus_family == families_of(app)[-1].name
	assert row.oauth_plus_delegation.splitlines() == [gateway.client_id, app.client_id]
	assert len(families_of(gateway)) == before
	event = events_of(gateway, event="token_issued", reason=GRANT)[-1]
	assert event.user == a_regular()
	assert app.client_id in event.cause


def test_scope_narrows_it(app, gateway):
	subject = sign_in(app).access_token
	said = body(exchange(gateway, subject, scope=TODO))
	assert said["scope"] == TODO
	assert call(said["access_token"], "/api/resource/ToDo").status_code == 200
	assert call(said["access_token"], "/api/resource/User").status_code == 403


def test_it_has_no_scope_that_the_gateway_may_not_have(app):
	gateway = a_gateway(app, scopes=TODO)
	assert body(exchange(gateway, sign_in(app).access_token))["scope"] == TODO


@pytest.mark.parametrize("name", ["resource", "audience"])
def test_it_is_bound_to_the_resource_that_is_named(app, gateway, name):
	"""RFC 8693 §2.1: by its URI, whichever of the two parameters has it"""
	token = exchanged(gateway, sign_in(app).access_token, **{name: A})
	assert call(token).status_code == 200
	assert call(token, "/api/resource/ToDo").status_code == 401
	assert body(introspect(gateway, token))["aud"] == A


def test_resources_may_be_repeated(app, gateway):
	answer = exchanged_for(
		gateway, sign_in(app).access_token, ("resource", A), ("audience", B), ("audience", A)
	)
	assert body(introspect(gateway, body(answer)["access_token"]))["aud"] == [A, B]


def test_a_declared_resource_may_be_named(app, gateway):
	with declared("/gateways/reports"):
		token = exchanged(gateway, sign_in(app).access_token, audience=f"{ISSUER}/gateways/reports")
		assert body(introspect(gateway, token))["aud"] == f"{ISSUER}/gateways/reports"


def test_a_jwt_says_who_acts(app):
	"""RFC 8693 §4.1, §4.3"""
	gateway = a_gateway(app, **SIGNED)
	said = body(exchange(gateway, sign_in(app).access_token, requested_token_type=JWT, resource=A))
	assert said["issued_token_type"] == JWT
	claims = claims_of(said["access_token"], A)
	assert claims["act"] == {"sub": gateway.client_id, "client_id": gateway.client_id}
	assert claims["client_id"] == gateway.client_id
	assert claims["exp"] - claims["iat"] == said["expires_in"]
	assert acts_as(said["access_token"]) == a_regular()
	assert body(exchange(gateway, sign_in(app).access_token))["issued_token_type"] == ACCESS_TOKEN


def test_a_jwt_may_be_the_subject_token(gateway):
	app = a_jwt_app()
	change(gateway, oauth_plus_exchanges_of="*")
	subject = sign_in(app).access_token
	for kind in (ACCESS_TOKEN, JWT):
		assert "." not in exchanged(gateway, subject, subject_token_type=kind)
	assert refused(
		exchange(gateway, sign_in(an_app()).access_token, subject_token_type=JWT), "invalid_request"
	)


def test_a_gateway_of_a_gateway_nests_who_acts(app):
	"""RFC 8693 §4.1, and introspection says the same"""
	one = a_gateway(app)
	two = a_gateway(one, **SIGNED)
	first = exchanged(one, sign_in(app).access_token)
	second = exchanged(two, first)
	inner = {"sub": one.client_id, "client_id": one.client_id}
	outer = {"sub": two.client_id, "client_id": two.client_id, "act": inner}
	assert body(introspect(one, first))["act"] == inner
	assert body(introspect(two, second))["act"] == outer == claims_of(second)["act"]
	assert acts_as(second) == a_regular()


def test_a_gateway_narrows_its_own_token_once_more_and_stays_one_actor(app, gateway):
	first = exchanged(gateway, sign_in(app).access_token)
	second = exchanged(gateway, first, scope=TODO)
	assert body(introspect(gateway, second))["act"] == body(introspect(gateway, first))["act"]
	assert "scope" in body(introspect(gateway, second))


def test_a_client_may_narrow_the_tokens_of_its_own_users():
	app = a_gateway(an_app())
	token = exchanged(app, sign_in(app).access_token, scope=TODO)
	assert body(introspect(app, token))["act"]["client_id"] == app.client_id
	assert call(token, "/api/resource/User").status_code == 403


def test_an_old_apps_tokens_may_be_exchanged_for_one_that_is_held_to_its_scopes(gateway):
	app = an_old_app(scopes=f"{TODO} openid")
	change(gateway, oauth_plus_exchanges_of="*")
	subject = sign_in(app).access_token
	assert call(subject, "/api/resource/User").status_code == 200, "Warn"
	assert call(exchanged(gateway, subject), "/api/resource/User").status_code == 403


def test_a_gateway_may_prove_itself_with_a_key(app):
	gateway = a_gateway(app, oauth_plus_jwks=key_set(a_key()))
	assert exchanged(gateway, sign_in(app).access_token, **asserted(gateway))


def test_revocation_by_the_gateway_ends_that_token_alone(app, gateway):
	"""RFC 7009 §2.1"""
	subject = sign_in(app)
	one, two = (exchanged(gateway, subject.access_token) for _ in range(2))
	assert revoke(gateway, one).status_code == 200
	assert acts_as(one) is None
	assert acts_as(two) == acts_as(subject.access_token) == a_regular()
	assert tokens_of(app, refresh(subject))


def test_a_refresh_of_the_app_leaves_it_alone(app, gateway):
	subject = sign_in(app)
	token = exchanged(gateway, subject.access_token)
	assert tokens_of(app, refresh(subject))
	assert acts_as(token) == a_regular()


def test_openid_gives_userinfo_and_no_id_token(app, gateway):
	token = exchanged(gateway, sign_in(app).access_token, scope="openid")
	answer = Browser().get(OAUTH + "openid_profile", headers={"Authorization": f"Bearer {token}"})
	assert answer.status_code == 200


def test_without_the_mark_there_is_no_exchange(app):
	plain = an_app()
	assert refused(exchange(plain, sign_in(app).access_token), "unauthorized_client")
	event = events_of(plain, event="token_refused")[-1]
	assert "May Exchange Tokens" in event.fix
	assert rows_of(plain) == []


def test_what_is_missing_or_not_supported_is_refused_by_name(app, gateway):
	"""RFC 8693 §2.1, §2.2.2"""
	subject = sign_in(app).access_token
	for changes in (
		{"subject_token": None},
		{"subject_token_type": None},
		{"subject_token_type": "urn:ietf:params:oauth:token-type:saml2"},
		{"actor_token": subject, "actor_token_type": ACCESS_TOKEN},
		{"requested_token_type": "urn:ietf:params:oauth:token-type:refresh_token"},
		{"requested_token_type": JWT},
	):
		answer = exchange(gateway, subject, **changes)
		assert refused(answer, "invalid_request")
		assert any(name in body(answer)["error_description"] for name in changes)


def test_each_refusal_says_its_cause_and_fix_to_the_administrator(app, gateway):
	other = an_app()
	narrow = a_gateway(app)
	assert refused(exchange(narrow, sign_in(other).access_token), "invalid_request")
	event = events_of(narrow, event="token_refused")[-1]
	assert other.client_id in event.cause
	assert "Exchanges Tokens Of" in event.fix
	assert recorded(narrow, "token_refused", reason="invalid_request")


def test_the_metadata_name_it_while_a_gateway_may_use_it(app):
	"""RFC 8414 §2"""
	others = frappe.get_all("OAuth Client", {MARK: 1, "oauth_plus_enabled": 1}, pluck="name")
	_mark(others, 0)
	assert advertised() == {False}
	gateway = a_gateway(app)
	assert advertised() == {True}
	change(gateway, oauth_plus_enforcement="Warn")
	assert advertised() == {False}
	change(gateway, oauth_plus_enforcement="Enforce")
	assert advertised() == {True}
	change(gateway, oauth_plus_enabled=0)
	assert advertised() == {False}
	_mark(others, 1)


def _mark(names: list[str], value: int) -> None:
	for name in names:
		frappe.db.set_value("OAuth Client", name, MARK, value, update_modified=False)
		client_rows.invalidate(name)  # no hook sees this
	frappe.db.commit()


def advertised() -> set[bool]:
	return {GRANT in body(Browser().get(path))["grant_types_supported"] for path in METADATA}


def test_a_gateway_is_saved_with_a_list_and_a_secret():
	for values, sentence in (
		({"oauth_plus_exchanges_of": ""}, "Exchanges Tokens Of"),
		({"oauth_plus_client_type": "Public"}, "anybody could exchange tokens"),
	):
		with pytest.raises(frappe.ValidationError, match=sentence):
			a_gateway(**values)
		frappe.db.rollback()


def test_a_gateway_needs_no_redirect_uri(app):
	gateway = a_gateway(app)
	change(gateway, redirect_uris="", default_redirect_uri="")
	assert exchanged(gateway, sign_in(app).access_token)


def test_a_gateway_is_not_disabled_as_unused(app, gateway):
	found = client_lists.unused_since(clock.now() + timedelta(hours=1))
	assert app.client_id in found
	assert gateway.client_id not in found


def test_who_may_use_the_gateway_is_asked_of_the_user(app):
	browser = signed_in()
	gateway = a_gateway(app, allowed_roles=[{"role": "Website Manager"}])
	assert refused(exchange(gateway, sign_in(app, browser).access_token), "invalid_request")
