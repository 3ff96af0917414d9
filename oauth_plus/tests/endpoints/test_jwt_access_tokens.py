"""Access tokens that are signed JWTs (RFC 9068): a choice for each client, and a row by digest as every other."""

from typing import Any

import frappe
import jwt
import pytest

from oauth_plus.rules.doctype_scope import for_doctype
from oauth_plus.rules.secret import digest
from oauth_plus.store.people import subjects
from oauth_plus.tests import device, dpop
from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import (
	a_device_app,
	a_jwt_app,
	a_machine,
	a_public_app,
	a_regular,
	a_user,
	an_app,
	an_old_app,
	change,
	signed_in,
)
from oauth_plus.tests.journey import (
	acts_as,
	bearer,
	by_itself,
	call,
	introspect,
	refresh,
	refused,
	revoke,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.keys import served, verified
from oauth_plus.tests.ledger import events_of, families_of, rows_of
from oauth_plus.tests.resources import A
from oauth_plus.tests.site import ISSUER, settings

SIGNED = {"oauth_plus_access_token_format": "JWT"}


def claims_of(token: str, audience: str | list[str] = ISSUER) -> dict[str, Any]:
	"""What a gateway reads, verified with the keys that everybody may fetch (RFC 9068 §4)."""
	header = jwt.get_unverified_header(token)
	key = served()[header["kid"]]
	assert header == {"alg": key["alg"], "kid": key["kid"], "typ": "at+jwt"}
	return jwt.decode(token, jwt.PyJWK(key).key, [key["alg"]], audience=audience, issuer=ISSUER)


def test_it_says_who_may_do_what_and_where_and_until_when():
	"""RFC 9068 §2.2"""
	app = a_jwt_app()
	tokens = sign_in(app)
	claims = claims_of(tokens.access_token)
	assert set(claims) == {"iss", "sub", "aud", "client_id", "scope", "iat", "exp", "jti", "auth_time"}
	assert claims["sub"] == verified(tokens.answer["id_token"], app)["sub"]
	assert claims["client_id"] == app.client_id
	assert claims["scope"] == tokens.answer["scope"]
	assert claims["exp"] - claims["iat"] == tokens.answer["expires_in"]
	assert claims["auth_time"] <= claims["iat"]
	assert len(tokens.access_token) < 1_000


def test_it_opens_the_site_as_any_other():
	tokens = sign_in(a_jwt_app())
	assert acts_as(tokens.access_token) == a_regular()
	profile = body(Browser().get(OAUTH + "openid_profile", headers=bearer(tokens.access_token)))
	assert profile["sub"] == claims_of(tokens.access_token)["sub"]


def test_the_site_stores_its_digest_alone():
	app = a_jwt_app()
	token = sign_in(app).access_token
	[row] = rows_of(app)
	assert row.access_token == digest(token)
	assert claims_of(token)["jti"] not in {str(value) for value in row.values()}


def test_a_plain_client_gets_an_opaque_one():
	app = an_app()
	assert "." not in sign_in(app).access_token
	assert frappe.db.get_value("OAuth Client", app.client_id, "oauth_plus_access_token_format") == "Opaque"


def test_no_two_have_the_same_jti():
	tokens = sign_in(a_jwt_app())
	named = {claims_of(tokens.access_token)["jti"]}
	for _ in range(3):
		tokens = tokens_of(tokens.app, refresh(tokens))
		named.add(claims_of(tokens.access_token)["jti"])
	assert len(named) == 4


def test_a_refresh_gives_another_and_its_repeat_the_same():
	first = sign_in(a_jwt_app())
	second, again = body(refresh(first)), body(refresh(first))
	assert claims_of(second["access_token"])["client_id"] == first.app.client_id
	assert again["access_token"] == second["access_token"] != first.access_token
	narrowed = tokens_of(first.app, refresh(tokens_of(first.app, refresh(first)), scope="openid"))
	assert claims_of(narrowed.access_token)["scope"] == "openid"


def test_the_site_refuses_it_at_once_when_its_grant_ends():
	"""A gateway that verifies by itself goes on until `exp`"""
	tokens = sign_in(a_jwt_app())
	assert acts_as(tokens.access_token)
	assert revoke(tokens.app, tokens.access_token).status_code == 200
	assert acts_as(tokens.access_token) is None
	assert body(introspect(tokens.app, tokens.access_token)) == {"active": False}
	assert claims_of(tokens.access_token)["jti"]


@pytest.mark.parametrize("ended", ["client", "user"])
def test_it_ends_with_its_client_and_its_user(ended):
	user = a_user("System Manager")
	tokens = sign_in(a_jwt_app(), signed_in(user))
	assert acts_as(tokens.access_token) == user
	if ended == "client":
		change(tokens.app, oauth_plus_enabled=0)
	else:
		frappe.get_doc("User", user).update({"enabled": 0}).save(ignore_permissions=True)
		frappe.db.commit()
	assert call(tokens.access_token).status_code == 401


def test_introspection_says_the_same_of_both_kinds():
	"""RFC 7662 §2.2"""
	opaque, signed = (sign_in(app) for app in (an_app(), a_jwt_app()))
	plain, said = (body(introspect(each.app, each.access_token)) for each in (opaque, signed))
	claims = claims_of(signed.access_token)
	assert set(said) == {*plain, "jti"}
	assert {name: said[name] for name in ("iss", "sub", "client_id", "scope", "iat", "jti")} == {
		name: claims[name] for name in ("iss", "sub", "client_id", "scope", "iat", "jti")
	}
	assert said["active"] is True
	assert abs(said["exp"] - claims["exp"]) <= 1


def test_it_is_for_its_resource():
	"""RFC 8707 §2, RFC 9068 §3"""
	app = a_jwt_app()
	token = sign_in(app, resource=A).access_token
	assert claims_of(token, A)["aud"] == A
	assert body(introspect(app, token))["aud"] == A
	with pytest.raises(jwt.InvalidAudienceError):
		claims_of(token)


def test_its_sub_is_the_clients_own_where_that_is_pairwise():
	"""OpenID Connect Core §8"""
	app = a_jwt_app(oauth_plus_subject_type="Pairwise")
	tokens = sign_in(app)
	subject = claims_of(tokens.access_token)["sub"]
	assert subject == verified(tokens.answer["id_token"], app)["sub"] != subjects.public(a_regular())


def test_one_that_is_bound_to_a_key_says_so():
	"""RFC 9449 §6.1"""
	app = a_jwt_app()
	tokens = dpop.sign_in(app)
	assert claims_of(tokens.access_token)["cnf"] == {"jkt": dpop.thumbprint()}
	assert call(tokens.access_token).status_code == 401
	assert dpop.call(tokens.access_token).status_code == 200


def test_machines_devices_and_public_clients_may_have_it():
	user = a_user()
	machine = a_machine(user, **SIGNED)
	assert claims_of(tokens_of(machine, by_itself(machine)).access_token)["sub"] == subjects.public(user)
	waiting = device.a_device(a_device_app(**SIGNED))
	device.decide(waiting)
	assert claims_of(body(device.poll(waiting))["access_token"])["aud"] == ISSUER
	assert claims_of(sign_in(a_public_app(**SIGNED)).access_token)


def test_the_clients_secret_never_signs_it():
	"""RFC 9068 §2.1: an old client verifies its ID tokens with its secret, and gateways do not have that"""
	tokens = sign_in(an_old_app(**SIGNED))
	assert jwt.get_unverified_header(tokens.answer["id_token"])["alg"] == "HS256"
	assert claims_of(tokens.access_token)["client_id"] == tokens.app.client_id


def test_it_is_signed_by_the_algorithm_of_the_site():
	with settings(id_token_signing_algorithm="ES256"):
		token = sign_in(a_jwt_app()).access_token
		assert jwt.get_unverified_header(token)["alg"] == "ES256"
		assert claims_of(token)
	assert claims_of(token), "the key stays published"
	assert acts_as(token)


def test_the_event_says_how_long_a_gateway_may_believe_it():
	app = a_jwt_app(oauth_plus_access_lifetime=300)
	assert sign_in(app).answer["expires_in"] == 300
	[event] = events_of(app, event="token_issued")
	assert "300 s" in event.cause
	plain = an_app()
	sign_in(plain)
	assert events_of(plain, event="token_issued")[0].cause == ""


def test_a_client_changes_to_it_and_back_without_a_sign_in():
	app = an_app()
	first = sign_in(app)
	change(app, **SIGNED)
	second = tokens_of(app, refresh(first))
	assert claims_of(second.access_token)
	change(app, oauth_plus_access_token_format="Opaque")
	third = tokens_of(app, refresh(second))
	assert "." not in third.access_token
	assert acts_as(second.access_token), "what was issued before goes on, as after any refresh"
	assert len(families_of(app)) == 1


def test_one_that_no_header_would_carry_is_not_issued():
	tokens = sign_in(a_jwt_app())
	named = frappe.get_all("DocType", {"istable": 0}, pluck="name", order_by="name asc", limit=110)
	scopes = " ".join(for_doctype(doctype) for doctype in named)
	assert refused(refresh(tokens, scope=scopes), "invalid_scope")
	assert tokens_of(tokens.app, refresh(tokens))
