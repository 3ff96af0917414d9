"""What Power Platform, Azure B2C and others keep in `state`: one to three thousand characters, through the login
page of a web server that takes 4,094 in a line (R55); and consents of very many scopes (R23)."""

import base64
import json
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import frappe
import pytest
import redis

from oauth_plus.store.sealed import room, waiting
from oauth_plus.tests import browser as browsers
from oauth_plus.tests.browser import METHOD, OAUTH, Browser, body, form_of, sent_to
from oauth_plus.tests.factories import PASSWORD, App, a_regular, a_user, an_app, signed_in
from oauth_plus.tests.journey import ask, authorization_request, decide, redeem, tokens_of
from oauth_plus.tests.ledger import rows_of
from oauth_plus.tests.served import served
from oauth_plus.tests.site import forget_all_that_redis_knows

AUTHORIZE = OAUTH + "authorize"
LINE = 4094
"""Characters that gunicorn takes from `GET` to the version of HTTP."""


@pytest.fixture(scope="module")
def server(site) -> Iterator[str]:
	with served(site) as address:
		yield address


@pytest.fixture
def web(server) -> Iterator[None]:
	with browsers.through(server):
		yield


def of_json(length: int) -> str:
	"""Quotes, braces and colons: three characters each in an address, and nine in one within another."""
	state, number = {}, 0
	while len(json.dumps(state)) < length:
		state[f"k{number}"] = {"v": number}
		number += 1
	return json.dumps(state)[:length]


def longest(app: App) -> str:
	"""The state that fills the browser's first line."""
	line = f"GET {AUTHORIZE}?{urlencode(authorization_request(app, state=''))} HTTP/1.1"
	return "x" * (LINE - len(line))


def longest_raw(app: App) -> str:
	"""The same of characters that browsers leave as they are, and that we write as three."""
	return "{:,}/@" * (len(longest(app)) // 6)


STATES = {
	"1,500 of JSON": lambda app: of_json(1500),
	"1,800 of JSON": lambda app: of_json(1800),
	"not ASCII": lambda app: "東京🦊" * 100,
	"base64": lambda app: "aZ09-_" * 500,
	"as long as the line": longest,
	"as long as the line, and not encoded": longest_raw,
	"short": lambda app: "123",
}


def first_request(browser: Browser, app: App, state: str, **changes):
	sent = urlencode(authorization_request(app, state=None, **changes))
	plain = quote(state, safe="{:,}/@")
	assert len(f"GET {AUTHORIZE}?{sent}&state={plain} HTTP/1.1") <= LINE, "no browser could send it"
	return browser.get(AUTHORIZE, f"{sent}&state={plain}")


def lines_fit(*answers) -> bool:
	"""Wherever the browser is sent on this site, its line is taken, and so is one by a social login in between."""
	for answer in answers:
		location = answer.headers.get("Location", "")
		assert not location.startswith("/") or len(f"GET {location} HTTP/1.1") <= 2500, location
	return True


@pytest.mark.parametrize("state", STATES.values(), ids=list(STATES))
def test_a_state_survives_login_and_consent(web, state):
	app, browser = an_app(), Browser()
	state = state(app)
	to_login = first_request(browser, app, state)
	assert to_login.status_code == 303, to_login.text[:500]
	assert lines_fit(to_login)
	assert browser.get(to_login.headers["Location"]).status_code == 200
	browser.login(a_regular(), PASSWORD)
	page = browser.get(sent_to(to_login)["redirect-to"])
	assert form_of(page).buttons == ["allow", "deny"]
	answer = sent_to(decide(browser, page))
	assert answer["state"] == state
	assert tokens_of(app, redeem(app, answer["code"]))


def shortened(state: str) -> str:
	"""For a prompt within the same line."""
	return state[:-30] if len(state) > 3000 else state


@pytest.mark.parametrize("state", STATES.values(), ids=list(STATES))
def test_it_survives_the_choice_of_an_account(web, state):
	app, browser = an_app(), signed_in()
	state = shortened(state(app))
	again = browser.submit(first_request(browser, app, state, prompt="select_account"), decision="continue")
	assert lines_fit(again)
	assert sent_to(decide(browser, browser.get(again.headers["Location"])))["state"] == state


@pytest.mark.parametrize("state", STATES.values(), ids=list(STATES))
def test_it_survives_a_change_to_another_account(web, state):
	app, browser = an_app(), signed_in()
	state = shortened(state(app))
	question = first_request(browser, app, state, prompt="consent")
	other = question.text.split('<a href="')[1].split('"')[0].replace("&amp;", "&")
	assert len(f"GET {other} HTTP/1.1") <= LINE
	page = browser.get(other)
	assert form_of(page).buttons == ["continue", "another_account", "deny"]
	to_login = browser.submit(page, decision="another_account")
	assert lines_fit(to_login)
	browser.login(a_regular("Bob"), PASSWORD)
	question = browser.get(sent_to(to_login)["redirect-to"])
	assert sent_to(decide(browser, question))["state"] == state


def test_an_old_link_to_the_approve_address_leads_to_the_question(web):
	app, browser, state = an_app(), signed_in(), of_json(1800)
	page = browser.get(OAUTH + "approve", authorization_request(app, state=state))
	link = page.text.split('href="/api')[1].split('"')[0].replace("&amp;", "&")
	assert sent_to(decide(browser, browser.get(f"/api{link}")))["state"] == state


def test_the_name_that_the_app_expects_is_filled_in(web):
	browser = Browser()
	to_login = first_request(browser, an_app(), of_json(1500), login_hint="somebody@example.com")
	assert 'value="somebody@example.com"' in browser.get(to_login.headers["Location"]).text


def test_two_tabs_at_once():
	app, other, browser = an_app(), an_app(), Browser()
	asked = [ask(browser, app, state=of_json(1500)), ask(browser, other, state=of_json(1600))]
	browser.login(a_regular(), PASSWORD)
	pages = [browser.get(sent_to(each)["redirect-to"]) for each in asked]
	answers = [sent_to(decide(browser, page)) for page in reversed(pages)]
	assert [answer["state"] for answer in answers] == [of_json(1600), of_json(1500)]


def test_a_form_may_be_longer_than_a_line():
	"""OpenID Connect Core §3.1.2.1: by POST"""
	app, browser, state = an_app(), Browser(), of_json(4000)
	to_login = browser.post(AUTHORIZE, authorization_request(app, state=state))
	browser.login(a_regular(), PASSWORD)
	assert sent_to(decide(browser, browser.get(sent_to(to_login)["redirect-to"])))["state"] == state


# Nobody else's


def waits(app: App) -> tuple[Browser, str]:
	browser = Browser()
	return browser, sent_to(ask(browser, app, state=of_json(1500)))["redirect-to"]


def is_lost(answer) -> bool:
	assert answer.status_code == 400
	assert "oauth-plus-problem" in answer.text
	assert "start again" in answer.text
	assert "Location" not in answer.headers
	return True


def test_no_other_browser_takes_it_up():
	app = an_app()
	_browser, address = waits(app)
	for other in (Browser(), signed_in(), waits(app)[0]):
		assert is_lost(other.get(address))
	assert not rows_of(app, "OAuth Authorization Code")


@pytest.mark.parametrize("handle", ["", "x", "x" * 43, "x" * 3000, "../../x", "%00"])
def test_a_handle_that_was_never_given_opens_nothing(handle):
	browser, _address = waits(an_app())
	answer = browser.get(f"{AUTHORIZE}?oauth_plus_request={handle}")
	assert answer.status_code == 400
	assert "oauth-plus-problem" in answer.text


def places() -> list[bytes]:
	"""Where requests wait in Redis."""
	return redis.Redis.keys(frappe.cache, f"{waiting.PLACES}|{frappe.conf.db_name}|*")


def test_nobody_fills_redis_with_one_long_request():
	before = len(places())
	padding = {f"x{number}": "a" * 640 for number in range(90)}
	answer = Browser().post(AUTHORIZE, authorization_request(an_app()) | padding)
	assert answer.status_code == 303
	assert len(places()) == before


def test_nor_with_many_and_those_of_an_ordinary_length_go_on(monkeypatch):
	"""Their address leads back as well"""
	monkeypatch.setattr(room, "MOST", 0)
	app, browser, before = an_app(), Browser(), len(places())
	to_login = ask(browser, app)
	assert len(places()) == before
	browser.login(a_regular(), PASSWORD)
	assert "code" in sent_to(decide(browser, browser.get(sent_to(to_login)["redirect-to"])))


def test_it_ends_by_itself_and_with_redis():
	browser, address = waits(an_app())
	assert places()
	for place in places():
		assert 0 < redis.Redis.ttl(frappe.cache, place) <= waiting.LONG
	redis.Redis.delete(frappe.cache, *places())
	browser.login(a_regular(), PASSWORD)
	assert is_lost(browser.get(address))


def test_it_outlives_what_frappe_clears():
	"""Frappe clears its cache when somebody changes a default, or a role"""
	browser, address = waits(an_app())
	frappe.clear_cache()
	forget_all_that_redis_knows()
	browser.login(a_regular(), PASSWORD)
	assert form_of(browser.get(address)).buttons == ["allow", "deny"]


def test_redis_does_not_tell_what_waits():
	_browser, address = waits(an_app())
	handle = address.rpartition("=")[2]
	for place in places():
		assert handle not in place.decode()
		assert b"client_id" not in base64.b64decode(redis.Redis.get(frappe.cache, place))


def test_what_waits_is_looked_at_like_any_other_request():
	"""It leads to no address that its client has not registered"""
	app, browser = an_app(), Browser()
	name = "b" * 43
	browser.set_cookie("oauth_plus_browser", name)
	asked = authorization_request(app, redirect_uri="https://evil.example/")
	handle = waiting.keep(urlencode(asked), name)
	answer = browser.get(f"{AUTHORIZE}?oauth_plus_request={handle}")
	assert answer.status_code == 400
	assert "Location" not in answer.headers


def test_a_request_that_fits_stays_in_the_address():
	"""And needs nothing that Redis could lose"""
	app, browser = an_app(), Browser()
	to_login = ask(browser, app, state="s" * 200)
	assert "client_id" in sent_to(to_login)["redirect-to"]
	redis.Redis.delete(frappe.cache, *places())
	browser.login(a_regular(), PASSWORD)
	assert form_of(browser.get(sent_to(to_login)["redirect-to"])).buttons == ["allow", "deny"]


# Signing in by other ways


def login_link_for(user: str) -> str:
	from frappe.www.login import _generate_temporary_login_link

	link = _generate_temporary_login_link(user, 10)
	frappe.db.commit()
	return link[link.index("/api/") :]


@pytest.mark.parametrize("state", ["123", of_json(1500)], ids=["short", "long"])
def test_a_person_who_signs_in_by_a_letter_comes_back_to_the_question(state):
	"""R40"""
	app, browser = an_app(), Browser()
	ask(browser, app, state=state)
	answer = browser.get(login_link_for(a_regular()))
	assert answer.status_code in (301, 302, 303)
	page = browser.get(answer.headers["Location"])
	assert sent_to(decide(browser, page))["state"] == state


@pytest.mark.parametrize("state", ["123", of_json(1500)], ids=["short", "long"])
def test_a_person_who_forgot_the_password_comes_back_to_the_question(state):
	"""R40"""
	person = a_user()
	app, browser = an_app(), Browser()
	ask(browser, app, state=state)
	link = frappe.get_doc("User", person).reset_password(send_email=False)
	frappe.db.commit()
	form = {"key": link.rpartition("key=")[2], "new_password": PASSWORD + "-new"}
	answer = browser.post(METHOD + "frappe.core.doctype.user.user.update_password", form)
	assert answer.status_code == 200, answer.text
	page = browser.get(body(answer)["message"])
	assert sent_to(decide(browser, page))["state"] == state


def test_whoever_asked_for_nothing_goes_where_frappe_leads():
	for browser in (Browser(), Browser().set_cookie("oauth_plus_waiting", "x" * 43)):
		answer = browser.get(login_link_for(a_regular()))
		assert "oauth" not in answer.headers["Location"]


def test_what_was_answered_does_not_come_back():
	browser = Browser()
	to_login = ask(browser, an_app())
	browser.login(a_regular(), PASSWORD)
	decide(browser, browser.get(sent_to(to_login)["redirect-to"]))
	browser.get(METHOD + "logout")
	answer = browser.get(login_link_for(a_regular()))
	assert "oauth" not in answer.headers["Location"]


# Very many scopes


def scopes_of(length: int) -> str:
	"""So many characters, of the shortest names there are."""
	names = frappe.get_all("DocType", filters={"istable": 0, "issingle": 0}, pluck="name", limit=0)
	words = ["openid"]
	for name in sorted(names, key=len):
		word = f"doctype:{quote(name)}:read"
		if len(" ".join([*words, word])) > length:
			break
		words.append(word)
	return " ".join(words)


@pytest.mark.parametrize("length", [40, 2800, 4096])
def test_a_consent_of_many_scopes_can_be_allowed(length):
	"""R23: as many as one parameter holds"""
	scope = scopes_of(length)
	assert length < 1000 or len(scope.split()) > 100
	app, browser = an_app(scopes=scope), signed_in()
	page = browser.post(AUTHORIZE, authorization_request(app, scope=scope))
	answer = sent_to(decide(browser, page))
	tokens = tokens_of(app, redeem(app, answer["code"]))
	assert set(tokens.answer["scope"].split()) == set(scope.split())
