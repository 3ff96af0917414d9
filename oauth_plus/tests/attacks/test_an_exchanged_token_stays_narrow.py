"""An exchanged token is never wider and never lives longer than the one it was exchanged for (RFC 8693 §1.1, §5)."""

import time
from collections.abc import Callable

import frappe
import jwt
import pytest
from werkzeug.test import TestResponse

from oauth_plus.store.grants import revocation
from oauth_plus.tests import dpop
from oauth_plus.tests.assertions import a_key
from oauth_plus.tests.browser import OAUTH, body, browser_of
from oauth_plus.tests.factories import (
	App,
	a_gateway,
	a_jwt_app,
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
	Tokens,
	acts_as,
	by_itself,
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
from oauth_plus.tests.ledger import events_of, rows_of, state
from oauth_plus.tests.resources import A, B
from oauth_plus.tests.site import ISSUER, forget_all_that_redis_knows

TODO = "doctype:ToDo:read"


@pytest.fixture(scope="module")
def app(site: str) -> App:
	return an_app()


@pytest.fixture(scope="module")
def gateway(app: App) -> App:
	return a_gateway(app)


@pytest.fixture
def subject(app: App) -> Tokens:
	"""What the app has sent to the gateway."""
	return sign_in(app)


def nothing_is_given(ask: Callable[[], TestResponse], error: str, status: int = 400) -> bool:
	"""The request is refused so, and leaves no row behind."""
	before = state()
	assert refused(ask(), error, status)
	return state() == before


# Who may exchange


@pytest.mark.parametrize("gate", ["Enforce", "Warn", "Off"])
def test_a_client_that_proves_nothing_gets_nothing(app, subject, gate):
	gateway = a_gateway(app)
	tamper(gateway, oauth_plus_enforcement=gate)
	forget_all_that_redis_knows()
	for wrong in (None, "wrong", app.client_secret):
		answer = exchange(gateway, subject.access_token, client_secret=wrong)
		assert answer.status_code in (400, 401), answer.text
	assert rows_of(gateway) == []


@pytest.mark.parametrize("values", [{"oauth_plus_enforcement": "Warn"}, {"oauth_plus_enforcement": "Off"}])
def test_a_gateway_below_enforce_gets_nothing(app, subject, values):
	"""Its token would not be held to its scopes"""
	gateway = a_gateway(app, **values)
	assert nothing_is_given(lambda: exchange(gateway, subject.access_token), "unauthorized_client")


def test_a_public_client_gets_nothing_even_with_the_mark_in_its_row(subject):
	"""RFC 8693 §5"""
	public = a_public_app()
	tamper(public, oauth_plus_exchanges_tokens=1, oauth_plus_exchanges_of="*")
	forget_all_that_redis_knows()
	assert nothing_is_given(lambda: exchange(public, subject.access_token), "unauthorized_client")


def test_the_app_itself_gets_nothing_without_the_mark(app, subject):
	assert nothing_is_given(lambda: exchange(app, subject.access_token), "unauthorized_client")


def test_a_disabled_gateway_gets_nothing(app, subject):
	gateway = a_gateway(app)
	change(gateway, oauth_plus_enabled=0)
	assert nothing_is_given(lambda: exchange(gateway, subject.access_token), "invalid_client", 401)


def test_only_a_system_manager_marks_a_client():
	frappe.set_user(a_user("Website Manager"))
	try:
		with pytest.raises(frappe.PermissionError, match="System Manager"):
			a_gateway()
	finally:
		frappe.set_user("Administrator")
		frappe.db.rollback()


# Whose token, and which


def test_a_token_of_an_app_that_does_not_call_the_gateway_is_none(gateway):
	other = sign_in(an_app()).access_token
	assert nothing_is_given(lambda: exchange(gateway, other), "invalid_request")


def test_names_of_clients_are_compared_letter_by_letter(app, subject):
	for listed in (app.client_id.swapcase(), app.client_id[:-1], f"{app.client_id}x", "%"):
		gateway = a_gateway(oauth_plus_exchanges_of=listed)
		assert nothing_is_given(lambda g=gateway: exchange(g, subject.access_token), "invalid_request")


def test_no_other_credential_is_a_subject_token(app, gateway, subject):
	for other in (
		subject.refresh_token,
		subject.answer["id_token"],
		gateway.client_secret,
		"x" * 43,
		"..",
		"a.b.c",
	):
		assert nothing_is_given(lambda o=other: exchange(gateway, o), "invalid_request")


def test_a_machines_token_is_none(gateway):
	"""No user has given it"""
	machine = a_machine()
	change(gateway, oauth_plus_exchanges_of="*")
	token = tokens_of(machine, by_itself(machine)).access_token
	assert acts_as(token)
	assert nothing_is_given(lambda: exchange(gateway, token), "invalid_request")


def test_a_token_of_another_site_is_none(gateway, subject):
	"""Whatever it says, and whoever has signed it: only what is stored here counts"""
	claims = {"iss": "https://other.example.com", "aud": ISSUER, "client_id": gateway.client_id, "sub": "x"}
	forged = jwt.encode(claims | {"exp": time.time() + 60}, "k" * 32, "HS256", headers={"typ": "at+jwt"})
	for kind in ("access_token", "jwt"):
		named = f"urn:ietf:params:oauth:token-type:{kind}"
		ask = lambda: exchange(gateway, forged, subject_token_type=named)  # noqa: B023, E731
		assert nothing_is_given(ask, "invalid_request")


def test_a_token_that_has_ended_is_none(gateway, subject):
	assert revoke(subject.app, subject.access_token).status_code == 200
	assert nothing_is_given(lambda: exchange(gateway, subject.access_token), "invalid_request")


def test_an_expired_token_is_none(app, gateway, subject):
	row = rows_of(app)[-1]
	frappe.db.set_value("OAuth Bearer Token", row.name, "oauth_plus_expires_at", time.time() - 1)
	frappe.db.commit()
	assert nothing_is_given(lambda: exchange(gateway, subject.access_token), "invalid_request")


def test_a_token_that_may_not_come_from_here_is_none():
	"""The app's Allowed IP Addresses do not have the gateway's: it cannot get around them"""
	app = an_app()
	tokens, gateway = sign_in(app), a_gateway(app)
	change(app, oauth_plus_networks="192.0.2.1")
	assert nothing_is_given(lambda: exchange(gateway, tokens.access_token), "invalid_request")


def test_administrators_token_is_none(gateway):
	app = an_old_app()
	change(gateway, oauth_plus_exchanges_of="*")
	tokens = sign_in(app, browser_of("Administrator"))
	assert acts_as(tokens.access_token) == "Administrator", "an old client's gate only watches"
	assert nothing_is_given(lambda: exchange(gateway, tokens.access_token), "invalid_request")


# Tokens that are bound to a key (RFC 9449)


def test_a_bound_token_is_not_exchanged_for_one_that_works_without_its_key(app, gateway):
	"""Neither with a proof of the gateway's own key"""
	bound = dpop.sign_in(app).access_token
	own = {"DPoP": dpop.a_proof(key=a_key("ES256", "of the gateway"))}
	assert nothing_is_given(lambda: exchange(gateway, bound), "invalid_request")
	assert nothing_is_given(lambda: exchange(gateway, bound, headers=own), "invalid_request")
	assert dpop.call(bound).status_code == 200


def test_who_has_the_key_may_narrow_a_bound_token_which_stays_bound():
	app = a_gateway(an_app())
	bound = dpop.sign_in(app).access_token
	answer = exchange(app, bound, headers={"DPoP": dpop.a_proof()}, scope=TODO)
	token = tokens_of(app, answer).access_token
	assert body(answer)["token_type"] == "DPoP"
	assert call(token).status_code == 401
	assert dpop.call(token, "/api/resource/ToDo").status_code == 200
	assert dpop.call(token, "/api/resource/User").status_code == 403


def test_a_gateway_binds_its_own_token_to_its_own_key(app, subject):
	gateway, key = a_gateway(app, oauth_plus_access_token_format="JWT"), a_key("ES256", "of the gateway")
	answer = exchange(gateway, subject.access_token, headers={"DPoP": dpop.a_proof(key=key)})
	token = tokens_of(gateway, answer).access_token
	claims = jwt.decode(token, options={"verify_signature": False})
	assert claims["cnf"] == {"jkt": dpop.thumbprint(key)} == body(introspect(gateway, token))["cnf"]
	assert claims["act"]["client_id"] == gateway.client_id
	assert call(token).status_code == 401
	assert dpop.call(token, key=key).status_code == 200


# Never wider


def test_scopes_beyond_the_subject_token_are_not_given(app, gateway):
	narrow = sign_in(app, scope="openid").access_token
	assert nothing_is_given(lambda: exchange(gateway, narrow, scope="all"), "invalid_scope")
	assert body(exchange(gateway, narrow, scope="all openid"))["scope"] == "openid"
	assert body(exchange(gateway, narrow))["scope"] == "openid"


def test_scopes_beyond_the_gateway_are_not_given(app, subject):
	gateway = a_gateway(app, scopes="openid")
	assert nothing_is_given(lambda: exchange(gateway, subject.access_token, scope=TODO), "invalid_scope")
	other = a_gateway(app, scopes="doctype:User:read")
	narrow = sign_in(app, scope="openid").access_token
	assert nothing_is_given(lambda: exchange(other, narrow), "invalid_scope")


def test_a_narrow_one_cannot_be_made_wide_again(app, gateway, subject):
	narrow = exchanged(gateway, subject.access_token, scope=TODO)
	assert nothing_is_given(lambda: exchange(gateway, narrow, scope="all"), "invalid_scope")
	assert body(exchange(gateway, narrow))["scope"] == TODO


@pytest.mark.parametrize("whose", ["app", "gateway"])
def test_a_scope_that_one_of_them_loses_is_lost_at_once(whose):
	app = an_app(scopes=f"{TODO} openid")
	gateway = a_gateway(app, scopes=f"{TODO} openid")
	token = exchanged(gateway, sign_in(app).access_token)
	assert call(token, "/api/resource/ToDo").status_code == 200
	change({"app": app, "gateway": gateway}[whose], scopes="openid")
	assert call(token, "/api/resource/ToDo").status_code == 403


def test_a_token_for_one_resource_is_not_exchanged_for_another(app, gateway):
	"""RFC 8693 §2.2.2, RFC 8707 §2"""
	bound = sign_in(app, resource=A).access_token
	for name in ("resource", "audience"):
		for other in (B, ISSUER, f"{ISSUER}/api", "https://other.example.com", "reports"):
			ask = lambda: exchange(gateway, bound, **{name: other})  # noqa: B023, E731
			assert nothing_is_given(ask, "invalid_target")
	token = exchanged(gateway, bound)
	assert call(token, "/api/resource/ToDo").status_code == 401
	assert nothing_is_given(lambda: exchange(gateway, token, resource=B), "invalid_target")


def test_an_unknown_resource_is_none(gateway, subject):
	for name in ("resource", "audience"):
		ask = lambda: exchange(gateway, subject.access_token, **{name: "https://other.example.com"})  # noqa: B023, E731
		assert nothing_is_given(ask, "invalid_target")


def test_an_old_apps_gate_does_not_open_more_to_the_gateway():
	"""The app is at Warn: its own token does more than its scopes say, and no exchanged one does"""
	app = an_old_app(scopes="openid")
	token = exchanged(a_gateway(app), sign_in(app).access_token)
	assert call(token, "/api/resource/User").status_code == 403


def test_a_gateway_that_is_set_to_warn_later_opens_nothing(app):
	"""Below Enforce, no token is held to its scopes, at userinfo neither"""
	gateway = a_gateway(app)
	token = exchanged(gateway, sign_in(app).access_token, scope=TODO)
	change(gateway, oauth_plus_enforcement="Warn")
	for path in ("/api/resource/User", "/api/resource/ToDo", f"{OAUTH}openid_profile"):
		assert call(token, path).status_code == 401


# Never longer


def test_it_expires_with_the_subject_token(app, gateway):
	patient = a_gateway(app, oauth_plus_access_lifetime=86_400)
	tokens = sign_in(app)
	frappe.db.set_value(
		"OAuth Bearer Token", rows_of(app)[-1].name, "oauth_plus_expires_at", time.time() + 100
	)
	frappe.db.commit()
	assert body(exchange(patient, tokens.access_token))["expires_in"] in range(95, 101)
	change(patient, oauth_plus_access_lifetime=0)  # the longest lifetime of a site keeps its keys published
	own = a_gateway(app, oauth_plus_access_lifetime=60)
	assert body(exchange(own, sign_in(app).access_token))["expires_in"] == 60


def test_there_is_nothing_to_refresh_it_with(app, gateway, subject):
	for scope in ("all openid", "offline_access", "all"):
		assert "refresh_token" not in body(exchange(gateway, subject.access_token, scope=scope))


ENDS: dict[str, Callable[[Tokens, App], object]] = {
	"the app revokes it": lambda tokens, gateway: revoke(tokens.app, tokens.refresh_token),
	"the app is disabled": lambda tokens, gateway: change(tokens.app, oauth_plus_enabled=0),
	"the gateway is disabled": lambda tokens, gateway: change(gateway, oauth_plus_enabled=0),
	"the gateway loses its mark": lambda tokens, gateway: change(gateway, oauth_plus_exchanges_tokens=0),
	"the refresh token is replayed": lambda tokens, gateway: _replay(tokens),
	"the row of the app is changed": lambda tokens, gateway: _quietly(tokens.app, oauth_plus_enabled=0),
	"the row of the gateway is changed": lambda tokens, gateway: _quietly(gateway, oauth_plus_enabled=0),
	"the gateway is renamed": lambda tokens, gateway: _rename(gateway),
	"the app is renamed": lambda tokens, gateway: _rename(tokens.app),
	"the mark is taken from the row": lambda tokens, gateway: _quietly(
		gateway, oauth_plus_exchanges_tokens=0
	),
}


def _quietly(app: App, **values: object) -> None:
	"""Past every hook; Redis knows for a minute what was true before."""
	tamper(app, **values)
	forget_all_that_redis_knows()


def _rename(app: App) -> None:
	"""The client gets another name. Its users' grants go on, but a chain keeps the old name."""
	frappe.rename_doc("OAuth Client", app.client_id, f"{app.client_id}-renamed", force=True)
	frappe.db.commit()


def _replay(tokens: Tokens) -> None:
	app = change(tokens.app, oauth_plus_grace=0)
	second = tokens_of(app, refresh(tokens))
	assert refused(refresh(tokens), "invalid_grant")
	assert acts_as(second.access_token) is None


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_it_ends_at_once_with_what_it_stands_on(end):
	app = an_app()
	gateway = a_gateway(app)
	tokens = sign_in(app)
	token = exchanged(gateway, tokens.access_token)
	assert acts_as(token)
	end(tokens, gateway)
	assert acts_as(token) is None


def test_it_ends_with_its_user():
	user = a_user("System Manager")
	app = an_app()
	gateway = a_gateway(app)
	token = exchanged(gateway, sign_in(app, signed_in(user)).access_token)
	assert acts_as(token) == user
	frappe.get_doc("User", user).update({"enabled": 0}).save(ignore_permissions=True)
	frappe.db.commit()
	assert acts_as(token) is None


@pytest.mark.parametrize("values", [{"oauth_plus_enabled": 0}, {"oauth_plus_exchanges_tokens": 0}])
def test_what_has_ended_does_not_come_back_with_the_gateway(values):
	app = an_app()
	gateway = a_gateway(app)
	tokens = sign_in(app)
	token = exchanged(gateway, tokens.access_token)
	change(gateway, **values)
	change(gateway, **dict.fromkeys(values, 1))
	assert acts_as(token) is None
	assert acts_as(tokens.access_token), "the app's own token goes on"
	assert "1 exchanged tokens" in " ".join(row.cause for row in events_of(gateway, event="token_revoked"))


def test_who_stands_between_ends_it_too():
	"""App, first gateway, second gateway: the token of the second ends with the first"""
	app = an_app()
	one = a_gateway(app)
	two = a_gateway(one)
	token = exchanged(two, exchanged(one, sign_in(app).access_token))
	assert acts_as(token)
	change(one, oauth_plus_enabled=0)
	assert acts_as(token) is None
	change(one, oauth_plus_enabled=1)
	assert acts_as(token) is None


def test_a_chain_that_was_edited_opens_nothing(app, gateway, subject):
	token = exchanged(gateway, subject.access_token)
	row = rows_of(gateway)[-1].name
	for chain in (f"{gateway.client_id}\nother", f"other\n{app.client_id}", "", app.client_id):
		frappe.db.set_value("OAuth Bearer Token", row, "oauth_plus_delegation", chain)
		frappe.db.commit()
		forget_all_that_redis_knows()
		assert acts_as(token) is None, chain


def test_a_chain_of_gateways_has_an_end(app, subject):
	gateways = [a_gateway(oauth_plus_exchanges_of="*") for _ in range(4)]
	token = subject.access_token
	for gateway in gateways[:3]:
		token = exchanged(gateway, token)
	assert nothing_is_given(lambda: exchange(gateways[3], token), "invalid_request")


# Who may do what with it


def test_it_is_the_gateways_alone(app, gateway, subject):
	token = exchanged(gateway, subject.access_token)
	assert body(introspect(app, token)) == {"active": False}
	assert revoke(app, token).status_code == 400
	assert acts_as(token)


def test_the_gateway_can_neither_refresh_nor_revoke_for_the_app(gateway, subject):
	stolen = Tokens(gateway, subject.access_token, subject.refresh_token, {})
	assert refused(refresh(stolen), "invalid_grant")
	assert revoke(gateway, subject.access_token).status_code == 400
	assert acts_as(subject.access_token)


def test_ending_all_of_a_user_at_a_gateway_leaves_the_app(app, gateway, subject):
	token = exchanged(gateway, subject.access_token)
	revocation.end_all("ended_by_administrator", client_id=gateway.client_id)
	frappe.db.commit()
	assert acts_as(token) is None
	assert acts_as(subject.access_token)


def test_a_jwt_of_the_app_makes_no_difference(gateway):
	app = a_jwt_app()
	change(gateway, oauth_plus_exchanges_of="*")
	tokens = sign_in(app)
	token = exchanged(gateway, tokens.access_token)
	assert revoke(app, tokens.access_token).status_code == 200
	assert acts_as(token) is None
	assert nothing_is_given(lambda: exchange(gateway, tokens.access_token), "invalid_request")


def test_a_changed_letter_makes_a_jwt_unknown(gateway):
	app = a_jwt_app()
	change(gateway, oauth_plus_exchanges_of="*")
	token = sign_in(app).access_token
	claims = jwt.decode(token, options={"verify_signature": False})
	for forged in (
		token[:-2] + ("AA" if token[-2:] != "AA" else "BB"),
		token + "=",
		f"{token}.",
		token.swapcase(),
	):
		assert nothing_is_given(lambda f=forged: exchange(gateway, f), "invalid_request")
	assert claims["iss"] == ISSUER
