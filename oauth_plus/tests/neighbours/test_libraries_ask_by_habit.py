"""VS Code, Nextcloud, Grafana, oauth2-proxy, Claude: scopes that are asked for because they always are."""

from urllib.parse import urlencode

import frappe
import pytest

from oauth_plus.tests.browser import OAUTH, Browser, body, sent_to
from oauth_plus.tests.factories import a_user, an_app, signed_in, with_any_session
from oauth_plus.tests.journey import (
	Proof,
	ask,
	authorization_request,
	decide,
	introspect,
	redeem,
	refresh,
	refused,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import events_of, recorded
from oauth_plus.tests.site import ISSUER

HABIT = "openid profile email"


@pytest.mark.parametrize(
	("asked", "given"),
	[
		(HABIT, HABIT),
		(f"{HABIT} offline_access", f"{HABIT} offline_access"),
		(f"{HABIT} groups", HABIT),
		("openid unknown-word", "openid"),
		(" offline_access", "offline_access"),
		("all  openid", "all openid"),
		(" all openid ", "all openid"),
		("openid openid", "openid"),
		("all mcp:tools read write", "all"),
		("openid älles", "openid"),
	],
)
def test_what_is_not_understood_is_left_out_and_the_rest_is_asked_for(asked, given):
	"""RFC 6749 §3.3, OpenID Connect Core §3.1.2.1, §11"""
	app, browser = an_app(), signed_in()
	code = sent_to(decide(browser, ask(browser, app, scope=asked)))["code"]
	answer = tokens_of(app, redeem(app, code)).answer
	assert answer["scope"] == given
	assert body(introspect(app, answer["access_token"]))["scope"] == given


@pytest.mark.parametrize("asked", [HABIT, f"{HABIT} offline_access"])
def test_what_the_client_may_not_have_is_left_out(asked):
	app = an_app(scopes="openid email")
	tokens = sign_in(app, scope=asked)
	assert tokens.answer["scope"] == "openid email"
	[event] = events_of(app, event="code_issued")
	assert "profile" in event.cause


@pytest.mark.parametrize(
	"asked", ["unknown-word", "openid,email", "openid+all", "openid%20all", "openid\tall", "*"]
)
def test_where_nothing_is_left_the_error_says_so(asked):
	"""RFC 6749 §4.1.2.1"""
	app = an_app()
	answer = sent_to(ask(with_any_session(), app, scope=asked))
	assert answer["error"] == "invalid_scope"
	assert ("parted by blanks" in answer["error_description"]) == ("," in asked)
	assert recorded(app, "authorization_refused", reason="invalid_scope")


def test_claude_asks_with_a_blank_before_for_a_consent_and_with_a_resource():
	app, browser, proof = an_app(), signed_in(), Proof()
	resource = "https://erp.example.com/api/method/an.mcp.endpoint"
	page = ask(browser, app, scope=" offline_access", prompt="consent", resource=resource, **proof.asked)
	code = sent_to(decide(browser, page))["code"]
	assert tokens_of(app, redeem(app, code, proof, resource=resource)).refresh_token


def test_a_refresh_that_asks_for_the_same_words_as_at_first_is_answered():
	"""MSAL and others send them again, though some were not given"""
	app = an_app(scopes="openid email")
	tokens = sign_in(app, scope=f"{HABIT} offline_access")
	again = tokens_of(app, refresh(tokens, scope=f"{HABIT} offline_access"))
	assert again.answer["scope"] == "openid email"
	assert refused(refresh(again, scope="profile offline_access"), "invalid_scope")


def test_a_refresh_never_gives_what_was_not_agreed_to():
	"""RFC 6749 §6: whatever the client may have had"""
	app = an_app(scopes="all openid email")
	tokens = sign_in(app, scope="openid")
	again = tokens_of(app, refresh(tokens, scope="openid email all"))
	assert again.answer["scope"] == "openid"


def test_the_page_asks_for_nothing_that_was_left_out():
	page = ask(with_any_session(), an_app(scopes="openid"), scope=f"{HABIT} all")
	assert page.text.count('<li class="ask">') == 1


def test_codex_sends_resource_twice_and_a_parameter_nobody_knows():
	"""RFC 8707 §2, RFC 6749 §3.1"""
	app, browser = an_app(), signed_in()
	named = [("resource", f"{ISSUER}/api/method/an.mcp.endpoint"), ("resource", f"{ISSUER}/")]
	pairs = [*authorization_request(app).items(), *named]
	pairs += [("utm", "1"), ("utm", "2"), ("bad", "a\0b")]
	code = sent_to(decide(browser, browser.get(OAUTH + "authorize", urlencode(pairs))))["code"]
	form = {
		"grant_type": "authorization_code",
		"code": code,
		"redirect_uri": app.redirect_uri,
		**app.credentials,
	}
	sent = urlencode([*form.items(), *named])
	answer = Browser().post(OAUTH + "get_token", sent, content_type="application/x-www-form-urlencoded")
	assert tokens_of(app, answer)


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "scope", "state", "code_challenge"])
def test_what_is_read_is_sent_once(name):
	"""RFC 6749 §3.1"""
	app, proof = an_app(), Proof()
	asked = authorization_request(app, **proof.asked)
	answer = signed_in().get(OAUTH + "authorize", urlencode([*asked.items(), (name, asked[name])]))
	if answer.status_code == 303:
		assert sent_to(answer)["error"] == "invalid_request"
	else:
		assert answer.status_code == 400


def test_who_lost_the_role_is_asked_again_rather_than_turned_away_for_ever():
	"""RFC 6749 §5.2 has no access_denied: libraries would take it for the end of all"""
	user = a_user("System Manager")
	app = an_app(allowed_roles=[{"role": "System Manager"}])
	tokens = sign_in(app, signed_in(user))
	document = frappe.get_doc("User", user)
	document.set("roles", [])
	document.save(ignore_permissions=True)
	frappe.db.commit()
	assert refused(refresh(tokens), "invalid_grant")
