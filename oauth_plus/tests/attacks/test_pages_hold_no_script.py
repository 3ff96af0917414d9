"""Names, scopes and addresses that a stranger chose are shown to the person as text, never run."""

import pytest

from oauth_plus.tests.browser import OAUTH, Browser, form_of, sent_to
from oauth_plus.tests.factories import a_public_app, an_app, an_old_app, tamper, with_any_session
from oauth_plus.tests.journey import Proof, ask, authorization_request, decide

HOSTILE = [
	"<script>alert(1)</script>",
	'"><img src=x onerror=alert(1)>',
	"'><svg/onload=alert(1)>",
	"</title><script>alert(1)</script>",
	"</strong></form><form method=post action=https://evil.example>",
	"javascript:alert(1)",
	"{{ 7 * 19100000191 }}",
	"{% for x in (7,) %}{{ x * 19100000191 }}{% endfor %}",
	"{{ frappe.db.count('User') and 7 * 19100000191 }}",
	"${7*19100000191}",
	"&lt;script&gt;alert(1)&lt;/script&gt;",
]


def is_harmless(text: str) -> bool:
	"""Nothing of HOSTILE became markup, and no template was filled in."""
	for markup in ("<script>alert", "<img src=x", "<svg/", "<form method=post", 'href="javascript:'):
		assert markup not in text, markup
	assert str(7 * 19100000191) not in text
	return True


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("make", [an_app, a_public_app])
def test_the_name_of_an_app_is_text(make, name):
	"""Doorkeeper 2018-1000088"""
	app, browser = tamper(make(), app_name=name), with_any_session()
	page = ask(browser, app, **Proof().asked)
	assert page.status_code == 200
	assert is_harmless(page.text)
	assert form_of(page).action == OAUTH + "approve"
	assert sent_to(decide(browser, page))["code"]


@pytest.mark.parametrize(
	"scope", ["<script>alert(1)</script>", "{{7*19100000191}}", "'><svg/onload=alert(1)>"]
)
def test_a_scope_is_text(scope):
	app = tamper(an_old_app(), scopes=f"all {scope}")
	page = ask(with_any_session(), app, scope=f"all {scope}")
	assert page.status_code == 200
	assert is_harmless(page.text)


@pytest.mark.parametrize(
	"name", ["client_id", "redirect_uri", "scope", "state", "response_type", "nonce", "unknown"]
)
@pytest.mark.parametrize("value", HOSTILE)
def test_what_a_link_says_is_text_on_every_page(name, value):
	"""B2: consent, proceed, and what went wrong"""
	app, browser = an_app(), with_any_session()
	asked = authorization_request(app) | {name: value}
	for path in ("authorize", "approve"):
		answer = browser.get(OAUTH + path, asked)
		assert answer.status_code in (200, 303, 400, 405)
		assert is_harmless(answer.text)
	answer = Browser().get(OAUTH + "authorize", {value: "1", value + "2": "2"})
	assert is_harmless(answer.text)


def test_no_page_runs_or_fetches_anything():
	"""B20, RFC 9700 §4.2.4, §4.16"""
	for page in (ask(with_any_session(), an_app()), ask(with_any_session(), an_app(), client_id="nobody")):
		assert "<script" not in page.text
		assert 'src="http' not in page.text
		assert "default-src 'none'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
	("uri", "shown"),
	[
		("https://app.example.com/callback", "app.example.com"),
		("http://127.0.0.1:8000/callback", "127.0.0.1:8000"),
		("com.example.app:/callback", "com.example.app"),
	],
)
def test_the_person_sees_where_the_answer_goes(uri, shown):
	"""RFC 8252 §8.6: the one thing that an impostor cannot choose freely"""
	app = a_public_app(redirect_uris=uri, default_redirect_uri=uri)
	assert shown in ask(with_any_session(), app, **Proof().asked).text


def test_an_error_is_json_that_no_browser_takes_for_a_page():
	app = an_app()
	form = {"grant_type": "<script>alert(1)</script>"} | app.credentials
	answer = Browser().post(OAUTH + "get_token", form)
	assert answer.headers["Content-Type"].startswith("application/json")
	assert "<script>" not in answer.text
