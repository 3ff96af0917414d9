"""Clients and tokens from before the app came, of every shape: their traffic goes on, and is watched (C4 to C6, H9)."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import frappe
import jwt
import pytest
from werkzeug.test import TestResponse

from oauth_plus.rules import secret
from oauth_plus.rules.policy import Hardening
from oauth_plus.tests import stock
from oauth_plus.tests.browser import OAUTH, Browser, body, sent_to
from oauth_plus.tests.factories import CALLBACK, PASSWORD, App, a_regular, signed_in
from oauth_plus.tests.journey import (
	Proof,
	Tokens,
	acts_as,
	ask,
	bearer,
	call,
	decide,
	refused,
	token_request,
	tokens_of,
)
from oauth_plus.tests.ledger import errors, every_value, would_refuse
from oauth_plus.tests.stage import Stage

OTHER_CALLBACK = "https://app.example.com/other"

Consent = Callable[..., TestResponse]
"""How the person allows: stock's link, or our form. The app sees a redirect either way."""


def allow_by_form(browser: Browser, app: App, **asked: Any) -> TestResponse:
	"""Our consent page, and its button."""
	answer = ask(browser, app, **asked)
	return decide(browser, answer) if answer.status_code == 200 else answer


@dataclass(frozen=True)
class Shape:
	"""How a client of old goes about it, and what Enforce will hold against it."""

	gets_tokens: Callable[["Shape", Consent, Browser, App], TestResponse]
	registered: dict[str, str] = field(default_factory=dict)
	asks: Callable[[Proof], dict[str, str]] = lambda proof: {}
	redeems: Callable[[Proof], dict[str, str]] = lambda proof: {}
	sends: tuple[str, ...] = ("client_id", "client_secret")
	breaks: Hardening | None = None
	error: str | None = None

	def sign_in(self, consent: Consent, browser: Browser, app: App) -> Tokens:
		"""The whole way to a token."""
		answer = self.gets_tokens(self, consent, browser, app)
		assert error_of(answer) is None, answer.text or answer.headers
		got = sent_to(answer) if answer.status_code in (302, 303) else body(answer)
		return Tokens(app, got["access_token"], got.get("refresh_token", ""), got)

	def refresh(self, tokens: Tokens) -> TestResponse:
		form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token}
		return token_request(form | self.identity(tokens.app))

	def identity(self, app: App) -> dict[str, str]:
		"""What it sends of itself with every token request."""
		whole = {"client_id": app.client_id, "client_secret": app.client_secret}
		return {name: whole[name] for name in self.sends}


def by_code(shape: Shape, consent: Consent, browser: Browser, app: App) -> TestResponse:
	proof = Proof()
	asked = shape.asks(proof)
	answer = consent(browser, app, **asked)
	if error_of(answer):
		return answer
	form = {
		"grant_type": "authorization_code",
		"code": sent_to(answer)["code"],
		"redirect_uri": asked.get("redirect_uri", app.redirect_uri),
		"client_id": app.client_id,  # stock asked for this much
	}
	return token_request(form | shape.identity(app) | shape.redeems(proof))


def by_implicit(shape: Shape, consent: Consent, browser: Browser, app: App) -> TestResponse:
	return consent(browser, app, response_type="token")


def by_password(shape: Shape, consent: Consent, browser: Browser, app: App) -> TestResponse:
	form = {"grant_type": "password", "username": a_regular(), "password": PASSWORD, "scope": app.scope}
	return token_request(form | shape.identity(app))


def error_of(answer: TestResponse) -> str | None:
	"""The word for what went wrong, wherever it stands."""
	return (sent_to(answer) if answer.status_code in (302, 303) else body(answer)).get("error")


WELL_BEHAVED = Shape(
	by_code, asks=lambda proof: proof.asked, redeems=lambda proof: {"code_verifier": proof.verifier}
)

TWO_CALLBACKS = {"redirect_uris": f"{CALLBACK} {OTHER_CALLBACK}"}

SHAPES = {
	"well_behaved": WELL_BEHAVED,
	"without_pkce": Shape(by_code),
	"no_secret_in_the_request": Shape(
		by_code, sends=(), breaks=Hardening.CLIENT_AUTHENTICATION, error="invalid_client"
	),
	"public_without_pkce": Shape(
		by_code,
		registered={"token_endpoint_auth_method": "None"},
		sends=("client_id",),
		breaks=Hardening.PKCE_REQUIRED,
		error="invalid_request",
	),
	"plain_pkce": Shape(
		by_code,
		asks=lambda proof: {"code_challenge": proof.verifier, "code_challenge_method": "plain"},
		redeems=lambda proof: {"code_verifier": proof.verifier},
		breaks=Hardening.PKCE_METHOD,
		error="invalid_request",
	),
	"a_verifier_without_a_challenge": Shape(
		by_code,
		redeems=lambda proof: {"code_verifier": proof.verifier},
		breaks=Hardening.PKCE_DOWNGRADE,
		error="invalid_grant",
	),
	"several_redirect_uris": Shape(
		by_code, registered=TWO_CALLBACKS, asks=lambda proof: {"redirect_uri": OTHER_CALLBACK}
	),
	"another_redirect_uri_for_the_code": Shape(
		by_code,
		registered=TWO_CALLBACKS,
		redeems=lambda proof: {"redirect_uri": OTHER_CALLBACK},
		breaks=Hardening.CODE_REDIRECT_URI,
		error="invalid_grant",
	),
	"implicit": Shape(
		by_implicit,
		registered={"grant_type": "Implicit", "response_type": "Token"},
		breaks=Hardening.IMPLICIT_GRANT,
		error="unsupported_response_type",
	),
	"password": Shape(by_password, breaks=Hardening.PASSWORD_GRANT, error="unsupported_grant_type"),
}

WITHOUT_SECRETS_ON_V15 = SHAPES["no_secret_in_the_request"]
"""There a client cannot say that it has no secret, so that this is what a public one looks like."""


@dataclass
class Old:
	"""A client of stock's making, and what it got there."""

	shape: Shape
	app: App
	tokens: Tokens
	refreshed: dict[str, Any]


@dataclass
class Before:
	"""The site as it was. The person's browser has seen consent pages, the manager's has not: from the first
	on, Frappe wants a token against forgery with everything that is saved."""

	manager: Browser
	person: Browser
	clients: dict[str, Old]
	code: tuple[App, str, Proof]
	asker: Old
	introspected: dict[str, Any]
	profile: dict[str, Any]
	errors: int


def _an_old_client(manager: Browser, person: Browser, shape: Shape) -> Old:
	if "token_endpoint_auth_method" in shape.registered and not _says_itself_that_it_is_public():
		shape = replace(WITHOUT_SECRETS_ON_V15, sends=("client_id",))
	app = stock.a_client(manager, **shape.registered)
	tokens = shape.sign_in(stock.allow, person, app)
	other = shape.sign_in(stock.allow, person, app)  # the first pair stays untouched
	return Old(shape, app, tokens, body(shape.refresh(other)) if other.refresh_token else {})


def _says_itself_that_it_is_public() -> bool:
	return bool(frappe.get_meta("OAuth Client").has_field("token_endpoint_auth_method"))


@pytest.fixture(scope="module")
def before(stage: Stage) -> Before:
	"""Without the app: clients of every shape, their live tokens, and a code that nobody redeemed yet."""
	stage.begin_without_the_app()
	manager, person = signed_in(), signed_in()
	clients = {name: _an_old_client(manager, person, shape) for name, shape in SHAPES.items()}
	asker, proof = _an_old_client(manager, person, WELL_BEHAVED), Proof()
	app = stock.a_client(manager)
	return Before(
		manager,
		person,
		clients,
		(app, stock.a_code(person, app, **proof.asked), proof),
		asker,
		body(_introspect(asker.tokens)),
		body(_profile(asker.tokens)),
		errors(),
	)


@pytest.fixture(scope="module")
def after(before: Before, stage: Stage) -> Before:
	"""The app is installed, and nobody has told the clients."""
	stage.with_the_app()
	return before


@pytest.fixture(scope="module")
def enforced(after: Before) -> Before:
	"""The administrator has switched every one of them."""
	by_codes = {"grant_type": "Authorization Code", "response_type": "Code"}
	for old in after.clients.values():
		verifies = {"oauth_plus_id_token_signing": "Site Key"} if _is_public(old) else {}
		answer = _edit(after.manager, old.app, oauth_plus_enforcement="Enforce", **by_codes, **verifies)
		assert answer.status_code == 200, answer.text[:2000]
	return after


@pytest.fixture(scope="module")
def gone(enforced: Before, stage: Stage) -> Before:
	"""The app is uninstalled again."""
	stage.without_the_app()
	return enforced


def _edit(manager: Browser, app: App, **values: Any) -> TestResponse:
	return manager.open(f"{stock.CLIENTS}/{app.client_id}", "PUT", json=values)


def _introspect(tokens: Tokens) -> TestResponse:
	"""With nothing but the token: stock asked for no credentials of the client."""
	return Browser().post(OAUTH + "introspect_token", {"token": tokens.access_token})


def _profile(tokens: Tokens) -> TestResponse:
	return Browser().get(OAUTH + "openid_profile", headers=bearer(tokens.access_token))


every_shape = pytest.mark.parametrize("name", SHAPES)


# At Warn


@every_shape
def test_a_token_from_before_goes_on(name: str, after: Before):
	"""Issue 2, item 7"""
	token = after.clients[name].tokens.access_token
	assert acts_as(token) == a_regular()
	assert call(token, "/api/resource/ToDo").status_code == 200


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "implicit"])
def test_a_refresh_token_from_before_is_good(name: str, after: Before):
	"""Issue 2, item 7: and the answer has everything that it had"""
	old = after.clients[name]
	answer = old.shape.refresh(old.tokens)
	renewed = tokens_of(old.app, answer)
	assert acts_as(renewed.access_token) == a_regular()
	assert set(renewed.answer) >= set(old.refreshed)
	assert renewed.answer["scope"] == old.refreshed["scope"]
	assert renewed.answer["expires_in"] == old.refreshed["expires_in"]


@every_shape
def test_new_tokens_come_the_way_they_came(name: str, after: Before):
	"""Issue 2, item 8: the person sees another page; the app sees no difference"""
	old = after.clients[name]
	tokens = old.shape.sign_in(allow_by_form, after.person, old.app)
	assert acts_as(tokens.access_token) == a_regular()
	assert set(tokens.answer) >= set(old.tokens.answer)
	assert tokens.answer["scope"] == old.tokens.answer["scope"]
	assert tokens.answer["token_type"] == old.tokens.answer["token_type"]


@every_shape
def test_the_events_name_what_enforce_would_refuse(name: str, after: Before):
	"""Issue 2, item 8: this and nothing else; of those who do it right there is nothing to say"""
	old = after.clients[name]
	tokens = old.shape.sign_in(allow_by_form, after.person, old.app)
	if tokens.refresh_token:
		tokens_of(old.app, old.shape.refresh(tokens))
	expected = {old.shape.breaks.value} if old.shape.breaks else set()
	assert would_refuse(old.app) == expected | ({"id_token_key"} if _is_public(old) else set())


def test_a_code_from_before_can_be_redeemed_once(after: Before):
	"""Issue 2, item 7; H2"""
	app, code, proof = after.code
	form = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect_uri}
	form |= {"code_verifier": proof.verifier} | app.credentials
	tokens = tokens_of(app, token_request(form))
	assert acts_as(tokens.access_token) == a_regular()
	assert refused(token_request(form), "invalid_grant")


def test_introspection_tells_an_old_client_what_it_told(after: Before):
	"""H8: but for the moment of its end, which stock got wrong by the time zone, and the name of the issuer"""
	told = body(_introspect(after.asker.tokens))
	for member in set(after.introspected) - {"exp", "iss", "picture"}:
		assert told[member] == after.introspected[member], member
	assert would_refuse(after.asker.app) == {"client_authentication"}


def test_the_profile_is_what_it_was(after: Before):
	told = body(_profile(after.asker.tokens))
	for member in set(after.profile) - {"iss", "picture"}:
		assert told[member] == after.profile[member], member


def test_an_id_token_from_before_is_still_good_to_its_client(after: Before):
	"""The secret that signs it has not changed"""
	old = after.clients["well_behaved"]
	again = old.shape.sign_in(allow_by_form, after.person, old.app)
	for id_token in (old.tokens.answer["id_token"], again.answer["id_token"]):
		claims = jwt.decode(id_token, old.app.client_secret, ["HS256"], audience=old.app.client_id)
		assert claims["email"] == a_regular()


def test_nothing_from_before_lies_in_the_clear(after: Before):
	"""H9, H10: converted, and findable"""
	lies = every_value("OAuth Bearer Token") | every_value("OAuth Authorization Code")
	for old in after.clients.values():
		assert old.tokens.access_token not in lies
		assert not old.tokens.refresh_token or old.tokens.refresh_token not in lies
		assert secret.digest(old.tokens.access_token) in lies
	assert after.code[1] not in lies


def test_the_change_of_houses_broke_nothing(after: Before):
	assert errors() == after.errors


# At Enforce


def test_switching_a_client_that_cannot_pass_says_why(after: Before):
	"""Issue 2, item 8: the implicit one has to be changed first"""
	answer = _edit(after.manager, after.clients["implicit"].app, oauth_plus_enforcement="Enforce")
	assert answer.status_code == 417
	assert "implicit grant" in answer.text


@every_shape
def test_enforce_refuses_what_warn_wrote_down(name: str, enforced: Before):
	"""Issue 2, item 8"""
	old = enforced.clients[name]
	answer = old.shape.gets_tokens(old.shape, allow_by_form, enforced.person, old.app)
	assert error_of(answer) == old.shape.error


@every_shape
def test_enforce_takes_no_token_away_that_was_given(name: str, enforced: Before):
	assert acts_as(enforced.clients[name].tokens.access_token) == a_regular()


@every_shape
def test_a_client_that_mends_its_ways_goes_on(name: str, enforced: Before):
	"""With its secret, or public with PKCE"""
	old = enforced.clients[name]
	well = replace(WELL_BEHAVED, sends=_what_it_owes(old))
	assert acts_as(well.sign_in(allow_by_form, enforced.person, old.app).access_token) == a_regular()


def _what_it_owes(old: Old) -> tuple[str, ...]:
	return ("client_id",) if _is_public(old) else ("client_id", "client_secret")


def _is_public(old: Old) -> bool:
	return frappe.db.get_value("OAuth Client", old.app.client_id, "oauth_plus_client_type") == "Public"


# Without the app


@every_shape
def test_when_the_app_is_gone_stock_gives_every_client_new_tokens(name: str, gone: Before):
	"""Issue 2, item 7"""
	old = gone.clients[name]
	assert call(old.tokens.access_token).status_code == 401
	if name != "implicit":  # the administrator has moved it to codes
		assert acts_as(old.shape.sign_in(stock.allow, gone.person, old.app).access_token) == a_regular()
