"""The authorization endpoint (RFC 6749 §3.1): who asks, who is asked, and what goes back to the app."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from oauthlib.oauth2 import FatalClientError, OAuth2Error

from oauth_plus.exceptions import (
	AccessDenied,
	ConsentRequired,
	LoginRequired,
	OtherRefusal,
	Refusal,
	Unredirectable,
)
from oauth_plus.grants.destination import Destination, identify
from oauth_plus.grants.gate import gate
from oauth_plus.grants.grant import require_no_administrator
from oauth_plus.grants.server import provider
from oauth_plus.rules import secret
from oauth_plus.rules.form import Form
from oauth_plus.rules.policy import Hardening
from oauth_plus.store import clients, events, families, moments, settings, users
from oauth_plus.store.clients import Client

GUEST = "Guest"

ISSUED = ("code", "access_token", "token_type", "expires_in", "scope", "id_token")
"""What oauthlib puts into a good answer; we add state and iss."""


@dataclass(frozen=True)
class Person:
	"""Whose browser this is: from the session, never from the request."""

	user: str
	session_id: str = field(repr=False)

	@property
	def is_guest(self) -> bool:
		return self.user in ("", GUEST)


@dataclass(frozen=True)
class Login:
	"""Sign in, then come back with the same request."""

	query: str


@dataclass(frozen=True)
class Consent:
	"""Ask the person. `seal` binds the answer to this session and to exactly this request."""

	client: Client
	redirect_uri: str
	scopes: tuple[str, ...]
	user: str
	query: str = field(repr=False)
	seal: str = field(repr=False)


@dataclass(frozen=True)
class Redirect:
	"""Back to the app."""

	location: str = field(repr=False)


def begin(form: Form, person: Person) -> Login | Consent | Redirect:
	"""An authorization request. Raises Unredirectable when there is nowhere safe to answer to."""
	destination = identify(form)
	try:
		return _asked(form, person, destination)
	except Refusal as refusal:
		return _refused(destination, refusal, person)


def conclude(form: Form, person: Person, sealed: str, *, allowed: bool) -> Redirect:
	"""The person's decision about the request that `seal` was made for."""
	if person.is_guest or not secret.same(sealed, seal(form, person)):
		raise Unredirectable(
			"This page belongs to another session or has been changed. Go back to the app and start again.",
			cause="A consent form came without the seal of its session and request",
		)
	destination = identify(form)
	try:
		if not allowed:
			raise AccessDenied("The person said no")
		scopes = validate(form, person, destination)
		events.record("consent_given", cause=" ".join(scopes), client_id=destination.client.client_id)
		return _granted(form, person, destination, scopes)
	except Refusal as refusal:
		return _refused(destination, refusal, person)


def validate(form: Form, person: Person, destination: Destination) -> tuple[str, ...]:
	"""Everything about the request that is owed before the person is asked; returns the scopes."""
	form.require_sound()
	form.require("response_type")
	client = destination.client
	if not clients.may_be_used_by(client, users.roles(person.user)):
		raise AccessDenied(
			"This user may not use this app", fix="Add one of the user's roles to Allowed Roles"
		)
	with gate(client, Hardening.ADMINISTRATOR, person.user):
		require_no_administrator(person.user)
	try:
		scopes, _credentials = provider().validate_authorization_request(_uri(form), user=person.user)
	except (FatalClientError, OAuth2Error) as error:
		raise OtherRefusal(error.error, error.description) from error
	return tuple(scopes)


def seal(form: Form, person: Person) -> str:
	"""What a consent form must bring back."""
	return secret.seal(settings.derived_key("consent"), person.session_id, person.user, form.query())


def _asked(form: Form, person: Person, destination: Destination) -> Login | Consent | Redirect:
	prompts = (form.values.get("prompt") or "").split()
	if person.is_guest:
		if "none" in prompts:
			raise LoginRequired("Nobody is signed in")
		return Login(form.query())
	scopes = validate(form, person, destination)
	if _is_known(person, destination.client, scopes) and "consent" not in prompts:
		return _granted(form, person, destination, scopes)
	if "none" in prompts:
		raise ConsentRequired("The person has not agreed yet")
	return Consent(
		destination.client, destination.redirect_uri, scopes, person.user, form.query(), seal(form, person)
	)


def _is_known(person: Person, client: Client, scopes: tuple[str, ...]) -> bool:
	"""A first-party client of ours, or what this very person gave to this very client before."""
	if client.is_public:
		return False  # anybody can call himself by its name (RFC 8252 §8.6)
	if client.skips_consent:
		return True
	return settings.skips_known_consent() and families.covers(
		person.user, client.client_id, scopes, moments.now()
	)


def _granted(form: Form, person: Person, destination: Destination, scopes: tuple[str, ...]) -> Redirect:
	headers, _body, _status = provider().create_authorization_response(
		_uri(form), scopes=list(scopes), credentials={"user": person.user}
	)
	answer = urlsplit(headers["Location"])
	pairs = dict(parse_qsl(answer.query) + parse_qsl(answer.fragment))
	if "error" in pairs:
		raise OtherRefusal(pairs["error"], pairs.get("error_description", ""))
	return Redirect(destination.answer({name: pairs[name] for name in ISSUED if name in pairs}))


def _refused(destination: Destination, refusal: Refusal, person: Person) -> Redirect:
	events.record_refusal("authorization_refused", refusal, destination.client.client_id, person.user)
	return Redirect(destination.answer({"error": refusal.error, "error_description": refusal.description}))


def _uri(form: Form) -> str:
	"""The request as oauthlib reads it. The state stays with us: it may hold bytes that are no text."""
	values = {name: value for name, value in form.values.items() if name != "state" and value}
	return f"https://authorize.invalid/?{urlencode(values, quote_via=quote)}"
