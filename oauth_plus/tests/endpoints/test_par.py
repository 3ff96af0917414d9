"""Pushed authorization requests (RFC 9126): the request goes from server to server, and the browser carries its name."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from oauth_plus.tests.assertions import an_app_with_keys, asserted
from oauth_plus.tests.browser import METHOD, Browser, body, form_of, sent_to
from oauth_plus.tests.factories import (
	PASSWORD,
	a_public_app,
	a_regular,
	an_app,
	an_old_app,
	change,
	signed_in,
	with_any_session,
)
from oauth_plus.tests.journey import Proof, ask, decide, redeem, refused, tokens_of
from oauth_plus.tests.ledger import events_of, rows_of
from oauth_plus.tests.pushed import PREFIX, PUSH, arrive, push, pushed
from oauth_plus.tests.site import ISSUER, settings

REFERENCE = re.compile(r"[\w-]{43}")


def test_the_answer_names_the_request():
	"""RFC 9126 §2.2"""
	answer = push(an_app())
	said = body(answer)
	assert answer.status_code == 201
	assert set(said) == {"request_uri", "expires_in"}
	assert said["expires_in"] == 90
	assert REFERENCE.fullmatch(said["request_uri"].removeprefix(PREFIX))
	assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("make", [an_app, a_public_app, an_old_app], ids=["confidential", "public", "old"])
def test_the_journey_by_name(make):
	"""RFC 9126 §4: the state and the issuer come back, and the code is bound to what was pushed"""
	app, proof, browser = make(), Proof(), with_any_session()
	page = arrive(browser, app, pushed(app, proof, state="näher"))
	answer = sent_to(decide(browser, page))
	assert (answer["state"], answer["iss"]) == ("näher", ISSUER)
	assert tokens_of(app, redeem(app, answer["code"], proof))


def test_a_client_authenticates_as_at_the_token_endpoint():
	"""RFC 9126 §2: by header, by form, by a signature"""
	app, keyed = an_app(), an_app_with_keys()
	assert push(app, headers=app.basic, client_secret=None).status_code == 201
	assert push(app, headers=app.basic, client_secret=None, client_id=None).status_code == 201
	assert push(keyed, **asserted(keyed)).status_code == 201


def test_proofs_and_names_of_the_client_do_not_travel_on():
	"""RFC 9126 §2.1: the page holds the name of the request and no parameter of it"""
	app = an_app()
	uri = pushed(app, login_hint="somebody@example.com", state="inside")
	page = arrive(with_any_session(), app, uri)
	assert dict(parse_qsl(form_of(page).fields["authorization_request"])) == {
		"client_id": app.client_id,
		"request_uri": uri,
	}
	assert "inside" not in page.text


FAULTY: dict[str, tuple[dict[str, Any], str]] = {
	"a redirect URI of somebody else": ({"redirect_uri": "https://evil.example/"}, "invalid_request"),
	"no response type": ({"response_type": None}, "invalid_request"),
	"a token in the address bar": ({"response_type": "token"}, "unsupported_response_type"),
	"plain PKCE": ({"code_challenge": "x" * 43, "code_challenge_method": "plain"}, "invalid_request"),
	"an unknown scope alone": ({"scope": "nobody-knows-this"}, "invalid_scope"),
	"a resource of somebody else": ({"resource": "https://evil.example/"}, "invalid_target"),
	"a request object": ({"request": "e30.e30."}, "request_not_supported"),
	"another pushed request": ({"request_uri": PREFIX + "x" * 43}, "invalid_request"),
	"a URI of a request object": ({"request_uri": "https://app.example.com/r.jwt"}, "invalid_request"),
	"a registration": ({"registration": "{}"}, "registration_not_supported"),
	"a bad prompt": ({"prompt": "none login"}, "invalid_request"),
}


@pytest.mark.parametrize(("changes", "error"), FAULTY.values(), ids=FAULTY)
def test_what_needs_no_user_is_refused_at_once(changes: dict[str, Any], error: str):
	"""RFC 9126 §2.3: with the words of the authorization endpoint, as JSON"""
	app = an_app()
	assert refused(push(app, **changes), error)
	assert [event.event for event in events_of(app)][-1:] == ["authorization_refused"]


def test_a_parameter_is_sent_once():
	"""RFC 6749 §3.1"""
	assert refused(push(an_app(), state=["a", "b"]), "invalid_request")


def test_a_client_that_cannot_authenticate_is_refused():
	"""RFC 9126 §2.3"""
	app = an_app()
	assert refused(push(app, client_secret="wrong"), "invalid_client", 401)
	assert refused(push(app, client_secret=None), "invalid_client", 401)
	assert refused(push(app, client_id="nobody"), "invalid_client", 401)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method_is_refused(method: str):
	"""RFC 9126 §2.3: 405"""
	answer = Browser().open(PUSH, method, query_string={"client_id": an_app().client_id})
	assert answer.status_code == 405
	assert answer.headers["Allow"] == "POST"


def test_parameters_belong_into_the_body():
	"""RFC 9126 §2.1, at every gate"""
	app = an_old_app()
	answer = Browser().post(PUSH, query_string={"client_id": app.client_id, "response_type": "code"})
	assert refused(answer, "invalid_request")


def test_a_page_may_be_loaded_again_by_its_browser():
	"""RFC 9126 §4; and the answer to an older copy of it counts"""
	app, browser = an_app(), with_any_session()
	uri = pushed(app)
	first, second = arrive(browser, app, uri), arrive(browser, app, uri)
	assert second.status_code == 200
	assert "code" in sent_to(decide(browser, first))


def test_a_guest_signs_in_and_comes_back_to_it():
	"""Only its name stands in the address that leads back"""
	app, browser = an_app(), Browser()
	uri = pushed(app, login_hint="Alice@Example.com", ui_locales="de")
	login = arrive(browser, app, uri)
	sent = dict(parse_qsl(urlsplit(login.headers["Location"]).query))
	back = sent["redirect-to"]
	assert sent["_lang"] == "de"
	assert dict(parse_qsl(urlsplit(back).query)) == {"client_id": app.client_id, "request_uri": uri}
	assert 'value="Alice@Example.com"' in browser.get(login.headers["Location"]).text
	browser.login(a_regular(), PASSWORD)
	assert "code" in sent_to(decide(browser, browser.get(back)))


@pytest.mark.parametrize("asked", [{"prompt": "login"}, {"max_age": "0"}], ids=["prompt", "max_age"])
def test_a_new_sign_in_is_asked_for_as_before(asked: dict[str, str]):
	"""OpenID Connect Core §3.1.2.1"""
	app, browser = an_app(), signed_in()
	question = arrive(browser, app, pushed(app, **asked))
	login = browser.submit(question, decision="sign_in")
	browser.login(a_regular(), PASSWORD)
	back = dict(parse_qsl(urlsplit(login.headers["Location"]).query))["redirect-to"]
	assert "code" in sent_to(decide(browser, browser.get(back)))


def test_an_account_is_chosen_as_before():
	"""OpenID Connect Core §3.1.2.1: select_account, asked for by the app or on the consent page"""
	app, browser = an_app(), signed_in()
	consent = browser.get(
		browser.submit(
			arrive(browser, app, pushed(app, prompt="select_account")), decision="continue"
		).headers["Location"]
	)
	[other] = re.findall(r'href="([^"]*oauth_plus_choice[^"]*)"', consent.text)
	choice = browser.get(other.replace("&amp;", "&"))
	assert "another_account" in form_of(choice).buttons
	consent = browser.get(browser.submit(choice, decision="continue").headers["Location"])
	assert "code" in sent_to(decide(browser, consent))


def test_the_answer_can_be_posted():
	"""OAuth 2.0 Form Post Response Mode §2"""
	app, browser = an_app(), with_any_session()
	page = arrive(browser, app, pushed(app, response_mode="form_post"))
	fields = form_of(decide(browser, page)).fields
	assert {"code", "state", "iss"} == set(fields)


def test_resources_are_pushed_too():
	"""RFC 8707 §2.1: several of them"""
	app, proof, browser = an_app(), Proof(), with_any_session()
	both = [f"{ISSUER}/api/resource/ToDo", f"{ISSUER}/api/resource/Note"]
	page = arrive(browser, app, pushed(app, proof, resource=both))
	code = sent_to(decide(browser, page))["code"]
	assert rows_of(app, "OAuth Authorization Code")[0].oauth_plus_resource.split() == both
	assert tokens_of(app, redeem(app, code, proof, resource=both[0]))


def test_prompt_none_is_answered_by_redirect():
	"""OpenID Connect Core §3.1.2.6: and the request is used up"""
	app, browser = an_app(), Browser()
	uri = pushed(app, prompt="none")
	assert sent_to(arrive(browser, app, uri))["error"] == "login_required"
	assert arrive(browser, app, uri).status_code == 400


def test_what_beside_it_stands_in_the_address_is_ignored():
	"""RFC 9126 §4, RFC 9101 §6.3: the parameters are those that were pushed"""
	app, browser = an_app(), with_any_session()
	beside = {"scope": "openid", "state": "other", "redirect_uri": "https://evil.example/", "prompt": "none"}
	page = arrive(browser, app, pushed(app, scope="all"), **beside)
	answer = sent_to(decide(browser, page))
	assert answer["state"] == "123"
	assert rows_of(app, "OAuth Authorization Code")[0].scopes == "all"


def test_a_client_may_have_to_push():
	"""RFC 9126 §6, at every gate"""
	for app in (an_app(oauth_plus_requires_push=1), an_old_app(oauth_plus_requires_push=1)):
		answer = sent_to(ask(with_any_session(), app))
		assert (answer["error"], answer["iss"]) == ("invalid_request", ISSUER)
		assert "pushed" in answer["error_description"]
		assert arrive(with_any_session(), app, pushed(app)).status_code == 200


def test_a_site_may_require_it_of_all():
	"""RFC 9126 §5"""
	app = an_app()
	with settings(require_pushed_authorization_requests=1):
		assert sent_to(ask(with_any_session(), app))["error"] == "invalid_request"
		assert arrive(with_any_session(), app, pushed(app)).status_code == 200
	assert ask(with_any_session(), app).status_code == 200


def test_a_push_by_a_script_of_the_apps_own_page_is_answered():
	"""RFC 9700 §2.6: as at the token endpoint"""
	app = a_public_app(oauth_plus_origins="https://app.example.com")
	answer = push(app, headers={"Origin": "https://app.example.com"}, **Proof().asked)
	assert answer.status_code == 201
	assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example.com"


def test_another_address_of_it_is_none():
	"""Frappe's second way to call a method leads to the same checks"""
	app = an_app()
	answer = Browser().post("/", {"cmd": PUSH.removeprefix(METHOD), **app.credentials})
	assert refused(answer, "invalid_request")
	assert change(app, oauth_plus_enabled=0)
	assert refused(push(app), "invalid_client", 401)
