"""OAuth as Frappe brings it, over HTTP alone: what clients did before this app came, and do when it has gone."""

from typing import Any

from werkzeug.test import TestResponse

from oauth_plus.tests.browser import OAUTH, Browser, body, sent_to
from oauth_plus.tests.factories import CALLBACK, App
from oauth_plus.tests.journey import Proof, Tokens, ask, authorization_request, token_request, tokens_of

CLIENTS = "/api/resource/OAuth Client"


def a_client(manager: Browser, **values: Any) -> App:
	"""A System Manager fills Frappe's form."""
	filled = {
		"app_name": "An old client",
		"scopes": "all openid",
		"redirect_uris": CALLBACK,
		"default_redirect_uri": CALLBACK,
		"grant_type": "Authorization Code",
		"response_type": "Code",
		"allowed_roles": [{"role": "All"}],
	}
	answer = manager.open(CLIENTS, "POST", json=filled | values)
	assert answer.status_code == 200, answer.text[:2000]
	made = body(answer)["data"]
	return App(
		made["name"], made["client_secret"], redirect_uri=made["default_redirect_uri"], scope="all openid"
	)


def allow(browser: Browser, app: App, **changes: Any) -> TestResponse:
	"""The consent page, and the link behind its button: stock gives the code for following it."""
	page = ask(browser, app, **changes)
	assert page.status_code == 200, page.text[:2000]
	assert "frappe.integrations.oauth2.approve" in page.text
	return browser.get(OAUTH + "approve", authorization_request(app, **changes))


def a_code(browser: Browser, app: App, **changes: Any) -> str:
	return sent_to(allow(browser, app, **changes))["code"]


def redeem(app: App, code: str, **changes: Any) -> TestResponse:
	"""As Frappe's documentation has it, and the secret left out: nobody ever asked for it."""
	form = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect_uri}
	return token_request(form | {"client_id": app.client_id} | changes)


def sign_in(browser: Browser, app: App, **changes: Any) -> Tokens:
	"""The whole way."""
	return tokens_of(app, redeem(app, a_code(browser, app, **changes)))


def a_plain_proof() -> tuple[Proof, dict[str, str]]:
	"""A verifier that is shown in the request, and the parameters that show it."""
	proof = Proof()
	return proof, {"code_challenge": proof.verifier, "code_challenge_method": "plain"}
