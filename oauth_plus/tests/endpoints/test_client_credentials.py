"""The client credentials grant (RFC 6749 §4.4): a client acts by itself, as its Service User."""

import frappe
import pytest

from oauth_plus.store.grants.service_grants import WINDOW
from oauth_plus.tests import factories
from oauth_plus.tests.assertions import a_key, asserted, key_set
from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.factories import (
	a_machine,
	a_public_app,
	a_regular,
	a_user,
	an_app,
	change,
	signed_in,
	tamper,
)
from oauth_plus.tests.journey import (
	acts_as,
	by_itself,
	call,
	introspect,
	refused,
	revoke,
	sign_in,
	token_request,
	tokens_of,
)
from oauth_plus.tests.ledger import events_of, families_of, recorded, rows_of

METADATA = ("/.well-known/openid-configuration", "/.well-known/oauth-authorization-server")
NAME = "client_credentials"


def token_of(app, **changes) -> str:
	return tokens_of(app, by_itself(app, **changes)).access_token


def advertised() -> set[bool]:
	return {NAME in body(Browser().get(path))["grant_types_supported"] for path in METADATA}


def test_a_client_acts_as_its_service_user():
	user = a_user()
	app = a_machine(user)
	answer = by_itself(app)
	said = body(answer)
	assert acts_as(said["access_token"]) == user
	assert set(said) == {"access_token", "expires_in", "token_type", "scope"}, "no refresh token (§4.4.3)"
	assert said["token_type"] == "Bearer"
	assert said["expires_in"] in range(3595, 3601)
	assert answer.headers["Cache-Control"] == "no-store"
	assert recorded(app, "token_issued", reason=NAME, user=user)


def test_basic_authenticates_as_well():
	app = a_machine()
	answer = token_request({"grant_type": NAME}, headers=app.basic)
	assert acts_as(tokens_of(app, answer).access_token)


def test_openid_brings_no_id_token():
	app = a_machine(scopes="openid all", oauth_plus_refresh_tokens="Always")
	said = body(by_itself(app, scope="openid"))
	assert said["scope"] == "openid"
	assert not {"id_token", "refresh_token"} & set(said)


def test_without_a_service_user_there_is_no_token():
	app = an_app()
	assert refused(by_itself(app), "unauthorized_client")
	[event] = events_of(app, event="token_refused")
	assert "Service User" in event.cause + event.fix


def test_a_client_of_a_service_user_needs_no_redirect_uri_and_asks_nobody():
	app = factories.frappe.get_doc(
		{
			"doctype": "OAuth Client",
			"app_name": "Nightly",
			"scopes": "all",
			"oauth_plus_service_user": a_user(),
		}
	).insert(ignore_permissions=True)
	frappe.db.commit()
	machine = factories.App(app.name, factories.handed_out.note(app.client_secret))
	assert acts_as(token_of(machine))
	asked = {
		"client_id": app.name,
		"response_type": "code",
		"redirect_uri": "https://app.example.com/callback",
	}
	answer = signed_in().get("/api/method/frappe.integrations.oauth2.authorize", asked)
	assert answer.status_code == 400
	assert "Location" not in answer.headers


def test_scopes_are_the_clients_and_may_be_narrowed():
	app = a_machine(scopes="openid doctype:ToDo:read")
	assert body(by_itself(app))["scope"] == "openid doctype:ToDo:read"
	assert body(by_itself(app, scope="doctype:ToDo:read"))["scope"] == "doctype:ToDo:read"
	assert body(by_itself(app, scope="doctype:ToDo:read all nonsense"))["scope"] == "doctype:ToDo:read"
	assert refused(by_itself(app, scope="all nonsense"), "invalid_scope")


def test_default_scopes_stand_in_for_a_missing_scope():
	app = a_machine(scopes="openid doctype:ToDo:read", oauth_plus_default_scopes="doctype:ToDo:read")
	assert body(by_itself(app))["scope"] == "doctype:ToDo:read"


def test_a_client_without_scopes_gets_nothing():
	app = tamper(a_machine(), scopes="")
	assert refused(by_itself(app), "invalid_scope")


def test_the_token_is_held_to_its_scopes():
	token = token_of(a_machine(a_user("System Manager"), scopes="doctype:ToDo:read"))
	assert call(token, "/api/resource/ToDo").status_code == 200
	assert refused(call(token, "/api/resource/Note"), "insufficient_scope", 403)


def test_introspection_describes_it_as_any_other():
	app = a_machine()
	said = body(introspect(app, token_of(app)))
	assert (said["active"], said["client_id"], said["scope"]) == (True, app.client_id, "all")
	assert said["sub"]
	assert said["exp"] > said["iat"]


def test_each_token_is_valid_by_itself():
	app = a_machine()
	first, second = token_of(app), token_of(app)
	assert first != second
	assert body(revoke(app, first)) == {}
	assert acts_as(first) is None
	assert acts_as(second)
	assert body(introspect(app, second))["active"] is True


def test_one_grant_takes_all_tokens_of_a_day():
	app = a_machine()
	for _ in range(5):
		token_of(app)
	[grant] = families_of(app)
	assert (grant.state, grant.user) == (
		"Active",
		frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_service_user"),
	)
	assert grant.absolute_ends == grant.idle_ends
	assert grant.secret
	rows = rows_of(app)
	assert {row.oauth_plus_family for row in rows} == {grant.name}
	assert len(rows) == 5
	assert {row.refresh_token for row in rows} == {None}


def test_the_next_day_begins_another_grant():
	app = a_machine()
	first = token_of(app)
	[grant] = families_of(app)
	ends = frappe.utils.add_to_date(grant.absolute_ends, seconds=-WINDOW.total_seconds())
	frappe.db.set_value("OAuth Plus Grant", grant.name, {"absolute_ends": ends, "idle_ends": ends})
	frappe.db.commit()
	second = token_of(app)
	assert len(families_of(app)) == 2
	assert acts_as(first)
	assert acts_as(second)


def test_other_scopes_of_the_client_begin_another_grant():
	app = a_machine(scopes="openid")
	token_of(app)
	change(app, scopes="openid doctype:ToDo:read")
	assert body(by_itself(app))["scope"] == "openid doctype:ToDo:read"
	assert {row.scopes for row in families_of(app)} == {"openid", "openid doctype:ToDo:read"}


def test_a_client_may_also_act_for_people():
	"""The two kinds of grants have nothing to do with each other"""
	app = a_machine(a_regular())
	own, persons = token_of(app), sign_in(app)
	assert len(families_of(app)) == 2
	revoke(app, persons.refresh_token)
	assert acts_as(persons.access_token) is None
	assert acts_as(own)


def test_what_ends_all_grants_of_the_client_ends_these():
	app = a_machine()
	token = token_of(app)
	answer = signed_in().post(METHOD + "oauth_plus.api.grants.end_grants", {"client": app.client_id})
	assert body(answer)["message"] == 1
	assert acts_as(token) is None
	assert acts_as(token_of(app)), "its secret is as good as before"


def test_another_service_user_ends_the_tokens_of_the_one_before():
	app, other = a_machine(), a_user()
	token = token_of(app)
	change(app, oauth_plus_service_user=other)
	assert acts_as(token) is None
	assert recorded(app, "grant_ended", reason="service_user_changed")
	assert acts_as(token_of(app)) == other


def test_without_its_service_user_the_client_loses_its_tokens():
	app = a_machine()
	token = token_of(app)
	change(app, oauth_plus_service_user=None)
	assert acts_as(token) is None
	assert refused(by_itself(app), "unauthorized_client")


def test_a_renamed_service_user_stays_the_one():
	app = a_machine()
	token, new = token_of(app), f"renamed.{frappe.generate_hash(length=8)}@example.com"
	old = frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_service_user")
	frappe.rename_doc("User", old, new, force=True)
	frappe.db.commit()
	assert acts_as(token) == new
	assert acts_as(token_of(app)) == new


def test_the_page_of_a_users_apps_shows_what_they_have_allowed_themselves():
	user = a_user()
	app = a_machine(user, app_name=f"Nightly {frappe.generate_hash(length=6)}")
	token_of(app)
	page = factories.signed_in(user).get("/oauth-apps")
	assert frappe.db.get_value("OAuth Client", app.client_id, "app_name") not in page.text


def test_metadata_name_it_exactly_while_a_client_may_use_it(site):
	others = frappe.get_all(
		"OAuth Client", {"oauth_plus_service_user": ("is", "set")}, ["name", "oauth_plus_service_user"]
	)
	for other in others:
		frappe.db.set_value("OAuth Client", other.name, "oauth_plus_service_user", None)
	frappe.db.commit()
	assert advertised() == {False}
	app = a_machine()
	assert advertised() == {True}
	change(app, oauth_plus_enabled=0)
	assert advertised() == {False}
	for other in others:
		frappe.db.set_value(
			"OAuth Client", other.name, "oauth_plus_service_user", other.oauth_plus_service_user
		)
	frappe.db.commit()


@pytest.mark.parametrize("user", ["Administrator", "Guest"])
def test_the_form_refuses_users_who_stand_for_more_than_one(user):
	app = an_app()
	answer = signed_in().open(
		f"/api/resource/OAuth Client/{app.client_id}", "PUT", json={"oauth_plus_service_user": user}
	)
	assert answer.status_code == 417
	assert f"The Service User <strong>{user}</strong>" in body(answer)["_server_messages"].encode().decode(
		"unicode_escape"
	)


def test_the_form_refuses_a_disabled_user_and_a_public_client_with_one():
	user = a_user()
	frappe.db.set_value("User", user, "enabled", 0)
	frappe.db.commit()
	with pytest.raises(frappe.ValidationError, match="does not exist or is disabled"):
		a_machine(user)
	frappe.db.rollback()
	with pytest.raises(frappe.ValidationError, match="has no secret"):
		a_public_app(oauth_plus_service_user=a_user())
	frappe.db.rollback()


def test_roles_of_a_service_user_are_shown_to_who_may_read_clients():
	user, method = (
		a_user("Website Manager", "System Manager"),
		METHOD + "oauth_plus.api.service_user.roles_of",
	)
	answer = signed_in().get(method, {"user": user})
	assert body(answer)["message"] == ["System Manager", "Website Manager"]
	assert signed_in(a_user()).get(method, {"user": user}).status_code == 403


@pytest.mark.parametrize("algorithm", ["ES256", "EdDSA", "Ed25519", "RS256"])
def test_a_key_stands_for_the_secret_and_takes_its_tokens_along(algorithm):
	"""RFC 7523 §2.2: what a key proved ends when the key is removed, and what its successor proves goes on"""
	old, new, user = a_key(algorithm, "old"), a_key(algorithm, "new"), a_user()
	app = a_machine(user, oauth_plus_jwks=key_set(old, new))
	first, second = (token_of(app, **asserted(app, key)) for key in (old, new))
	assert {acts_as(first), acts_as(second)} == {user}
	assert acts_as(token_of(app, **asserted(app, old))) == user
	change(app, oauth_plus_jwks=key_set(new))
	assert acts_as(first) is None
	assert acts_as(second) == user
	assert refused(by_itself(app, **asserted(app, old)), "invalid_client", 401)
	change(app, oauth_plus_jwks="")
	assert acts_as(second) is None
