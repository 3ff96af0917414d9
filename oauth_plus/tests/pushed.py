"""Steps of an app that pushes its request, and of the browser that arrives with its name."""

from typing import Any

from werkzeug.test import TestResponse

from oauth_plus.tests import dpop, handed_out
from oauth_plus.tests.assertions import a_key, asserted, key_set
from oauth_plus.tests.browser import METHOD, OAUTH, Browser, body, sent_to
from oauth_plus.tests.factories import App, an_app, with_any_session
from oauth_plus.tests.journey import Proof, Tokens, app_http, authorization_request, decide, tokens_of

PUSH = METHOD + "oauth_plus.api.par.pushed_authorization_request"

PREFIX = "urn:ietf:params:oauth:request_uri:"

FAPI = {"oauth_plus_profile": "FAPI 2.0", "scopes": "all"}


def push(app: App, headers: dict[str, str] | None = None, **changes: Any) -> TestResponse:
	"""The app sends its request to the endpoint; None takes a parameter out."""
	form = authorization_request(app) | app.credentials | changes
	data = {name: value for name, value in form.items() if value is not None}
	return app_http().post(PUSH, data, headers=headers or {})


def pushed(app: App, proof: Proof | None = None, **changes: Any) -> str:
	"""The `request_uri` of a request that was accepted."""
	answer = push(app, **((proof or Proof()).asked | changes))
	assert answer.status_code == 201, answer.text
	uri = body(answer)["request_uri"]
	handed_out.note(uri.removeprefix(PREFIX))
	return uri


def arrive(browser: Browser, app: App, uri: str, **beside: Any) -> TestResponse:
	"""The app sends the browser to the authorization endpoint."""
	return browser.get(OAUTH + "authorize", {"client_id": app.client_id, "request_uri": uri} | beside)


def a_fapi_app(**values: Any) -> App:
	"""A client of the FAPI 2.0 Security Profile."""
	return an_app(**{"oauth_plus_jwks": key_set(a_key())} | FAPI | values)


def allowed(app: App, proof: Proof | None = None, **changes: Any) -> dict[str, str]:
	"""The response that a client of the profile gets when its user allows what it has pushed."""
	browser = with_any_session()
	uri = pushed(app, proof, **asserted(app) | changes)
	return sent_to(decide(browser, arrive(browser, app, uri)))


def tokens_for(app: App) -> Tokens:
	"""The first pair of a client of the profile, after a push, a consent and a proof."""
	proof = Proof()
	code = allowed(app, proof)["code"]
	return tokens_of(app, dpop.redeem(app, code, proof, form=asserted(app)))


def proven(app: App, **changes: Any) -> dict[str, Any]:
	"""The parameters of a client of the profile: its assertion and its PKCE challenge."""
	return asserted(app) | Proof().asked | changes
