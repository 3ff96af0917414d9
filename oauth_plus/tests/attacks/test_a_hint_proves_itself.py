"""An id_token_hint is believed only with our own signature, made for this client (Authlib 2024-37568 and its kin)."""

import base64
import json
import time
from typing import Any

import jwt
import pytest

from oauth_plus.tests.browser import sent_to
from oauth_plus.tests.factories import an_app, signed_in
from oauth_plus.tests.journey import ask, decide, sign_in


def part(value: Any) -> str:
	return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def claims_of(hint: str) -> dict[str, Any]:
	return jwt.decode(hint, options={"verify_signature": False})


FORGED = {
	"alg_none": lambda app, claims: f"{part({'alg': 'none'})}.{part(claims)}.",
	"alg_none_in_capitals": lambda app, claims: f"{part({'alg': 'NONE'})}.{part(claims)}.",
	"no_signature": lambda app, claims: f"{part({'alg': 'HS256'})}.{part(claims)}.",
	"empty_key": lambda app, claims: jwt.encode(claims, "", "HS256"),
	"client_id_as_key": lambda app, claims: jwt.encode(claims, app.client_id, "HS256"),
	"another_apps_key": lambda app, claims: jwt.encode(claims, an_app().client_secret, "HS256"),
	"another_algorithm": lambda app, claims: jwt.encode(claims, app.client_secret, "HS512"),
	"for_another_app": lambda app, claims: jwt.encode(claims | {"aud": "other"}, app.client_secret, "HS256"),
	"for_nobody": lambda app, claims: jwt.encode(
		{name: value for name, value in claims.items() if name != "aud"}, app.client_secret, "HS256"
	),
	"of_another_person": lambda app, claims: jwt.encode(claims | {"sub": "x"}, app.client_secret, "HS256"),
	"of_no_person": lambda app, claims: jwt.encode(
		{name: value for name, value in claims.items() if name != "sub"}, app.client_secret, "HS256"
	),
	"sub_that_is_no_text": lambda app, claims: jwt.encode(claims | {"sub": None}, app.client_secret, "HS256"),
	"many_dots": lambda app, claims: "." * 1_000,
	"two_parts": lambda app, claims: "a.b",
	"no_base64": lambda app, claims: "é.é.é",
	"no_json": lambda app, claims: f"{part('x')}.{part('y')}.z",
	"deep_json": lambda app, claims: f"{base64.urlsafe_b64encode(b'[' * 1_500).decode()}.e30.x",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_hint_is_no_hint(forge):
	"""OpenID Connect Core §3.1.2.1, RFC 8725 §2.1, §3.1"""
	app, browser = an_app(skip_authorization=1), signed_in()
	good = sign_in(app, browser, prompt="consent").answer["id_token"]
	answer = sent_to(ask(browser, app, id_token_hint=forge(app, claims_of(good))))
	assert answer["error"] == "login_required"
	assert answer["state"] == "123"
	assert "code" not in answer


def test_a_hint_of_ours_is_good_after_it_has_expired():
	"""OpenID Connect Core §3.1.2.1: and a client may sign its own, because its secret is the key"""
	app, browser = an_app(), signed_in()
	claims = claims_of(sign_in(app, browser).answer["id_token"]) | {"exp": int(time.time()) - 3600}
	hint = jwt.encode(claims, app.client_secret, "HS256")
	assert sent_to(decide(browser, ask(browser, app, id_token_hint=hint)))["code"]
