"""The person's own page: what may act for him, and how they end it."""

import time
from html import unescape

import frappe
import pytest
import time_machine

from oauth_plus import tasks
from oauth_plus.tests.browser import METHOD, OAUTH, Browser, form_of, sent_to
from oauth_plus.tests.factories import (
	PASSWORD,
	a_machine,
	a_public_app,
	a_regular,
	a_user,
	an_api_key,
	an_app,
	change,
	signed_in,
	tamper,
)
from oauth_plus.tests.journey import (
	acts_as,
	ask,
	bearer,
	by_itself,
	decide,
	redeem,
	refresh,
	revoke,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import families_of, rows_of
from oauth_plus.tests.resources import A, B
from oauth_plus.tests.site import consent_remembered

PAGE = "/oauth-apps"
END = METHOD + "oauth_plus.api.account.end_access"
DAY = 86_400


@pytest.fixture
def person(site) -> str:
	return a_user()  # without a role: a website user


@pytest.fixture
def browser(person) -> Browser:
	return signed_in(person)


def shown(browser: Browser) -> str:
	answer = browser.get(PAGE)
	assert answer.status_code == 200, answer.text[:500]
	return unescape(answer.text)


def csrf_token(browser: Browser) -> str:
	"""The page of apps has Frappe make one; the next page of ours holds it."""
	browser.get(PAGE)
	return form_of(ask(browser, an_app())).fields["csrf_token"]


def test_an_app_that_is_limited_to_a_resource_is_shown_with_it_until_it_has_the_whole_site(browser):
	"""RFC 8707 §2"""
	app, limit = an_app(), "The access is for {0} alone"
	sign_in(app, browser, resource=A)
	assert limit.format(A) in shown(browser)
	sign_in(app, browser, resource=B)
	assert limit.format(f"{A}, {B}") in shown(browser)
	sign_in(app, browser)
	assert limit.split("{", 1)[0] not in shown(browser)


def test_a_website_user_sees_every_app_with_what_it_may_do(browser):
	ledger = an_app(app_name="Ledger & Sons", oauth_plus_maker="Ledger Ltd.", scopes="openid email")
	phone = an_app(app_name="Phone", scopes="all")
	sign_in(ledger, browser)
	sign_in(phone, browser)
	text = shown(browser)
	for sentence in (
		"Ledger & Sons",
		"Made by Ledger Ltd",
		"See your email address.",
		"Phone",
		"Do everything that you may do on this site.",
		"Sensitive",
		"End the access of all apps",
		"Not yet",
		"unless the app uses it before.",
	):
		assert sentence in text, sentence


def test_the_page_tells_when_from_where_and_with_what_an_app_was_used_last(browser):
	tokens = sign_in(an_app(app_name="Ledger"), browser)
	agent = "Ledger/7 <script>alert(1)</script>"
	headers = bearer(tokens.access_token) | {"User-Agent": agent, "X-Forwarded-For": "192.0.2.7"}
	Browser().get(METHOD + "frappe.auth.get_logged_user", headers=headers)
	tasks.note_uses()
	frappe.db.commit()
	answer = browser.get(PAGE)
	assert "Not yet" not in answer.text
	assert "Ledger/7 ‹script&gt;alert(1)‹/script&gt;" in answer.text
	assert "192.0.2.7" in answer.text
	assert "<script" not in answer.text


def test_a_person_ends_the_access_of_one_app_at_once(browser, person):
	ledger, phone = an_app(app_name="Ledger"), an_app(app_name="Phone")
	ended, other = sign_in(ledger, browser), sign_in(phone, browser)
	assert acts_as(ended.access_token) == person
	answer = browser.post(END, {"client": ledger.client_id, "csrf_token": csrf_token(browser)})
	assert answer.status_code == 303
	assert answer.headers["Location"] == PAGE
	assert acts_as(ended.access_token) is None
	assert refresh(ended).status_code == 400
	assert acts_as(other.access_token) == person
	assert "Ledger" not in shown(browser)
	assert "Phone" in shown(browser)
	[family] = families_of(ledger)
	assert (family.state, family.end_reason, family.ended_by) == ("Revoked", "ended_by_user", person)
	[consent] = rows_of(ledger, "OAuth Plus Consent")
	assert consent.withdrawn


def test_the_forms_of_the_page_do_it(browser):
	ledger = an_app(app_name="Ledger")
	tokens = sign_in(ledger, browser)
	form = form_of(browser.get(PAGE))
	assert form.fields["client"] == ledger.client_id
	assert browser.post(form.action, form.fields).status_code == 303
	assert acts_as(tokens.access_token) is None
	assert "No app may act for you." in shown(browser)


def test_a_person_ends_the_access_of_all_apps_at_once(browser):
	all_tokens = [sign_in(an_app(), browser) for _ in range(2)]
	bob = sign_in(an_app(), signed_in(a_regular("Bob")))
	form = form_of(browser.get(PAGE))
	assert form.fields["client"] == "", "the last form of the page"
	assert browser.post(form.action, form.fields).status_code == 303
	assert [acts_as(tokens.access_token) for tokens in all_tokens] == [None, None]
	assert acts_as(bob.access_token) == a_regular("Bob")
	assert "No app may act for you." in shown(browser)


def test_nobody_sees_or_ends_anothers(browser, person):
	app = an_app(app_name="Shared Ledger")
	mine = sign_in(app, signed_in(a_regular("Bob")))
	assert "Shared Ledger" not in shown(browser)
	theirs = sign_in(app, browser)
	browser.post(END, {"client": app.client_id, "csrf_token": csrf_token(browser)})
	assert acts_as(theirs.access_token) is None
	assert acts_as(mine.access_token) == a_regular("Bob")
	asked = {"user": a_regular("Bob"), "client": app.client_id, "csrf_token": csrf_token(browser)}
	browser.post(END, asked)
	assert acts_as(mine.access_token) == a_regular("Bob")
	assert "Shared Ledger" not in browser.get(PAGE, {"user": a_regular("Bob")}).text


def test_a_guest_signs_in_first_and_comes_back():
	browser = Browser()
	answer = browser.get(PAGE)
	assert answer.status_code == 303
	assert sent_to(answer)["redirect-to"] == PAGE
	browser.login(a_regular(), PASSWORD)
	assert browser.get(PAGE).status_code == 200
	assert Browser().post(END, {}).status_code == 401


@pytest.mark.parametrize("is_page_open", [True, False])
@pytest.mark.parametrize("changes", [{"csrf_token": ""}, {"csrf_token": "0" * 56}, {}])
def test_no_other_site_ends_anything(browser, changes, is_page_open):
	"""Frappe asks for no token where the session has none yet; the button does"""
	app = an_app()
	tokens = sign_in(app, browser)
	if is_page_open:
		browser.get(PAGE)
	browser.post(END, {"client": app.client_id} | changes)
	browser.get(END, {"client": app.client_id})
	assert acts_as(tokens.access_token)


@pytest.mark.parametrize("site", ["same-site", "cross-site"])
def test_nor_does_a_page_of_another_origin_by_the_methods_beside_the_page(browser, site):
	"""A neighbouring domain's requests have the cookie, and a session without a token asks for none (Fetch Metadata)"""
	app = an_app()
	tokens, ways = (
		sign_in(app, browser),
		{"end_grants": {}, "end_grant": {"family": families_of(app)[0].name}},
	)
	ways = {METHOD + f"oauth_plus.api.account.{name}": form for name, form in ways.items()}
	ways[METHOD + "frappe.www.third_party_apps.delete_client"] = {"client_id": app.client_id}
	for address, form in ways.items():
		assert browser.post(address, form, headers={"Sec-Fetch-Site": site}).status_code == 400, address
	assert acts_as(tokens.access_token)
	assert browser.post(next(iter(ways)), {}, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
	assert acts_as(tokens.access_token) is None


def test_an_app_of_another_origin_ends_grants_with_its_own_token(browser, person):
	"""A single-page app that disconnects itself: no cookie is involved"""
	app = an_app()
	tokens, other = sign_in(app, browser), sign_in(app, browser)
	headers = bearer(tokens.access_token) | {"Sec-Fetch-Site": "cross-site"}
	asked = {"client": app.client_id}
	answer = Browser().post(METHOD + "oauth_plus.api.account.end_grants", asked, headers=headers)
	assert answer.status_code == 200, answer.text
	assert acts_as(other.access_token) is None


def test_a_service_user_does_not_end_what_an_administrator_has_connected(browser, person):
	"""It is not on the page either"""
	machine, app = a_machine(person), an_app()
	token, own = by_itself(machine).json["access_token"], sign_in(app, browser)
	browser.post(METHOD + "oauth_plus.api.account.end_grants", {})
	assert acts_as(own.access_token) is None
	browser.post(METHOD + "oauth_plus.api.account.end_grant", {"family": families_of(machine)[0].name})
	browser.post(END, {"csrf_token": csrf_token(browser)})
	assert acts_as(token) == person


def test_a_token_or_a_key_is_nobody_in_front_of_the_page(browser, person):
	"""An app does not look at what other apps may do, nor end it"""
	tokens = sign_in(an_app(), browser)
	key = {"Authorization": f"token {':'.join(an_api_key(person))}"}
	for headers in (bearer(tokens.access_token), key):
		assert Browser().get(PAGE, headers=headers).status_code == 303
		assert Browser().post(END, {}, headers=headers).status_code == 403
	assert acts_as(tokens.access_token) == person


def test_the_page_is_neither_framed_nor_stored_and_holds_no_script(browser):
	sign_in(tamper(an_app(), app_name="<script>alert(1)</script>"), browser)
	answer = browser.get(PAGE)
	assert answer.headers["X-Frame-Options"] == "DENY"
	assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
	assert "unsafe" not in answer.headers["Content-Security-Policy"]
	assert answer.headers["Referrer-Policy"] == "no-referrer"
	assert "no-store" in answer.headers["Cache-Control"]
	assert "<script" not in answer.text
	assert "style=" not in answer.text


def test_what_has_ended_is_not_shown(browser):
	idle, revoked, disabled = (an_app(app_name=f"Ledger {number}") for number in range(3))
	sign_in(idle, browser)
	revoke(revoked, sign_in(revoked, browser).refresh_token)
	sign_in(disabled, browser)
	change(disabled, oauth_plus_enabled=0)
	assert "Ledger 0" in shown(browser)
	assert "Ledger 1" not in shown(browser)
	assert "Ledger 2" not in shown(browser)
	with time_machine.travel(time.time() + 31 * DAY):
		browser = signed_in(families_of(idle)[0].user)
		assert "Ledger 0" not in shown(browser)


def test_an_app_that_may_come_back_without_asking_is_shown_where_the_site_remembers(browser):
	back, asked = (
		an_app(app_name="Coming Back"),
		a_public_app(
			app_name="Asks", redirect_uris="com.example.a:/b", default_redirect_uri="com.example.a:/b"
		),
	)
	for app in (back, asked):
		revoke(app, sign_in(app, browser).refresh_token)
	assert "Coming Back" not in shown(browser)
	with consent_remembered():
		text = shown(browser)
		assert "Coming Back" in text
		assert "It may get access again without asking you." in text
		assert "Asks" not in text
		browser.post(END, {"client": back.client_id, "csrf_token": csrf_token(browser)})
		assert "Coming Back" not in shown(browser)
		assert form_of(ask(browser, back)).buttons == ["allow", "deny"]


def test_narrowed_consent_is_shown_as_it_was_narrowed(browser):
	app = an_app(scopes="all openid email")
	form = form_of(ask(browser, app))
	left = {name: value for name, value in form.fields.items() if value != "all"}
	code = sent_to(browser.post(OAUTH + "approve", left | {"decision": "allow"}))["code"]
	tokens_of(app, redeem(app, code))
	text = shown(browser)
	assert "See your email address." in text
	assert "Do everything" not in text


def test_frappes_own_page_of_apps_leads_here(browser):
	answer = browser.get("/third_party_apps")
	assert answer.status_code == 302, "for as long as the app is installed, not for ever"
	assert answer.headers["Location"].endswith(PAGE)
	tokens = sign_in(app := an_app(), browser)
	sent = {"client_id": app.client_id, "csrf_token": csrf_token(browser)}
	assert browser.post(METHOD + "frappe.www.third_party_apps.delete_client", sent).status_code == 200
	assert acts_as(tokens.access_token) is None
	assert families_of(app)[0].end_reason == "ended_by_user"


def test_the_account_page_of_frappe_leads_here(browser):
	text = browser.get("/me").text
	assert PAGE in text or "/third_party_apps" in text
	assert decide(browser, ask(browser, an_app())).status_code == 303
