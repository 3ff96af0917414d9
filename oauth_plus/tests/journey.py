"""The verbs of an app: ask for a code, redeem it, refresh, call, introspect, revoke."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from werkzeug.test import TestResponse

from oauth_plus.tests import handed_out
from oauth_plus.tests.browser import METHOD, OAUTH, Browser, body, browser_of, form_of, sent_to
from oauth_plus.tests.factories import App, an_app, with_any_session
from oauth_plus.tests.site import configured

app_http = Browser  # an app has no session; each call is a browser without cookies


@dataclass
class Proof:
	"""A PKCE pair (RFC 7636 §4)."""

	verifier: str = field(default_factory=lambda: handed_out.note(secrets.token_urlsafe(48)))

	@property
	def challenge(self) -> str:
		hashed = hashlib.sha256(self.verifier.encode()).digest()
		return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()

	@property
	def asked(self) -> dict[str, str]:
		return {"code_challenge": self.challenge, "code_challenge_method": "S256"}


@dataclass(frozen=True)
class Tokens:
	"""What an app got, and as whom."""

	app: App
	access_token: str
	refresh_token: str
	answer: dict[str, Any]


def authorization_request(app: App, **changes: Any) -> dict[str, Any]:
	"""The parameters that Frappe's users are taught, with changes; None takes one out."""
	asked = {
		"client_id": app.client_id,
		"response_type": "code",
		"redirect_uri": app.redirect_uri,
		"scope": app.scope,
		"state": "123",
	} | changes
	return {name: value for name, value in asked.items() if value is not None}


def ask(browser: Browser, app: App, **changes: Any) -> TestResponse:
	"""The authorization request, as the app sends the browser there."""
	return browser.get(OAUTH + "authorize", authorization_request(app, **changes))


def an_impersonator(user: str) -> Browser:
	"""A browser of Administrator, who plays this user by Frappe's "Impersonate"."""
	browser = browser_of("Administrator")
	csrf_token = form_of(ask(browser, an_app(), prompt="select_account")).fields["csrf_token"]
	form = {"user": user, "reason": "test", "csrf_token": csrf_token}
	with configured(developer_mode=1):  # or Frappe writes an e-mail, which this site cannot send
		answer = browser.post(METHOD + "frappe.core.doctype.user.user.impersonate", form)
	assert answer.status_code == 200, answer.text
	return browser


def decide(browser: Browser, page: TestResponse, decision: str = "allow") -> TestResponse:
	"""The person presses a button of the consent page."""
	return browser.submit(page, decision=decision)


def a_code(app: App, browser: Browser | None = None, proof: Proof | None = None, **changes: Any) -> str:
	"""A code that the person agreed to."""
	browser = browser or with_any_session()
	page = ask(browser, app, **(proof.asked if proof else {}), **changes)
	return sent_to(decide(browser, page))["code"]


def token_request(form: dict[str, Any], **kwargs: Any) -> TestResponse:
	"""POST to the token endpoint."""
	return app_http().post(OAUTH + "get_token", {k: v for k, v in form.items() if v is not None}, **kwargs)


def redeem(app: App, code: str, proof: Proof | None = None, **changes: Any) -> TestResponse:
	"""Exchange a code."""
	form = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect_uri}
	form |= {"code_verifier": proof.verifier} if proof else {}
	return token_request(form | app.credentials | changes)


def sign_in(app: App, browser: Browser | None = None, **changes: Any) -> Tokens:
	"""The whole way to a first pair."""
	proof = Proof() if app.is_public else None
	return tokens_of(app, redeem(app, a_code(app, browser, proof, **changes), proof))


def by_itself(app: App, **changes: Any) -> TestResponse:
	"""Ask for a token without any user (client_credentials)."""
	return token_request({"grant_type": "client_credentials"} | app.credentials | changes)


def exchange(
	gateway: App, token: str, *, headers: dict[str, str] | None = None, **changes: Any
) -> TestResponse:
	"""Exchange a user's token for one of the gateway (RFC 8693 §2.1)."""
	form = {
		"grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
		"subject_token": token,
		"subject_token_type": "urn:ietf:params:oauth:token-type:access_token",
	}
	return token_request(form | gateway.credentials | changes, headers=headers)


def exchanged(gateway: App, token: str, **changes: Any) -> str:
	"""The access token that the gateway gets for another one."""
	return tokens_of(gateway, exchange(gateway, token, **changes)).access_token


def refresh(tokens: Tokens, **changes: Any) -> TestResponse:
	"""Ask for a new pair."""
	form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token}
	return token_request(form | tokens.app.credentials | changes)


def tokens_of(app: App, answer: TestResponse) -> Tokens:
	"""A good token answer."""
	assert answer.status_code == 200, answer.text
	said = body(answer)
	return Tokens(app, said["access_token"], said.get("refresh_token", ""), said)


def bearer(token: str) -> dict[str, str]:
	"""The header of a bearer request."""
	return {"Authorization": f"Bearer {token}"}


def call(token: str, path: str = "/api/method/frappe.auth.get_logged_user", **kwargs: Any) -> TestResponse:
	"""A call with an access token."""
	return app_http().get(path, headers=bearer(token), **kwargs)


def acts_as(token: str) -> str | None:
	"""The user whom the site takes the bearer for; None when it is refused."""
	answer = call(token)
	return body(answer)["message"] if answer.status_code == 200 else None


def introspect(app: App, token: str, **changes: Any) -> TestResponse:
	"""Ask what a token is worth."""
	form = {"token": token} | app.credentials | changes
	return app_http().post(OAUTH + "introspect_token", {k: v for k, v in form.items() if v is not None})


def revoke(app: App, token: str, **changes: Any) -> TestResponse:
	"""Take a token back."""
	form = {"token": token} | app.credentials | changes
	return app_http().post(OAUTH + "revoke_token", {k: v for k, v in form.items() if v is not None})


def refused(answer: TestResponse, error: str, status: int = 400) -> bool:
	"""The answer is this error of the RFCs, and nothing but JSON."""
	assert answer.status_code == status, f"{answer.status_code}: {answer.text[:2000]}"
	said = body(answer)
	assert said["error"] == error, said
	assert set(said) == {"error", "error_description"}, said
	assert "Traceback" not in answer.text
	assert answer.headers["Cache-Control"] == "no-store"
	return True
