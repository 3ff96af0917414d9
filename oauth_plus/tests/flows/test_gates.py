"""Every hardening is a gate: Off lets it pass, Warn lets it pass and writes it down, Enforce refuses."""

import time
from collections.abc import Callable
from typing import Any

import jwt
import pytest
import time_machine
from werkzeug.test import TestResponse

from oauth_plus import tasks
from oauth_plus.rules.policy import Hardening
from oauth_plus.store.clients.client_fields import auth_method_field
from oauth_plus.tests.browser import OAUTH, Browser, body, browser_of, sent_to
from oauth_plus.tests.factories import (
	BY_SECRET,
	CALLBACK,
	PASSWORD,
	App,
	a_regular,
	an_app,
	change,
	signed_in,
	tamper,
)
from oauth_plus.tests.journey import (
	Proof,
	a_code,
	acts_as,
	ask,
	bearer,
	call,
	decide,
	introspect,
	redeem,
	refresh,
	refused,
	revoke,
	sign_in,
	token_request,
	tokens_of,
)
from oauth_plus.tests.ledger import events_of

DAY = 86_400

OTHER_CALLBACK = "https://app.example.com/other"
TWO_CALLBACKS = f"{CALLBACK} {OTHER_CALLBACK}"


class Gated:
	"""One hardening: how an old client breaks it, and what is seen when it passes or is refused."""

	def __init__(
		self,
		breach: Callable[[App], Any],
		*,
		passes: Callable[[Any], bool],
		refuses: Callable[[Any], bool],
		**client: Any,
	) -> None:
		self.breach, self.passes, self.refuses, self.client = breach, passes, refuses, client


def does_what_no_scope_names(app: App) -> TestResponse:
	answer = call(sign_in(app).access_token, "/api/resource/ToDo")
	tasks.note_uses()
	return answer


def refreshes_without_the_role(app: App) -> TestResponse:
	tokens = sign_in(app)
	change(app, allowed_roles=[{"role": "Report Manager"}])
	return refresh(tokens)


def redeems_by_the_address(app: App) -> TestResponse:
	form = {"grant_type": "authorization_code", "code": a_code(app), "redirect_uri": app.redirect_uri}
	return Browser().get(OAUTH + "get_token", form | app.credentials)


def is_token(answer: TestResponse) -> bool:
	return answer.status_code == 200 and "access_token" in body(answer)


def refuses(error: str, status: int = 400) -> Callable[[TestResponse], bool]:
	return lambda answer: refused(answer, error, status)


def carries(name: str) -> Callable[[TestResponse], bool]:
	"""The app gets this parameter, after the person's consent where that is asked for."""
	return lambda answer: bool(sent_to(answer).get(name))


def sent_back_with(error: str) -> Callable[[TestResponse], bool]:
	return lambda answer: sent_to(answer)["error"] == error


def consented(app: App, browser: Browser | None = None, **changes: Any) -> TestResponse:
	"""An authorization request, and Allow if a page asks."""
	browser = browser or signed_in()
	answer = ask(browser, app, **changes)
	return decide(browser, answer) if answer.status_code == 200 else answer


def refreshes_without_its_secret(app: App) -> TestResponse:
	return refresh(sign_in(app), client_secret=None)


def sends_a_password(app: App) -> TestResponse:
	form = {"grant_type": "password", "username": a_regular(), "password": PASSWORD, "scope": app.scope}
	return token_request(form | app.credentials)


def asks_for_a_token_in_the_address(app: App) -> TestResponse:
	return consented(app, response_type="token")


def asks_without_a_challenge(app: App) -> TestResponse:
	return consented(app)


def shows_its_verifier(app: App) -> TestResponse:
	return consented(app, code_challenge=Proof().verifier, code_challenge_method="plain")


def proves_itself_with_three_letters(app: App) -> TestResponse:
	proof = Proof(verifier="abc")
	return redeem(app, a_code(app, None, proof), proof)


def asks_by_a_request_object(app: App) -> TestResponse:
	return consented(app, request="eyJhbGciOiJub25lIn0.e30.")


def sends_a_verifier_nobody_asked_for(app: App) -> TestResponse:
	return redeem(app, a_code(app), Proof())


def redeems_late(app: App) -> TestResponse:
	code = a_code(app)
	with time_machine.travel(time.time() + 120):
		return redeem(app, code)


def redeems_for_another_address(app: App) -> TestResponse:
	return redeem(app, a_code(app), redirect_uri=OTHER_CALLBACK)


def redeems_twice(app: App) -> str:
	"""The second time gives nothing, whatever the gate; the gate decides about what the first time gave."""
	code = a_code(app)
	first = tokens_of(app, redeem(app, code))
	assert refused(redeem(app, code), "invalid_grant")
	return first.access_token


def refreshes_twice_with_the_same(app: App) -> TestResponse:
	tokens = sign_in(app)
	assert refresh(tokens).status_code == 200
	with time_machine.travel(time.time() + 300):
		return refresh(tokens)


def refreshes_after_a_month(app: App) -> TestResponse:
	tokens = sign_in(app)
	with time_machine.travel(time.time() + 31 * DAY):
		return refresh(tokens)


def another_app() -> App:
	"""Held to nothing itself: the stricter gate of two counts."""
	return an_app(oauth_plus_enforcement="Off")


def revokes_what_another_got(app: App) -> tuple[TestResponse, str]:
	tokens = sign_in(another_app())
	return revoke(app, tokens.access_token), tokens.access_token


def introspects_what_another_got(app: App) -> bool:
	return body(introspect(app, sign_in(another_app()).access_token))["active"]


def asks_who_the_person_is(app: App) -> TestResponse:
	token = sign_in(app, scope="all").access_token
	return Browser().get(OAUTH + "openid_profile", headers=bearer(token))


def gets_an_id_token(app: App) -> str:
	"""Refusing would lock people out; what is refused is the key that everybody can read."""
	return jwt.get_unverified_header(sign_in(app).answer["id_token"])["alg"]


def is_saved_with_http(app: App) -> TestResponse:
	uris = {"redirect_uris": f"{CALLBACK} http://app.example.com/callback"}
	return signed_in().open(f"/api/resource/OAuth Client/{app.client_id}", "PUT", json=uris)


def asks_for_another_resource(app: App) -> TestResponse:
	return consented(app, resource="https://another.example.com/api")


def acts_for_administrator(app: App) -> TestResponse:
	return consented(app, browser_of("Administrator"))


PUBLIC = {"oauth_plus_client_type": "Public", "{auth_method}": "None"}

GATES: dict[Hardening, Gated] = {
	Hardening.CLIENT_AUTHENTICATION: Gated(
		refreshes_without_its_secret, passes=is_token, refuses=refuses("invalid_client", 401)
	),
	Hardening.PASSWORD_GRANT: Gated(
		sends_a_password, passes=is_token, refuses=refuses("unsupported_grant_type")
	),
	Hardening.IMPLICIT_GRANT: Gated(
		asks_for_a_token_in_the_address,
		passes=carries("access_token"),
		refuses=sent_back_with("unsupported_response_type"),
		grant_type="Implicit",
		response_type="Token",
	),
	Hardening.PKCE_REQUIRED: Gated(
		asks_without_a_challenge, passes=carries("code"), refuses=sent_back_with("invalid_request"), **PUBLIC
	),
	Hardening.PKCE_METHOD: Gated(
		shows_its_verifier, passes=carries("code"), refuses=sent_back_with("invalid_request"), **PUBLIC
	),
	Hardening.PKCE_FORM: Gated(
		proves_itself_with_three_letters, passes=is_token, refuses=refuses("invalid_grant")
	),
	Hardening.UNSUPPORTED_PARAMETER: Gated(
		asks_by_a_request_object, passes=carries("code"), refuses=sent_back_with("request_not_supported")
	),
	Hardening.PKCE_DOWNGRADE: Gated(
		sends_a_verifier_nobody_asked_for, passes=is_token, refuses=refuses("invalid_grant")
	),
	Hardening.CODE_LIFETIME: Gated(redeems_late, passes=is_token, refuses=refuses("invalid_grant")),
	Hardening.CODE_REDIRECT_URI: Gated(
		redeems_for_another_address,
		passes=is_token,
		refuses=refuses("invalid_grant"),
		redirect_uris=TWO_CALLBACKS,
	),
	Hardening.CODE_REUSE: Gated(
		redeems_twice,
		passes=lambda token: acts_as(token) == a_regular(),
		refuses=lambda token: acts_as(token) is None,
	),
	Hardening.REFRESH_ROTATION: Gated(
		refreshes_twice_with_the_same, passes=is_token, refuses=refuses("invalid_grant")
	),
	Hardening.REFRESH_LIFETIME: Gated(
		refreshes_after_a_month, passes=is_token, refuses=refuses("invalid_grant")
	),
	Hardening.REVOCATION_BINDING: Gated(
		revokes_what_another_got,
		passes=lambda seen: seen[0].status_code == 200 and acts_as(seen[1]) is None,
		refuses=lambda seen: refused(seen[0], "unauthorized_client") and acts_as(seen[1]) == a_regular(),
	),
	Hardening.INTROSPECTION_BINDING: Gated(
		introspects_what_another_got,
		passes=lambda active: active is True,
		refuses=lambda active: active is False,
	),
	Hardening.ID_TOKEN_KEY: Gated(
		gets_an_id_token,
		passes=lambda algorithm: algorithm == "HS256",
		refuses=lambda algorithm: algorithm == "RS256",
		**PUBLIC,
		**BY_SECRET,
	),
	Hardening.USERINFO_SCOPE: Gated(
		asks_who_the_person_is,
		passes=lambda answer: body(answer)["email"] == a_regular(),
		refuses=refuses("insufficient_scope", 403),
	),
	Hardening.SCOPE: Gated(
		does_what_no_scope_names,
		passes=lambda answer: answer.status_code == 200,
		refuses=refuses("insufficient_scope", 403),
		scopes="openid",
	),
	Hardening.CLIENT_ROLES: Gated(
		refreshes_without_the_role, passes=is_token, refuses=refuses("invalid_grant")
	),
	Hardening.PARAMETERS_IN_ADDRESS: Gated(
		redeems_by_the_address, passes=is_token, refuses=refuses("invalid_request", 405)
	),
	Hardening.REDIRECT_URI_FORM: Gated(
		is_saved_with_http,
		passes=lambda answer: "http://app" in body(answer)["data"]["redirect_uris"],
		refuses=lambda answer: answer.status_code == 417 and "uses http" in answer.text,
	),
	Hardening.RESOURCE: Gated(
		asks_for_another_resource, passes=carries("code"), refuses=sent_back_with("invalid_target")
	),
	Hardening.ADMINISTRATOR: Gated(
		acts_for_administrator, passes=carries("code"), refuses=lambda answer: answer.status_code == 403
	),
}


def a_client(hardening: Hardening, level: str) -> App:
	"""Made while nothing is enforced, then set to the level: only the breach can be refused."""
	values = {name.format(auth_method=auth_method_field()): v for name, v in GATES[hardening].client.items()}
	return tamper(an_app(oauth_plus_enforcement="Off", **values), oauth_plus_enforcement=level)


every_hardening = pytest.mark.parametrize("hardening", GATES, ids=lambda hardening: hardening.value)


def test_no_hardening_is_without_a_row_here():
	assert set(GATES) == set(Hardening)


@every_hardening
def test_off_lets_it_pass_and_says_nothing(hardening: Hardening):
	"""decisions.md, decision 6"""
	app = a_client(hardening, "Off")
	assert GATES[hardening].passes(GATES[hardening].breach(app))
	assert events_of(app, outcome="Would Refuse") == []


@every_hardening
def test_warn_lets_it_pass_and_writes_down_what_enforce_would_refuse(hardening: Hardening):
	"""decisions.md, decision 6: this hardening and no other, with a cause and a fix"""
	app = a_client(hardening, "Warn")
	assert GATES[hardening].passes(GATES[hardening].breach(app))
	written = events_of(app, outcome="Would Refuse")
	assert {row.reason for row in written} == {hardening.value}
	for row in written:
		assert row.event == "would_refuse"
		assert len(row.cause) > 20, row
		assert len(row.fix) > 10, row
		assert row.cause != row.fix


@every_hardening
def test_enforce_refuses(hardening: Hardening):
	"""decisions.md, decision 6"""
	app = a_client(hardening, "Enforce")
	assert GATES[hardening].refuses(GATES[hardening].breach(app))
	assert events_of(app, outcome="Would Refuse") == []


def test_switching_takes_hold_with_the_next_request():
	"""decisions.md, decision 11: no state in the process"""
	app = a_client(Hardening.CLIENT_AUTHENTICATION, "Warn")
	tokens = sign_in(app)
	tokens = tokens_of(app, refresh(tokens, client_secret=None))
	change(app, oauth_plus_enforcement="Enforce")
	assert refused(refresh(tokens, client_secret=None), "invalid_client", 401)
	change(app, oauth_plus_enforcement="Warn")
	assert tokens_of(app, refresh(tokens, client_secret=None))


def test_a_gate_with_a_word_that_nobody_knows_enforces():
	app = tamper(a_client(Hardening.PASSWORD_GRANT, "Off"), oauth_plus_enforcement="Perhaps")
	assert refused(sends_a_password(app), "unsupported_grant_type")
