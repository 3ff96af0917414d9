"""An app that binds its tokens to a key (RFC 9449), as its library does."""

import base64
import hashlib
import secrets
import time
from typing import Any

from werkzeug.test import TestResponse

from oauth_plus.rules import jwk
from oauth_plus.tests.assertions import Key, a_key, signed
from oauth_plus.tests.browser import OAUTH, Browser
from oauth_plus.tests.factories import App
from oauth_plus.tests.journey import Proof, Tokens, a_code, token_request, tokens_of
from oauth_plus.tests.site import ISSUER

TOKEN = OAUTH + "get_token"
WHO = "/api/method/frappe.auth.get_logged_user"


def hashed(token: str) -> str:
	"""`ath` of an access token (RFC 9449 §4.2)."""
	return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()


def thumbprint(key: Key | None = None) -> str:
	"""RFC 7638"""
	return jwk.thumbprint((key or a_key()).public_jwk)


def a_proof(
	path: str = TOKEN,
	method: str = "POST",
	*,
	key: Key | None = None,
	token: str | None = None,
	headers: dict[str, Any] | None = None,
	**changes: Any,
) -> str:
	"""A proof that is made now; None takes a claim out."""
	key = key or a_key()
	claims = {
		"htm": method,
		"htu": ISSUER + path.partition("?")[0],
		"iat": int(time.time()),
		"jti": secrets.token_urlsafe(16),
		"ath": token and hashed(token),
	} | changes
	public = {name: value for name, value in key.public_jwk.items() if name not in ("kid", "use")}
	head = {"typ": "dpop+jwt", "jwk": public} | (headers or {})
	said = {name: value for name, value in claims.items() if value is not None}
	return signed(said, key, head)


def proven(key: Key | None = None, **changes: Any) -> dict[str, dict[str, str]]:
	"""The header of a token request, as an argument of `token_request`."""
	return {"headers": {"DPoP": a_proof(key=key, **changes)}}


def redeem(
	app: App,
	code: str,
	pkce: Proof | None = None,
	key: Key | None = None,
	form: dict[str, Any] | None = None,
	**changes: Any,
) -> TestResponse:
	"""Exchange a code with a proof. `form` has what else the app sends."""
	further = form or {}
	form = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect_uri}
	form |= {"code_verifier": pkce.verifier} if pkce else {}
	return token_request(form | app.credentials | further, **proven(key, **changes))


def sign_in(app: App, key: Key | None = None, **asked: Any) -> Tokens:
	"""The whole way to a first pair that is bound."""
	pkce = Proof() if app.is_public else None
	return tokens_of(app, redeem(app, a_code(app, None, pkce, **asked), pkce, key))


def refresh(tokens: Tokens, key: Key | None = None, **changes: Any) -> TestResponse:
	"""Ask for a new pair with a proof."""
	form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token}
	return token_request(form | tokens.app.credentials, **proven(key, **changes))


def bound(
	token: str, path: str = WHO, method: str = "GET", key: Key | None = None, **changes: Any
) -> dict[str, str]:
	"""The headers of a call with a bound token."""
	return {
		"Authorization": f"DPoP {token}",
		"DPoP": a_proof(path, method, key=key, **{"token": token} | changes),
	}


def call(token: str, path: str = WHO, key: Key | None = None, **changes: Any) -> TestResponse:
	"""A call with a bound token."""
	return Browser().get(path, headers=bound(token, path, key=key, **changes))
