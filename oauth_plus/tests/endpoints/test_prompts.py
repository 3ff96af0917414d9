"""What an app may wish of the authorization endpoint (OpenID Connect Core §3.1.2.1)."""

from urllib.parse import quote

import pytest

from oauth_plus.tests.browser import OAUTH, Browser, form_of, sent_to
from oauth_plus.tests.factories import PASSWORD, a_regular, an_app, signed_in
from oauth_plus.tests.journey import ask, decide, redeem, tokens_of
from oauth_plus.tests.ledger import rows_of
from oauth_plus.tests.site import consent_remembered

ASKED = ["allow", "deny"]
CHOICE = ["continue", "another_account", "deny"]


def test_a_person_who_is_to_choose_an_account_goes_on_with_the_one_that_is_there():
	app, browser = an_app(), signed_in()
	page = ask(browser, app, prompt="select_account")
	assert form_of(page).buttons == CHOICE
	assert a_regular() in page.text
	again = browser.submit(page, decision="continue")
	assert again.status_code == 303
	question = browser.get(again.headers["Location"])
	assert form_of(question).buttons == ASKED
	assert sent_to(decide(browser, question))["code"]
	assert form_of(ask(browser, app, prompt="select_account")).buttons == CHOICE, "the next request asks anew"


def test_a_person_who_is_to_choose_an_account_takes_another():
	app, browser, bob = an_app(), signed_in(), a_regular("Bob")
	to_login = browser.submit(ask(browser, app, prompt="select_account"), decision="another_account")
	assert to_login.headers["Location"].startswith("/login?")
	browser.login(bob, PASSWORD)
	question = browser.get(sent_to(to_login)["redirect-to"])
	assert bob in question.text
	sent_to(decide(browser, question))
	[code] = rows_of(app, "OAuth Authorization Code")
	assert code.user == bob


def test_a_choice_is_for_one_session():
	app, browser = an_app(), signed_in()
	browser.submit(ask(browser, app, prompt="select_account"), decision="continue")
	browser.login(a_regular("Bob"), PASSWORD)
	assert form_of(ask(browser, app, prompt="select_account")).buttons == CHOICE


def test_the_question_leads_to_another_account():
	app, browser = an_app(), signed_in()
	question = ask(browser, app, prompt="consent")
	link = question.text.split('<a href="')[1].split('"')[0].replace("&amp;", "&")
	assert link.startswith(OAUTH + "authorize?")
	page = browser.get(link)
	assert form_of(page).buttons == CHOICE
	assert not rows_of(app, "OAuth Authorization Code")


def test_a_choice_is_no_consent():
	app, browser = an_app(), signed_in()
	page = ask(browser, app, prompt="select_account")
	for decision in ("allow", "ALLOW", ""):
		answer = sent_to(browser.submit(page, decision=decision))
		assert answer["error"] == "access_denied"
	assert not rows_of(app, "OAuth Authorization Code")


def test_consent_that_is_wished_is_asked_for_whatever_is_remembered():
	app, browser = an_app(), signed_in()
	decide(browser, ask(browser, app))
	with consent_remembered():
		assert sent_to(ask(browser, app))["code"]
		assert form_of(ask(browser, app, prompt="consent")).buttons == ASKED


@pytest.mark.parametrize(
	"prompt", ["none login", "none consent", "login none", "none select_account", "none x"]
)
def test_none_stands_alone(prompt):
	for scope in ("openid", "all"):
		assert sent_to(ask(signed_in(), an_app(), prompt=prompt, scope=scope))["error"] == "invalid_request"


@pytest.mark.parametrize("prompt", ["create", "LOGIN", "x" * 300, "<script>", ""])
def test_a_word_that_means_nothing_is_left_aside(prompt):
	"""RFC 6749 §3.1"""
	assert form_of(ask(signed_in(), an_app(), prompt=prompt)).buttons == ASKED


def test_somebody_else_than_the_app_expects_is_asked_even_by_an_app_of_our_own():
	"""login_hint"""
	app, browser = an_app(skip_authorization=1), signed_in()
	assert sent_to(ask(browser, app, login_hint=a_regular().upper()))["code"]
	assert sent_to(ask(browser, app, login_hint=a_regular(), prompt="none"))["code"]
	page = ask(browser, app, login_hint=a_regular("Bob"))
	assert "The app expected another account." in page.text
	assert a_regular("Bob") not in page.text.split("<form")[0]
	silent = sent_to(ask(browser, app, login_hint=a_regular("Bob"), prompt="none"))
	assert silent["error"] == "account_selection_required"
	assert sent_to(decide(browser, page))["code"]


def test_whoever_signs_in_for_the_request_is_not_asked_who_he_is():
	app, browser = an_app(skip_authorization=1), Browser()
	to_login = ask(browser, app, login_hint="somebody else")
	browser.login(a_regular(), PASSWORD)
	assert sent_to(browser.get(sent_to(to_login)["redirect-to"]))["code"]


def test_the_login_page_is_filled_in_with_the_name_that_the_app_expects():
	"""login_hint, OpenID Connect Core §3.1.2.1"""
	browser = Browser()
	page = browser.get(ask(browser, an_app(), login_hint=a_regular()).headers["Location"])
	assert f'id="login_email" value="{a_regular()}"' in page.text
	assert 'id="login_email" value' not in Browser().get("/login").text


@pytest.mark.parametrize("hint", ['"><script>alert(1)</script>', "a\r\nb", "x" * 141])
def test_a_hint_is_nothing_but_text_on_the_login_page(hint):
	"""Whoever sends a person here chooses it"""
	browser = Browser()
	page = browser.get(ask(browser, an_app(), login_hint=hint).headers["Location"])
	assert page.status_code == 200
	assert "<script>alert(1)" not in page.text.split('id="login_email"')[1].split("</form>")[0]
	assert ('id="login_email" value="&quot;&gt;&lt;script&gt;' in page.text) == hint.startswith('"')


def test_a_request_that_nobody_can_read_leaves_the_login_page_as_it_is():
	"""More parameters than a form may have"""
	back = quote(f"{OAUTH}authorize?login_hint=somebody&{'&'.join(f'a{number}=1' for number in range(200))}")
	page = Browser().get(f"/login?redirect-to={back}")
	assert page.status_code == 200
	assert "frame-ancestors" in page.headers["Content-Security-Policy"]
	assert 'id="login_email" value' not in page.text


def test_a_login_page_that_leads_elsewhere_is_left_as_it_is():
	page = Browser().get("/login?redirect-to=%2Fapp%3Flogin_hint%3Dsomebody")
	assert 'id="login_email" value' not in page.text


@pytest.mark.parametrize("asked", ["de", "de-AT en", "xx de", "DE", "fr-XX de"])
def test_the_pages_speak_the_language_that_the_app_asks_for(asked):
	"""ui_locales; BCP 47"""
	spoken = "fr" if asked.startswith("fr") else "de"
	page = ask(signed_in(), an_app(), ui_locales=asked)
	assert f'<html lang="{spoken}"' in page.text


@pytest.mark.parametrize("asked", ["xx", "<script>", "", "x" * 3000, "../../etc"])
def test_a_language_that_nobody_speaks_here_is_no_error(asked):
	assert '<html lang="en"' in ask(signed_in(), an_app(), ui_locales=asked).text


def test_the_login_page_speaks_that_language_too():
	answer = ask(Browser(), an_app(), ui_locales="xx de-AT")
	assert sent_to(answer)["_lang"] == "de"
	assert sent_to(answer)["redirect-to"].startswith(OAUTH + "authorize?")
	assert "_lang" not in sent_to(ask(Browser(), an_app()))


def narrowed(app, browser, *unticked: str, **changes):
	"""Allow, with boxes unticked."""
	page = ask(browser, app, **changes)
	form = form_of(page)
	left = {name: value for name, value in form.fields.items() if value not in unticked}
	return browser.post(form.action, left | {"decision": "allow"})


def test_what_was_unticked_is_not_given():
	"""RFC 6749 §3.3: the answer says what was given"""
	app, browser = an_app(scopes="all openid email"), signed_in()
	tokens = tokens_of(app, redeem(app, sent_to(narrowed(app, browser, "all"))["code"]))
	assert tokens.answer["scope"] == "openid email"
	[row] = rows_of(app, "OAuth Plus Grant")
	assert row.scopes == "openid email"
	[consent] = rows_of(app, "OAuth Plus Consent")
	assert (consent.user, consent.scopes) == (a_regular(), "openid email")


def test_to_sign_in_cannot_be_unticked():
	app, browser = an_app(), signed_in()
	code = sent_to(narrowed(app, browser, "all", "openid"))["code"]
	assert tokens_of(app, redeem(app, code)).answer["scope"] == "openid"


def test_a_person_who_leaves_nothing_ticked_has_said_no():
	app, browser = an_app(scopes="all email"), signed_in()
	answer = sent_to(narrowed(app, browser, "all", "email"))
	assert answer["error"] == "access_denied"
	assert not rows_of(app, "OAuth Plus Consent")


def test_a_single_scope_is_the_whole_question():
	page = ask(signed_in(), an_app(scopes="email"))
	assert "checkbox" not in page.text
	app, browser = an_app(scopes="email"), signed_in()
	assert sent_to(decide(browser, ask(browser, app)))["code"]


@pytest.mark.parametrize("added", ["roles", "doctype:User:write", "openid roles", "all\nroles"])
def test_nobody_ticks_what_was_not_asked_for(added):
	app, browser = an_app(scopes="openid email roles"), signed_in()
	form = form_of(ask(browser, app, scope="openid email")).fields
	answer = browser.post(OAUTH + "approve", form | {"scope_9": added, "decision": "allow"})
	assert tokens_of(app, redeem(app, sent_to(answer)["code"])).answer["scope"] == "openid email"


def test_what_is_remembered_is_asked_for_again_only_for_more():
	app, browser = an_app(scopes="all openid email"), signed_in()
	narrowed(app, browser, "all")
	with consent_remembered():
		assert sent_to(ask(browser, app, scope="openid email"))["code"]
		assert form_of(ask(browser, app, scope="all openid email")).buttons == ASKED
		sent_to(decide(browser, ask(browser, app, scope="all openid")))
		assert sent_to(ask(browser, app, scope="all openid email"))["code"]
	[consent] = rows_of(app, "OAuth Plus Consent")
	assert set(consent.scopes.split()) == {"all", "openid", "email"}


def test_what_is_unticked_later_is_allowed_no_longer():
	app, browser = an_app(scopes="all openid email"), signed_in()
	decide(browser, ask(browser, app))
	narrowed(app, browser, "all", prompt="consent")
	with consent_remembered():
		assert form_of(ask(browser, app)).buttons == ASKED
		assert sent_to(ask(browser, app, scope="openid email"))["code"]


def test_no_is_not_remembered():
	app, browser = an_app(), signed_in()
	decide(browser, ask(browser, app), "deny")
	assert not rows_of(app, "OAuth Plus Consent")


def test_an_app_that_the_person_has_not_agreed_to_learns_no_name():
	"""login_hint with prompt=none would tell whether a guess is right"""
	app, browser = an_app(), signed_in()
	for guess in (a_regular(), a_regular("Bob"), "nobody"):
		assert sent_to(ask(browser, app, login_hint=guess, prompt="none"))["error"] == "consent_required"


def test_a_session_is_not_taken_from_a_link():
	"""Frappe reads `sid` from any request: it would be somebody else's session in this browser"""
	mine, theirs = signed_in(), signed_in(a_regular("Bob"))
	sid = theirs._client.get_cookie("sid").value
	answer = ask(mine, an_app(), sid=sid)
	assert answer.status_code == 400
	assert sid not in str(answer.headers)
	assert "<form" not in answer.text.split("<body")[-1] or "Allow" not in answer.text
