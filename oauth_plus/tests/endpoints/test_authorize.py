"""The authorization endpoint (RFC 6749 §3.1), as the person's browser meets it."""

import re
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

import frappe
import jwt
import pytest
from werkzeug.test import TestResponse

from oauth_plus.tests.browser import OAUTH, Browser, browser_of, form_of, link_to_login, sent_to
from oauth_plus.tests.doors import DOORS, through
from oauth_plus.tests.factories import (
	CALLBACK,
	PASSWORD,
	a_public_app,
	a_regular,
	a_user,
	an_app,
	change,
	signed_in,
	with_any_session,
)
from oauth_plus.tests.journey import Proof, ask, authorization_request, decide, redeem, sign_in, tokens_of
from oauth_plus.tests.ledger import counts, events_of, recorded, rows_of
from oauth_plus.tests.scoping import a_scope, rule
from oauth_plus.tests.site import ISSUER

STATES = {
	"json": b'{"a": "b", "c": [1, 2]}',
	"base64": b"eyJhIjoxfQ==",
	"not_ascii": "Zürich, 東京, 🦊".encode(),
	"percent": b"100%25 & 5%",
	"plus": b"a+b c",
	"newline": b"one\r\ntwo\n",
	"nul": b"a\0b",
	"raw_bytes": b"\xff\xfe\x80 no text at all",
	"half_a_character": "é".encode()[:1],
	"markup": b"<script>alert(1)</script>\"'&amp;",
	"query": b"?a=1&b=2#c;d",
	"long": b"x" * 4000,
}


def state_of(response: TestResponse) -> bytes:
	"""The state as an app reads it: form-decoded, byte for byte."""
	assert response.status_code == 303, response.text[:2000]
	raw = dict(pair.split("=", 1) for pair in urlsplit(response.headers["Location"]).query.split("&"))
	return unquote_to_bytes(raw["state"].replace("+", " "))


def raw_request(app, state: bytes, **changes) -> str:
	"""A query with a state of any bytes."""
	return f"{urlencode(authorization_request(app, state=None, **changes))}&state={quote(state, safe='')}"


# Who is asked


@pytest.mark.parametrize("door", DOORS)
def test_every_address_of_the_method_leads_to_the_consent_page_and_a_code(door):
	app, browser = an_app(), signed_in()
	page = browser.get(through(door, "authorize", **authorization_request(app)))
	assert page.status_code == 200
	answer = sent_to(decide(browser, page))
	assert answer["code"]
	assert answer["iss"] == ISSUER


def test_a_guest_is_sent_to_the_login_page_and_comes_back_with_the_very_same_request():
	"""RFC 6749 §3.1; 303 (RFC 9700 §4.12)"""
	app, browser = an_app(), Browser()
	answer = ask(browser, app, state="é&=%", nonce="n+1")
	assert answer.status_code == 303
	back = sent_to(answer)["redirect-to"]
	assert back.startswith(OAUTH + "authorize?")
	asked = dict(parse_qsl(urlsplit(back).query, strict_parsing=True))
	assert asked == authorization_request(app, state="é&=%", nonce="n+1")


def test_the_consent_page_names_the_app_the_scopes_the_person_and_where_the_answer_goes():
	app, person = an_app(app_name="Ledger <b>& Sons</b>"), a_regular()
	page = ask(signed_in(person), app)
	assert "Ledger &lt;b&gt;&amp; Sons&lt;/b&gt;" in page.text
	assert "<b>& Sons" not in page.text
	for shown in ("Do everything that you may do", "Know who you are.", person, "app.example.com"):
		assert shown in page.text, shown
	assert form_of(page).buttons == ["allow", "deny"]


def test_the_consent_page_is_neither_framed_nor_stored_nor_told_to_the_next_page():
	"""RFC 9700 §4.16, §4.2.4 (P2, P3)"""
	headers = ask(with_any_session(), an_app()).headers
	assert headers["X-Frame-Options"] == "DENY"
	assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
	assert headers["Referrer-Policy"] == "no-referrer"
	assert headers["Cache-Control"] == "no-store"


def test_a_first_party_client_is_not_asked_about_unless_the_app_wants_it():
	"""OpenID Connect Core §3.1.2.1: prompt=consent"""
	app, browser = an_app(skip_authorization=1), signed_in()
	assert sent_to(ask(browser, app))["code"]
	assert form_of(ask(browser, app, prompt="consent")).buttons == ["allow", "deny"]


def test_a_public_client_is_asked_about_even_where_it_skips_authorization():
	"""RFC 8252 §8.6: any app can use its name"""
	app = a_public_app(skip_authorization=1)
	assert form_of(ask(with_any_session(), app, **Proof().asked)).buttons == ["allow", "deny"]


def test_a_person_without_an_allowed_role_is_told_so_and_may_go_back():
	"""RFC 6749 §4.1.2.1"""
	app, person = an_app(allowed_roles=[{"role": "Website Manager"}], app_name="Ledger"), a_user()
	browser = signed_in(person)
	page = ask(browser, app)
	assert page.status_code == 403
	assert page.headers["Cache-Control"] == "no-store"
	assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
	for sentence in (
		"Ledger",
		f"You are signed in as {person}.",
		"This account is not one of those that may use the app.",
	):
		assert sentence in page.text, sentence
	assert form_of(page).buttons == ["back", "another_account"]
	answer = sent_to(browser.submit(page, decision="back"))
	assert (answer["error"], answer["state"], answer["iss"]) == ("access_denied", "123", ISSUER)
	assert answer["error_description"] == "This user may not use this app"
	[event] = events_of(app, event="authorization_refused")
	assert (event.reason, event.user) == ("access_denied", person)
	assert "Allowed Roles" in event.fix


def test_a_person_without_an_allowed_role_may_go_on_as_somebody_else():
	app = an_app(allowed_roles=[{"role": "System Manager"}])
	browser = signed_in(a_user())
	login = browser.submit(ask(browser, app), decision="another_account")
	assert login.headers["Location"].startswith("/login?redirect-to=")
	browser.login(a_regular(), PASSWORD)
	assert form_of(ask(browser, app)).buttons == ["allow", "deny"]


def test_an_app_hears_at_once_of_a_person_without_an_allowed_role_where_no_page_may_be_shown():
	"""OpenID Connect Core §3.1.2.6"""
	app = an_app(allowed_roles=[{"role": "Website Manager"}])
	answer = sent_to(ask(signed_in(a_user()), app, prompt="none"))
	assert (answer["error"], answer["state"]) == ("access_denied", "123")


def test_a_person_who_loses_the_role_before_the_answer_is_told_so():
	app, person = an_app(), a_user()
	browser = signed_in(person)
	question = ask(browser, app)
	change(app, allowed_roles=[{"role": "Website Manager"}])
	page = decide(browser, question)
	assert page.status_code == 403
	assert form_of(page).buttons == ["back", "another_account"]
	assert not rows_of(app, "OAuth Authorization Code")


def test_administrator_is_told_to_use_another_account():
	"""decisions.md, decision 12"""
	app, browser = an_app(), browser_of("Administrator")
	page = ask(browser, app)
	assert page.status_code == 403
	assert "No app may act for Administrator on this site." in page.text
	assert sent_to(browser.submit(page, decision="back"))["error"] == "access_denied"


def test_the_page_that_bars_an_account_belongs_to_its_session():
	app, person = an_app(allowed_roles=[{"role": "Website Manager"}]), a_user()
	page = ask(signed_in(person), app)
	assert signed_in(a_user()).submit(page, decision="back").status_code in (400, 403)


@pytest.mark.parametrize(("browser", "error"), [(Browser, "login_required"), (signed_in, "consent_required")])
def test_prompt_none_shows_no_page(browser, error):
	"""OpenID Connect Core §3.1.2.6"""
	answer = sent_to(ask(browser(), an_app(), prompt="none"))
	assert answer["error"] == error
	assert answer["state"] == "123"
	assert answer["iss"] == ISSUER


def test_prompt_none_gets_a_code_where_nobody_has_to_be_asked():
	"""OpenID Connect Core §3.1.2.1"""
	assert sent_to(ask(with_any_session(), an_app(skip_authorization=1), prompt="none"))["code"]


def test_an_id_token_hint_must_name_the_person_who_is_signed_in():
	"""OpenID Connect Core §3.1.2.1"""
	app, browser = an_app(), signed_in()
	hint = sign_in(app, browser).answer["id_token"]
	assert sent_to(decide(browser, ask(browser, app, id_token_hint=hint)))["code"]
	other = sent_to(ask(signed_in(a_regular("Bob")), app, id_token_hint=hint))
	assert other["error"] == "login_required"
	assert other["state"] == "123"


def test_the_request_may_come_by_post():
	"""OpenID Connect Core §3.1.2.1"""
	app = an_app()
	answer = Browser().post(OAUTH + "authorize", authorization_request(app))
	assert sent_to(answer)["redirect-to"].startswith(OAUTH + "authorize?client_id=" + app.client_id)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_another_method_is_refused_with_a_page(method):
	"""RFC 9110 §15.5.6"""
	answer = Browser().open(OAUTH + "authorize", method)
	assert answer.status_code == 405
	assert answer.headers["Allow"] == "GET, POST"
	assert "oauth-plus-problem" in answer.text


# State


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_state_comes_back_byte_for_byte_through_login_and_consent(state):
	"""P5, RFC 6749 §4.1.2"""
	app, browser = an_app(), Browser()
	to_login = browser.get(OAUTH + "authorize", raw_request(app, state))
	browser.login(a_regular(), PASSWORD)
	page = browser.get(sent_to(to_login)["redirect-to"])
	assert state_of(decide(browser, page)) == state


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_state_comes_back_byte_for_byte_with_a_denial_and_with_an_error(state):
	"""P5, P6, RFC 6749 §4.1.2.1"""
	app, browser = an_app(), signed_in()
	page = browser.get(OAUTH + "authorize", raw_request(app, state))
	assert state_of(decide(browser, page, "deny")) == state
	assert state_of(browser.get(OAUTH + "authorize", raw_request(app, state, scope="more"))) == state


def test_no_state_is_made_up_where_none_was_sent():
	browser, app = signed_in(), an_app()
	assert "state" not in sent_to(decide(browser, ask(browser, app, state=None)))


# Errors that travel to the app


REDIRECTED = {
	"no_response_type": ({"response_type": None}, "invalid_request"),
	"token": ({"response_type": "token"}, "unsupported_response_type"),
	"id_token": ({"response_type": "id_token", "nonce": "n"}, "unsupported_response_type"),
	"hybrid": ({"response_type": "code id_token", "nonce": "n"}, "unsupported_response_type"),
	"nonsense": ({"response_type": "cookies"}, "unsupported_response_type"),
	"unknown_scope": ({"scope": "more"}, "invalid_scope"),
	"scope_in_capitals": ({"scope": "ALL"}, "invalid_scope"),
	"plain_challenge": (
		{"code_challenge": "x" * 43, "code_challenge_method": "plain"},
		"invalid_request",
	),
	"challenge_without_method": ({"code_challenge": "x" * 43}, "invalid_request"),
	"short_challenge": ({"code_challenge": "x", "code_challenge_method": "S256"}, "invalid_request"),
	"nul_in_scope": ({"scope": "all\0"}, "invalid_request"),
	"prompt_none_with_login": ({"prompt": "none login"}, "invalid_request"),
}


@pytest.mark.parametrize(("changes", "error"), REDIRECTED.values(), ids=REDIRECTED)
def test_an_error_travels_to_the_app_with_state_and_issuer(changes, error):
	"""P6, RFC 6749 §4.1.2.1, RFC 9207 §2"""
	app = an_app()
	response = ask(with_any_session(), app, **changes)
	answer = sent_to(response)
	assert response.status_code == 303
	assert response.headers["Location"].startswith(CALLBACK)
	assert answer["error"] == error
	assert answer["error_description"].isascii()
	assert answer["state"] == "123"
	assert answer["iss"] == ISSUER
	assert recorded(app, "authorization_refused", reason=error)
	assert not rows_of(app, "OAuth Authorization Code")


@pytest.mark.parametrize("changes", [changes for changes, _ in REDIRECTED.values()], ids=REDIRECTED)
def test_nobody_signs_in_for_a_request_that_is_refused(changes):
	"""RFC 9700 §4.11.2: nor is anybody sent to the app before they sign in, though a silent request is answered"""
	app, browser = an_app(), Browser()
	page = ask(browser, app, **changes)
	if "prompt" in changes:
		assert sent_to(page)["error"] == "invalid_request"
		return
	assert page.status_code == 400
	assert "Location" not in page.headers
	assert CALLBACK not in page.text
	assert 'id="oauth-plus-problem"' in page.text
	assert recorded(app, "authorization_refused")


def test_who_signs_in_all_the_same_lets_the_app_know():
	app, browser = an_app(), Browser()
	page = ask(browser, app, scope="more")
	browser.login(a_regular(), PASSWORD)
	answer = sent_to(browser.get(dict(parse_qsl(urlsplit(link_to_login(page)).query))["redirect-to"]))
	assert (answer["error"], answer["state"]) == ("invalid_scope", "123")


def test_a_repeated_parameter_is_an_error_at_the_app():
	"""RFC 6749 §3.1"""
	app = an_app()
	query = urlencode([*authorization_request(app).items(), ("scope", "openid")])
	answer = sent_to(signed_in().get(OAUTH + "authorize", query))
	assert answer["error"] == "invalid_request"
	assert answer["error_description"] == "scope was sent more than once"


def test_a_public_client_owes_a_code_challenge():
	"""RFC 9700 §2.1.1"""
	answer = sent_to(ask(with_any_session(), a_public_app()))
	assert answer["error"] == "invalid_request"
	assert "code_challenge" in answer["error_description"]


@pytest.mark.parametrize("decision", ["allow", "deny", "error"])
def test_a_redirect_uri_with_a_query_keeps_it(decision):
	"""P6, RFC 6749 §3.1.2"""
	uri = "https://app.example.com/callback?tenant=7&x=%2F+y&empty="
	app, browser = an_app(redirect_uris=uri, default_redirect_uri=uri), signed_in()
	response = ask(browser, app, scope="more" if decision == "error" else "all")
	response = response if decision == "error" else decide(browser, response, decision)
	assert response.headers["Location"].startswith(uri + "&")
	answer = sent_to(response)
	assert answer["tenant"] == "7"
	assert answer["x"] == "/ y"
	assert answer["empty"] == ""
	assert answer["state"] == "123"
	assert answer["iss"] == ISSUER
	assert ("code" in answer) == (decision == "allow")


# Errors that stay here


STAY = {
	"unknown_client": {"client_id": "nobody"},
	"no_client": {"client_id": None},
	"other_host": {"redirect_uri": "https://evil.example.com/callback"},
	"other_path": {"redirect_uri": CALLBACK + "/"},
	"other_case": {"redirect_uri": CALLBACK.upper()},
	"relative": {"redirect_uri": "/callback"},
	"long_client": {"client_id": "x" * 10_000},
}


@pytest.mark.parametrize("changes", STAY.values(), ids=STAY)
@pytest.mark.parametrize("browser", [Browser, signed_in])
def test_without_a_known_client_and_redirect_uri_the_person_sees_a_page(browser, changes):
	"""P4, RFC 9700 §4.11.2"""
	before = counts()
	response = ask(browser(), an_app(), **changes)
	assert response.status_code == 400
	assert "Location" not in response.headers
	assert "oauth-plus-problem" in response.text
	assert "Traceback" not in response.text
	assert response.headers["X-Frame-Options"] == "DENY"
	assert response.headers["Cache-Control"] == "no-store"
	assert counts()["OAuth Authorization Code"] == before["OAuth Authorization Code"]


def test_a_disabled_client_gets_no_one_sent_to_it():
	app = change(an_app(), oauth_plus_enabled=0)
	response = ask(with_any_session(), app)
	assert response.status_code == 400
	assert "disabled" in response.text


# Redirect URIs and long values


@pytest.mark.parametrize("joint", ["\n", "\r\n", " ", "\n\n  \n", "\t"])
def test_redirect_uris_stand_one_a_line_or_parted_by_spaces(joint):
	"""P9"""
	uris = [CALLBACK, "https://app.example.com/other", "https://third.example.com/?q=1"]
	app, browser = an_app(redirect_uris=joint.join(uris)), signed_in()
	for uri in uris:
		response = decide(browser, ask(browser, app, redirect_uri=uri))
		assert response.headers["Location"].startswith(uri)
		assert tokens_of(app, redeem(app, sent_to(response)["code"], redirect_uri=uri))


def test_without_a_redirect_uri_the_default_one_is_taken():
	"""RFC 6749 §3.1.2.3"""
	app, browser = an_app(redirect_uris="https://app.example.com/other"), signed_in()
	response = decide(browser, ask(browser, app, redirect_uri=None))
	assert response.headers["Location"].startswith(CALLBACK + "?")
	assert tokens_of(app, redeem(app, sent_to(response)["code"], redirect_uri=None))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_the_port_of_a_public_clients_loopback_uri_may_vary(host):
	"""P9, RFC 8252 §7.3"""
	registered = f"http://{host}:8000/cb"
	app, browser, proof = (
		a_public_app(redirect_uris=registered, default_redirect_uri=registered),
		signed_in(),
		Proof(),
	)
	for uri in (f"http://{host}:51234/cb", f"http://{host}/cb", registered):
		response = decide(browser, ask(browser, app, redirect_uri=uri, **proof.asked))
		assert response.headers["Location"].startswith(uri + "?")
		assert tokens_of(app, redeem(app, sent_to(response)["code"], proof, redirect_uri=uri))


def test_the_port_of_a_confidential_clients_loopback_uri_may_not_vary():
	"""RFC 9700 §4.1.3: only native apps have the exception"""
	registered = "http://127.0.0.1:8000/cb"
	app = an_app(redirect_uris=registered, default_redirect_uri=registered)
	assert ask(with_any_session(), app, redirect_uri="http://127.0.0.1:8001/cb").status_code == 400


def test_a_nonce_and_a_redirect_uri_may_be_longer_than_140_characters():
	"""P9"""
	uri = f"https://app.example.com/callback/{'deep/' * 100}?{'q' * 500}=1"
	app, browser, nonce = an_app(redirect_uris=uri, default_redirect_uri=None), signed_in(), "n" * 1000
	answer = sent_to(decide(browser, ask(browser, app, nonce=nonce)))
	cut_short = redeem(app, answer["code"], redirect_uri=uri[:140])
	assert cut_short.status_code == 400
	tokens = tokens_of(app, redeem(app, answer["code"]))
	assert jwt.decode(tokens.answer["id_token"], options={"verify_signature": False})["nonce"] == nonce


def test_consent_once_given_is_remembered_for_this_person_and_this_client_alone():
	"""H12: stock skipped consent if anybody had a live token"""
	app, browser = an_app(), signed_in()
	sign_in(app, browser)
	other = signed_in(a_regular("Bob"))
	assert form_of(ask(other, app)).buttons == ["allow", "deny"]
	assert form_of(ask(browser, an_app())).buttons == ["allow", "deny"]


def test_each_scope_of_ours_has_an_icon_that_this_frappe_draws():
	page = ask(with_any_session(), an_app(scopes="all openid profile email roles offline_access")).text
	drawn = re.findall(r'<use href="/assets/([^"#]+)#([\w-]+)">', page)
	assert len(drawn) == len({"all", "openid", "profile", "email", "roles", "offline_access"})
	for sheet, symbol in drawn:
		assert f'id="{symbol}"' in Path(frappe.local.sites_path, "assets", sheet).read_text("utf-8")


@pytest.mark.parametrize("icon", ["no-such-icon", "es-solid-user", '"><script>', "../../x", ""])
def test_a_scope_whose_icon_cannot_be_drawn_is_shown_without_one(icon):
	"""Frappe's newer set of icons is a file that browsers cannot read"""
	scope = a_scope(rule("DocType", "ToDo", "read"), icon=icon)
	page = ask(with_any_session(), an_app(scopes=scope), scope=scope).text
	assert f"Test {scope}" in page
	assert "<use" not in page
