"""Claims, names of the roles, and subjects of a client's own (OpenID Connect Core §5, §8)."""

import json
from typing import Any

import frappe
import pytest

from oauth_plus.rules.sign_in import MULTI_FACTOR, ONE_FACTOR
from oauth_plus.tests.browser import OAUTH, Browser, body, browser_of, sent_to
from oauth_plus.tests.factories import App, a_regular, a_user, an_app, change, signed_in, with_any_session
from oauth_plus.tests.journey import (
	Tokens,
	ask,
	bearer,
	decide,
	introspect,
	redeem,
	refresh,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.keys import verified

WANTED = {"userinfo": {"email": {"essential": True}, "groups": None}, "id_token": {"locale": None}}


def userinfo(tokens: Tokens) -> dict[str, Any]:
	return body(Browser().get(OAUTH + "openid_profile", headers=bearer(tokens.access_token)))


def id_token(tokens: Tokens) -> dict[str, Any]:
	return verified(tokens.answer["id_token"], tokens.app)


def an_app_for(scopes: str, **values: Any) -> App:
	return an_app(scopes=scopes, **values)


@pytest.fixture
def traveller() -> str:
	"""Somebody with a language and a time zone of their own."""
	user = a_user("System Manager")
	frappe.db.set_value("User", user, {"language": "de", "time_zone": "America/Sao_Paulo"})
	frappe.db.commit()
	frappe.clear_document_cache("User", user)
	return user


def test_profile_gives_language_time_zone_and_the_time_of_the_last_change(traveller):
	"""OpenID Connect Core §5.1, §5.4"""
	tokens = sign_in(an_app_for("openid profile"), signed_in(traveller))
	for told in (userinfo(tokens), id_token(tokens)):
		assert told["locale"] == "de"
		assert told["zoneinfo"] == "America/Sao_Paulo"
		assert isinstance(told["updated_at"], int)
		assert told["preferred_username"]
		assert {"email", "roles"}.isdisjoint(told)


def test_a_user_without_a_time_zone_has_that_of_the_site():
	told = userinfo(sign_in(an_app_for("openid profile")))
	assert told["zoneinfo"] == frappe.utils.get_system_timezone()


def test_email_alone_gives_nothing_of_the_profile():
	told = userinfo(sign_in(an_app_for("openid email")))
	assert {"email", "email_verified"} <= set(told)
	assert {"locale", "zoneinfo", "updated_at", "name"}.isdisjoint(told)


def test_the_roles_are_also_given_by_the_name_that_the_app_wants():
	"""Grafana, Nextcloud and others look for `groups`"""
	app = an_app_for("openid roles", oauth_plus_groups_claim="groups")
	tokens = sign_in(app)
	for told in (userinfo(tokens), id_token(tokens)):
		assert told["groups"] == told["roles"]
		assert "System Manager" in told["groups"]


def test_without_the_scope_roles_there_are_no_groups():
	app = an_app_for("openid email roles", oauth_plus_groups_claim="groups")
	assert {"groups", "roles"}.isdisjoint(userinfo(sign_in(app, scope="openid email")))


def test_a_protected_name_is_refused_on_the_form():
	for name in ("sub", "aud", "email"):
		with pytest.raises(frappe.ValidationError, match="Groups Claim"):
			an_app(oauth_plus_groups_claim=name)
		frappe.db.rollback()


def test_claims_ask_for_their_scopes_and_the_user_sees_them():
	"""OpenID Connect Core §5.5: nothing is given past the consent page"""
	app = an_app_for("openid email profile roles", oauth_plus_groups_claim="groups")
	browser = with_any_session()
	page = ask(browser, app, scope="openid", claims=json.dumps(WANTED))
	assert page.status_code == 200
	for scope in ("email", "roles", "profile"):
		assert f'value="{scope}"' in page.text
	code = sent_to(decide(browser, page))["code"]
	told = userinfo(_redeemed(app, code))
	assert {"email", "groups", "locale"} <= set(told)


def test_a_claim_whose_scope_was_unticked_is_left_out():
	app = an_app_for("openid email profile roles")
	browser = with_any_session()
	page = ask(browser, app, scope="openid", claims=json.dumps({"userinfo": {"email": {"essential": True}}}))
	field = page.text.split('value="email"')[0].rsplit('name="', 1)[1].split('"')[0]
	answer = browser.submit(page, decision="allow", **{field: ""})
	told = userinfo(_redeemed(app, sent_to(answer)["code"]))
	assert "email" not in told


def test_a_claim_whose_scope_the_client_may_not_have_is_left_out():
	tokens = sign_in(an_app_for("openid"), claims=json.dumps(WANTED))
	assert {"email", "roles", "locale"}.isdisjoint({**userinfo(tokens), **id_token(tokens)})


@pytest.mark.parametrize("text", ["x", "[]", '{"userinfo":[]}', '{"id_token":{"email":1}}'])
def test_malformed_claims_are_an_invalid_request(text):
	answer = sent_to(ask(with_any_session(), an_app(), claims=text))
	assert answer["error"] == "invalid_request"
	assert answer["state"] == "123"


def test_claims_without_openid_are_none_of_ours():
	assert ask(with_any_session(), an_app(), scope="all", claims="x").status_code == 200


def test_a_sub_in_claims_names_who_must_be_signed_in():
	"""OpenID Connect Core §3.1.2.2"""
	app, browser = an_app(), with_any_session()
	mine = id_token(sign_in(app, browser))["sub"]
	for value, error in ((mine, None), ("somebody-else", "login_required")):
		answer = ask(browser, app, claims=json.dumps({"id_token": {"sub": {"value": value}}}))
		assert (answer.status_code == 200) if error is None else sent_to(answer)["error"] == error


def test_an_acr_that_must_be_met_is_met_or_refused():
	"""OpenID Connect Core §5.5.1.1"""
	essential = {"essential": True, "values": ["urn:gold", ONE_FACTOR]}
	app, met = an_app(), json.dumps({"id_token": {"acr": essential}})
	assert id_token(sign_in(app, signed_in(), claims=met))["acr"] == ONE_FACTOR
	for values in (["urn:gold"], [MULTI_FACTOR], [1], []):
		asked = json.dumps({"id_token": {"acr": {"essential": True, "values": values}}})
		assert sent_to(ask(signed_in(), app, claims=asked))["error"] == "unmet_authentication_requirements"
	nameless = json.dumps({"id_token": {"acr": {"essential": True, "value": ""}}})
	unknown = browser_of(a_regular())  # nobody knows how this session began
	assert sent_to(ask(unknown, app, claims=nameless))["error"] == "unmet_authentication_requirements"


def test_an_acr_that_is_only_wished_for_is_no_condition():
	"""OpenID Connect Core §5.5.1.1"""
	asked = json.dumps({"id_token": {"acr": {"values": ["urn:gold"]}}})
	assert ask(with_any_session(), an_app(), claims=asked).status_code == 200


# Subjects of a client's own

PAIRWISE = {"oauth_plus_subject_type": "Pairwise"}


def at(host: str, **values: Any) -> App:
	uri = f"https://{host}/callback"
	return an_app(redirect_uris=uri, default_redirect_uri=uri, **values)


def test_apps_of_different_hosts_know_a_user_by_different_ids():
	"""OpenID Connect Core §8.1"""
	apps = [
		at("a.example.com", **PAIRWISE),
		at("a.example.com", **PAIRWISE),
		at("b.example.com", **PAIRWISE),
		an_app(),
	]
	subs = [id_token(sign_in(app))["sub"] for app in apps]
	assert subs[0] == subs[1]
	assert len(set(subs)) == 3


def test_every_endpoint_tells_the_same_sub():
	app = at("a.example.com", **PAIRWISE)
	tokens = sign_in(app)
	sub = id_token(tokens)["sub"]
	assert userinfo(tokens)["sub"] == sub
	assert body(introspect(app, tokens.access_token))["sub"] == sub
	assert id_token(tokens_of(app, refresh(tokens)))["sub"] == sub


def test_a_hint_is_the_clients_own_sub():
	app, public = at("a.example.com", **PAIRWISE), an_app()
	browser = with_any_session()
	tokens, elsewhere = sign_in(app, browser), sign_in(public, browser)
	own, other = id_token(tokens)["sub"], id_token(elsewhere)["sub"]
	assert ask(browser, app, id_token_hint=tokens.answer["id_token"]).status_code == 200
	for hint, is_expected in ((own, True), (other, False)):
		page = ask(browser, app, login_hint=hint)
		assert ("expected another account" in page.text) is not is_expected


def test_a_gateway_knows_a_user_by_its_own_id():
	app, gateway = at("a.example.com", **PAIRWISE), an_app(oauth_plus_introspects_all=1)
	sub = body(introspect(gateway, sign_in(app).access_token))["sub"]
	assert sub == id_token(sign_in(gateway))["sub"]


def test_one_sub_is_not_found_from_another():
	first, second = (id_token(sign_in(at(f"{each}.example.com", **PAIRWISE)))["sub"] for each in "ab")
	public = id_token(sign_in(an_app()))["sub"]
	assert len({first, second, public}) == 3
	bob = id_token(sign_in(at("a.example.com", **PAIRWISE), signed_in(a_regular("Bob"))))["sub"]
	assert bob != first


def test_pairwise_needs_one_host():
	"""OpenID Connect Core §8.1"""
	uris = "https://a.example.com/callback\nhttps://b.example.com/callback"
	with pytest.raises(frappe.ValidationError, match="one host"):
		an_app(redirect_uris=uris, default_redirect_uri="", **PAIRWISE)
	frappe.db.rollback()
	app = an_app(redirect_uris=uris, default_redirect_uri="")
	with pytest.raises(frappe.ValidationError, match="one host"):
		change(app, **PAIRWISE)
	frappe.db.rollback()


def _redeemed(app: App, code: str) -> Tokens:
	return tokens_of(app, redeem(app, code))
