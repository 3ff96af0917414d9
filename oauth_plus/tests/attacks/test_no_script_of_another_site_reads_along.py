"""B19: pages of other sites may ask the token endpoint where the site allows it, and never the authorization
endpoint, whose page holds what a press of Allow needs."""

import pytest

from oauth_plus.tests.browser import OAUTH, Browser, form_of
from oauth_plus.tests.doors import DOORS, through
from oauth_plus.tests.factories import an_app, signed_in
from oauth_plus.tests.journey import ask, authorization_request
from oauth_plus.tests.site import configured

ALLOWED = "https://spa.example.com"


@pytest.mark.parametrize("setting", ["*", ALLOWED, [ALLOWED]])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "PUT"])
@pytest.mark.parametrize("door", DOORS)
def test_no_origin_may_read_the_consent_page(setting, method, door):
	"""B19, RFC 9700 §2.6"""
	app, browser = an_app(), signed_in()
	csrf = form_of(ask(browser, app)).fields["csrf_token"]
	headers = {"Origin": ALLOWED, "X-Frappe-CSRF-Token": csrf}
	with configured(allow_cors=setting):
		for name in ("authorize", "approve"):
			path = through(door, name, **authorization_request(app))
			answer = browser.open(path, method, headers=headers)
			assert not [header for header in dict(answer.headers) if header.startswith("Access-Control")]


@pytest.mark.parametrize("name", ["get_token", "revoke_token"])
def test_an_origin_that_the_site_lists_may_ask_the_token_endpoint(name):
	"""RFC 9700 §2.6: apps that run in a browser"""
	with configured(allow_cors=[ALLOWED]):
		answer = Browser().post(OAUTH + name, {}, headers={"Origin": ALLOWED})
		assert answer.headers["Access-Control-Allow-Origin"] == ALLOWED
		answer = Browser().post(OAUTH + name, {}, headers={"Origin": "https://evil.example"})
		assert "Access-Control-Allow-Origin" not in answer.headers
