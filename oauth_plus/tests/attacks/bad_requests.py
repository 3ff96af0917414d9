"""Every endpoint with a good request to it, and what a refusal of a bad one looks like."""

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from werkzeug.test import TestResponse

from oauth_plus.tests.browser import OAUTH, Browser, body, form_of, sent_to
from oauth_plus.tests.factories import CALLBACK, App, an_app, signed_in
from oauth_plus.tests.journey import Tokens, a_code, ask, authorization_request, sign_in
from oauth_plus.tests.ledger import counts, errors, state

HANGS = 2
"""Seconds; the aim is a tenth of one, but a busy machine is no fault of ours."""

URLENCODED = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Held:
	"""What a bad request is made of: all of it good."""

	app: App
	tokens: Tokens
	code: str
	person: Browser
	consent: dict[str, str]

	@property
	def csrf(self) -> dict[str, str]:
		return {"X-Frappe-CSRF-Token": self.consent["csrf_token"]}


def everything() -> Held:
	"""An app that a person has signed in to, with a code to spare and a consent page open."""
	app, person = an_app(), signed_in()
	tokens, code = sign_in(app, person), a_code(app, person)
	return Held(app, tokens, code, person, form_of(ask(person, app)).fields)


@dataclass(frozen=True)
class Endpoint:
	"""Where a request goes, what it takes, and the parameters without which it can do nothing."""

	name: str
	form: Callable[[Held], dict[str, str]] = lambda held: {}
	owed: tuple[str, ...] = ()
	methods: tuple[str, ...] = ("POST",)
	for_people: bool = False

	@property
	def path(self) -> str:
		return self.name.split("#")[0] if self.name.startswith("/") else OAUTH + self.name.split("#")[0]

	def __str__(self) -> str:
		return self.name


def _for_programs(name: str, *owed: str, **form: Callable[[Held], str]) -> Endpoint:
	def filled(held: Held) -> dict[str, str]:
		return {key: value(held) for key, value in form.items()} | held.app.credentials

	return Endpoint(name, filled, (*owed, "client_id"))


REDEEM = _for_programs(
	"get_token#code",
	"grant_type",
	"code",
	"redirect_uri",
	grant_type=lambda held: "authorization_code",
	code=lambda held: held.code,
	redirect_uri=lambda held: CALLBACK,
)
REFRESH = _for_programs(
	"get_token#refresh",
	"grant_type",
	"refresh_token",
	grant_type=lambda held: "refresh_token",
	refresh_token=lambda held: held.tokens.refresh_token,
)
REVOKE = _for_programs("revoke_token", "token", token=lambda held: held.tokens.refresh_token)
INTROSPECT = _for_programs("introspect_token", "token", token=lambda held: held.tokens.access_token)
FOR_PROGRAMS = (REDEEM, REFRESH, REVOKE, INTROSPECT)

AUTHORIZE = Endpoint(
	"authorize",
	lambda held: authorization_request(held.app),
	("client_id", "redirect_uri", "response_type", "scope"),
	methods=("GET", "POST"),
	for_people=True,
)
APPROVE = Endpoint(
	"approve",
	lambda held: held.consent | {"decision": "allow"},
	("authorization_request", "consent"),
	methods=("GET", "POST"),
	for_people=True,
)
USERINFO = Endpoint("openid_profile", methods=("GET", "POST"))
METADATA = Endpoint("openid_configuration", methods=("GET", "POST"))
EVERY = (*FOR_PROGRAMS, AUTHORIZE, APPROVE, USERINFO, METADATA)


@contextlib.contextmanager
def nothing_happens(but_frappe_reports: bool = False) -> Iterator[None]:
	"""No row of ours or of Frappe's is written or changed; one event may be, and the Error Log stays empty."""
	before, events, reported = state(), counts("OAuth Plus Event"), errors()
	began = time.monotonic()
	yield
	assert time.monotonic() - began < HANGS
	assert state() == before
	written = counts("OAuth Plus Event")["OAuth Plus Event"] - events["OAuth Plus Event"]
	assert written in (0, 1)
	assert but_frappe_reports or errors() == reported


def is_refused(answer: TestResponse, endpoint: Endpoint) -> bool:
	"""As the RFCs have it for programs, as a page for people, or carried to the app."""
	said = answer.text
	for trace in ("Traceback", 'File "', "exc_type", "_server_messages", "SELECT "):
		assert trace not in said, said[:2000]
	if answer.status_code == 303:
		assert endpoint.for_people
		assert answer.headers["Location"].startswith(CALLBACK)
		assert {"error", "error_description", "state", "iss"} <= set(sent_to(answer))
		return True
	assert answer.status_code in (400, 401, 405, 415), f"{answer.status_code}: {said[:2000]}"
	assert "no-store" in answer.headers["Cache-Control"]
	assert ("Allow" in answer.headers) == (answer.status_code == 405)
	assert ("WWW-Authenticate" in answer.headers) == (answer.status_code == 401)
	if endpoint.for_people:
		return answer.headers["Content-Type"].startswith("text/html") and "<main" in said
	assert answer.headers["Content-Type"].startswith("application/json")
	assert set(body(answer)) == {"error", "error_description"}
	description = body(answer)["error_description"]
	assert description.isascii()
	assert not set('"\\\n') & set(description)
	return True


def send(held: Held, endpoint: Endpoint, raw: bytes) -> TestResponse:
	"""A form of any bytes, by the app to its endpoints and by the person to the others."""
	if endpoint is AUTHORIZE:
		return held.person.get(endpoint.path, raw.decode("latin-1"))
	browser = held.person if endpoint.for_people else Browser()
	return browser.post(endpoint.path, raw, content_type=URLENCODED, headers=held.csrf)
