"""A client_id that is the address of what the app says of itself (draft-ietf-oauth-client-id-metadata-document)."""

import json
import time
from collections.abc import Iterator
from typing import Any

import frappe
import jwt
import pytest
import time_machine
from werkzeug.test import TestResponse

from oauth_plus.rules import client_document
from oauth_plus.rules.token_exchange import LIST, MARK
from oauth_plus.tests.assertions import a_key, asserted, key_set
from oauth_plus.tests.browser import METHOD, OAUTH, Browser, body, sent_to
from oauth_plus.tests.factories import App, a_user, an_app, signed_in, with_any_session
from oauth_plus.tests.journey import (
	Proof,
	a_code,
	acts_as,
	ask,
	decide,
	exchanged,
	introspect,
	redeem,
	refresh,
	refused,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import errors
from oauth_plus.tests.publisher import Publisher, events, publishing
from oauth_plus.tests.pushed import push, pushed
from oauth_plus.tests.site import settings

ON = {"client_id_metadata_documents": 1, "private_client_documents": 1}

MEMBER = "client_id_metadata_document_supported"


@pytest.fixture(autouse=True)
def is_on() -> Iterator[None]:
	"""As for apps on the site's own network."""
	with settings(**ON):
		yield


@pytest.fixture
def publisher() -> Iterator[Publisher]:
	with publishing() as found:
		yield found


def asked(publisher: Publisher, **values: Any) -> TestResponse:
	"""The app sends a user."""
	return ask(with_any_session(), publisher.app, **Proof().asked, **values)


def row_of(publisher: Publisher) -> Any:
	frappe.db.rollback()
	name = client_document.row_name(publisher.address)
	return frappe.get_doc("OAuth Client", name) if frappe.db.exists("OAuth Client", name) else None


def recorded(publisher: Publisher, event: str) -> bool:
	return row_of(publisher).name in {each.client for each in events(event).values()}


def test_an_app_that_nobody_has_registered_gets_tokens(publisher: Publisher):
	app, proof = publisher.app, Proof()
	tokens = tokens_of(app, redeem(app, a_code(app, proof=proof), proof))
	claims = jwt.decode(tokens.answer["id_token"], options={"verify_signature": False})
	assert claims["aud"] == publisher.address
	again = tokens_of(app, refresh(tokens))
	assert acts_as(again.access_token)
	stored = row_of(publisher)
	assert stored.oauth_plus_document_url == publisher.address
	assert stored.oauth_plus_client_type == "Public"
	assert "all" not in stored.scopes.split()
	assert publisher.read == 1
	assert recorded(publisher, "client_registered")


def test_it_proves_itself_with_its_keys_and_sees_its_own_name(publisher: Publisher):
	"""RFC 7523 §3, RFC 7662 §2.2"""
	publisher.members |= {
		"token_endpoint_auth_method": "private_key_jwt",
		"jwks": json.loads(key_set(a_key())),
	}
	app = App(publisher.address, "", False, publisher.app.redirect_uri, "openid")
	assert refused(redeem(app, a_code(app), client_secret=None), "invalid_client", 401)
	tokens = tokens_of(app, redeem(app, a_code(app), **asserted(app)))
	answer = body(introspect(app, tokens.access_token, **asserted(app)))
	assert (answer["active"], answer["client_id"]) == (True, publisher.address)
	as_row = {name: row_of(publisher).name for name in ("iss", "sub")}
	assert refused(redeem(app, "x", **asserted(app, **as_row)), "invalid_client", 401)


def test_a_gateway_is_named_by_its_address_in_act(publisher: Publisher):
	"""RFC 8693 §4.1"""
	publisher.members |= {
		"token_endpoint_auth_method": "private_key_jwt",
		"jwks": json.loads(key_set(a_key())),
	}
	gateway = App(publisher.address, "", False, publisher.app.redirect_uri, "openid")
	a_code(gateway)
	row_of(publisher).update({MARK: 1, LIST: "*"}).save(ignore_permissions=True)
	frappe.db.commit()
	token = exchanged(gateway, sign_in(an_app()).access_token, **asserted(gateway))
	said = body(introspect(gateway, token, **asserted(gateway)))
	assert said["act"] == {"sub": publisher.address, "client_id": publisher.address}


def test_its_first_request_may_be_a_pushed_one(publisher: Publisher):
	"""RFC 9126 §2: the document is read when the app pushes"""
	app, proof, browser = publisher.app, Proof(), with_any_session()
	uri = pushed(app, proof)
	page = browser.get(OAUTH + "authorize", {"client_id": app.client_id, "request_uri": uri})
	code = sent_to(decide(browser, page))["code"]
	assert tokens_of(app, redeem(app, code, proof))
	assert publisher.read == 1
	publisher.status = 500
	with publishing() as other:
		other.status = 500
		assert refused(push(other.app, **Proof().asked), "invalid_request")


def test_it_signs_its_user_out_by_its_own_name():
	"""RP-Initiated Logout §2: client_id and the audience of the ID token are the address"""
	uri = "https://helper.example.com/bye"
	with publishing(post_logout_redirect_uris=[uri]) as found:
		app, proof, browser = found.app, Proof(), signed_in()
		code = sent_to(decide(browser, ask(browser, app, **proof.asked)))["code"]
		id_token = tokens_of(app, redeem(app, code, proof)).answer["id_token"]
		asked = {"id_token_hint": id_token, "client_id": app.client_id, "post_logout_redirect_uri": uri}
		answer = browser.get(METHOD + "oauth_plus.api.logout.end_session", asked)
		assert (answer.status_code, answer.headers["Location"]) == (303, uri)


def test_the_page_shows_where_the_app_describes_itself(publisher: Publisher):
	page = asked(publisher).text
	assert "The app describes itself at 127.0.0.1." in page
	assert "Unverified" in page
	assert "Any program on this computer can pretend to be this app." not in page


def test_the_page_warns_of_an_app_whose_answers_go_to_this_computer_alone():
	with publishing(redirect_uris=["http://127.0.0.1/cb", "http://localhost/cb"]) as found:
		assert "Any program on this computer can pretend to be this app." in asked(found).text


def test_metadata_say_so_exactly_while_it_is_on():
	paths = ("/.well-known/oauth-authorization-server", "/.well-known/openid-configuration")
	assert [body(Browser().get(path))[MEMBER] for path in paths] == [True, True]
	with settings(client_id_metadata_documents=0):
		assert [MEMBER in body(Browser().get(path)) for path in paths] == [False, False]


def test_while_it_is_off_nothing_is_read(publisher: Publisher):
	asked(publisher)
	with settings(client_id_metadata_documents=0):
		assert asked(publisher).status_code == 400
		with publishing() as other:
			assert asked(other).status_code == 400
			assert other.read == 0
	assert publisher.read == 1


@pytest.mark.parametrize(
	("header", "seconds"),
	[
		({}, 300),
		({"Cache-Control": "max-age=0"}, 300),
		({"Cache-Control": "no-store"}, 300),
		({"Cache-Control": "public, max-age=7200"}, 7_200),
		({"Cache-Control": "max-age=7200", "Age": "3600"}, 3_600),
		({"Cache-Control": "max-age=99999999"}, 86_400),
	],
)
def test_it_is_read_again_when_its_headers_say_so(publisher: Publisher, header, seconds):
	"""RFC 9111 §4.2, within five minutes and a day"""
	publisher.headers |= header
	asked(publisher)
	asked(publisher)
	assert publisher.read == 1
	publisher.members["client_name"] = "Helper 2"
	now = time.time()
	with time_machine.travel(now + seconds - 30):
		asked(publisher)
		assert publisher.read == 1
	with time_machine.travel(now + seconds + 30):
		page = ask(Browser(), publisher.app, **Proof().asked)
		assert page.status_code == 303
		assert publisher.read == 2
	assert row_of(publisher).app_name == "Helper 2"
	assert recorded(publisher, "registration_changed")


def test_a_failure_is_not_stored(publisher: Publisher):
	publisher.status = 500
	assert asked(publisher).status_code == 400
	publisher.status = 200
	assert asked(publisher).status_code == 200
	assert publisher.read == 2


def test_an_old_document_is_not_used_when_the_new_one_fails(publisher: Publisher):
	asked(publisher)
	publisher.status = 404
	with time_machine.travel(time.time() + 400):
		assert ask(Browser(), publisher.app, **Proof().asked).status_code == 400


@pytest.mark.parametrize(
	("change", "why"),
	[
		({"client_id": "https://other.example.com/client"}, "client_id is not the address"),
		({"client_id": None}, "client_id is not the address"),
		({"client_secret": "x"}, "a document holds no secret"),
		({"token_endpoint_auth_method": "client_secret_basic"}, "token_endpoint_auth_method"),
		({"token_endpoint_auth_method": "client_secret_post"}, "token_endpoint_auth_method"),
		({"token_endpoint_auth_method": ["none"]}, "token_endpoint_auth_method"),
		({"redirect_uris": []}, "redirect_uris is missing"),
		({"redirect_uris": ["javascript:alert(1)"]}, "redirect_uris"),
		({"grant_types": ["client_credentials"]}, "grant_types"),
		({"client_name": 5}, "client_name"),
	],
)
def test_a_document_that_breaks_a_rule_is_refused(publisher: Publisher, change, why):
	app = publisher.app
	publisher.members |= change
	found, before = errors(), events("client_document_refused")
	answer = ask(with_any_session(), app, **Proof().asked)
	assert answer.status_code == 400
	assert why in answer.text
	assert row_of(publisher) is None
	now = events("client_document_refused")
	[event] = [now[name] for name in set(now) - set(before)]
	assert why in event.cause
	assert event.fix
	assert errors() == found


@pytest.mark.parametrize("who", [None, (), ("System Manager",)], ids=["guest", "user", "administrator"])
def test_whoever_comes_first_makes_no_difference(publisher: Publisher, who: tuple[str, ...] | None):
	"""The document is read in the session of a user, and the app is not theirs; words that nobody knows are left out"""
	publisher.members["scope"] = "openid unheard-of all"
	browser = Browser() if who is None else signed_in(a_user(*who))
	ask(browser, publisher.app, **Proof().asked)
	row = row_of(publisher)
	assert (row.owner, row.scopes) == ("Guest", "openid")


def test_what_an_administrator_sets_stays_when_the_document_is_read_again(publisher: Publisher):
	publisher.members["scope"] = "openid email profile"
	asked(publisher)
	row = row_of(publisher)
	row.update({"scopes": "openid email", "oauth_plus_access_lifetime": 600}).save(ignore_permissions=True)
	frappe.db.commit()
	publisher.members["tos_uri"] = "https://helper.example.com/tos"
	with time_machine.travel(time.time() + 400):
		ask(Browser(), publisher.app, **Proof().asked)
	stored = row_of(publisher)
	assert (stored.scopes, stored.oauth_plus_access_lifetime) == ("openid email", 600)


def test_a_disabled_one_is_refused_and_not_read(publisher: Publisher):
	asked(publisher)
	row = row_of(publisher)
	row.oauth_plus_enabled = 0
	row.save(ignore_permissions=True)
	frappe.db.commit()
	with time_machine.travel(time.time() + 400):
		answer = ask(Browser(), publisher.app, **Proof().asked)
	assert answer.status_code == 400
	assert "disabled" in answer.text
	assert publisher.read == 1
