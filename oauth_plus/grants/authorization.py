"""The authorization endpoint (RFC 6749 §3.1): who asks, who is asked, and what goes back to the app."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from oauthlib.oauth2 import FatalClientError, OAuth2Error

from oauth_plus.exceptions import (
	AccessDenied,
	AccountSelectionRequired,
	ConsentRequired,
	Impersonated,
	LoginRequired,
	OtherRefusal,
	Refusal,
	Unredirectable,
	WrongAccount,
)
from oauth_plus.grants import person as people
from oauth_plus.grants.destination import Destination, identify
from oauth_plus.grants.gate import gate
from oauth_plus.grants.grant import require_no_administrator, require_role
from oauth_plus.grants.person import Interaction, Person
from oauth_plus.grants.server import provider
from oauth_plus.mail import user_emails
from oauth_plus.platform import clock
from oauth_plus.rules import prompt, redirect_uri_kinds, scope_list, secret, unsupported
from oauth_plus.rules.form import Form
from oauth_plus.rules.policy import Hardening
from oauth_plus.store import consents, events, settings
from oauth_plus.store.clients import Client

ISSUED = ("code", "access_token", "token_type", "expires_in", "scope", "id_token")
"""What oauthlib puts into a good answer; we add state and iss."""

CONSENT, ACCOUNT = "consent", "account"
"""What a seal is for: the answer to one page is none to another."""


@dataclass(frozen=True)
class Login:
	"""Sign in, then come back with the same request. `note` is kept by the browser until then."""

	query: str
	note: str = field(default="", repr=False)
	ends_session: bool = False


@dataclass(frozen=True)
class Again:
	"""The same request once more, now that the person has chosen."""

	query: str
	note: str = field(repr=False)


@dataclass(frozen=True)
class Account:
	"""Ask as whom the person goes on; `must_sign_in` where nobody does without a new sign-in."""

	client: Client
	user: str
	must_sign_in: bool
	query: str = field(repr=False)
	seal: str = field(repr=False)


@dataclass(frozen=True)
class ConsentRequest:
	"""Ask the person. `seal` binds the answer to this session and to exactly this request; of `scopes`, those
	that are not `required` may be left out. `other_query` is the same request by another account."""

	client: Client
	redirect_uri: str
	scopes: tuple[str, ...]
	required: tuple[str, ...]
	user: str
	is_unexpected: bool
	query: str = field(repr=False)
	other_query: str = field(repr=False)
	seal: str = field(repr=False)


@dataclass(frozen=True)
class Barred:
	"""Tell the person that this account may not use the app. The answer of the page is that of `Account`."""

	client: Client
	user: str
	query: str = field(repr=False)
	seal: str = field(repr=False)


@dataclass(frozen=True)
class Redirect:
	"""Back to the app."""

	location: str = field(repr=False)


Verdict = Login | Again | Account | ConsentRequest | Barred | Redirect


def begin(form: Form, person: Person) -> Verdict:
	"""An authorization request. Raises Unredirectable when there is nowhere safe to answer to."""
	destination = identify(form)
	try:
		return _asked(form, person, destination)
	except Impersonated as refusal:
		raise _written_down(refusal, destination, person) from None
	except WrongAccount as refusal:
		return _barred(form, person, destination, refusal)
	except Refusal as refusal:
		return _refused(destination, refusal, person)


def choose(form: Form, person: Person, sealed: str, choice: str) -> Verdict:
	"""The person's answer to the question as whom to go on."""
	_require_seal(form, person, sealed, ACCOUNT)
	destination = identify(form)
	if choice == "continue":
		note = people.receipt(Interaction.CHOSE, form, clock.now(), person.session_id)
		return Again(form.query(), note)
	if choice in ("sign_in", "another_account"):
		return Login(
			form.query(), people.receipt(Interaction.SIGNED_IN, form, clock.now()), ends_session=True
		)
	if choice == "back":  # from the page that says so, which was written down
		return _sent_back(destination, WrongAccount("This user may not use this app"))
	return _refused(destination, AccessDenied("The person said no"), person)


def conclude(form: Form, person: Person, sealed: str, allowed: Collection[str] | None) -> Verdict:
	"""The person's decision about the request that `seal` was made for: the scopes that were left ticked, or None
	for no."""
	_require_seal(form, person, sealed, CONSENT)
	destination = identify(form)
	try:
		require_no_impersonator(person)
		if allowed is None:
			raise AccessDenied("The person said no")
		asked = validate(form, person, destination)
		if person.must_sign_in(prompt.read(form), form, clock.now(), reading=people.PATIENCE):
			return _account(form, person, destination, must_sign_in=True)
		scopes = scope_list.narrowed(asked, allowed, all_of_them=destination.client.requires_all_scopes)
		if not scopes:
			raise AccessDenied("The person left nothing ticked")
		_remember(person, destination.client, asked, scopes)
		return _granted(form, person, destination, scopes)
	except Impersonated as refusal:
		raise _written_down(refusal, destination, person) from None
	except WrongAccount as refusal:
		return _barred(form, person, destination, refusal)
	except Refusal as refusal:
		return _refused(destination, refusal, person)


def validate(form: Form, person: Person, destination: Destination) -> tuple[str, ...]:
	"""Everything about the request that is owed before the person is asked; returns the scopes."""
	form.require_sound()
	form.require("response_type")
	client = destination.client
	require_role(person.user, client)
	with gate(client, Hardening.ADMINISTRATOR, person.user):
		require_no_administrator(person.user)
	try:
		scopes, _credentials = provider().validate_authorization_request(_uri(form), user=person.user)
	except (FatalClientError, OAuth2Error) as error:
		raise OtherRefusal(error.error, error.description) from error
	return tuple(scopes)


def require_no_impersonator(person: Person, *, is_silent: bool = False) -> None:
	"""The person's own act, or none: a grant outlives the hour in which somebody helps out."""
	if not person.impersonator:
		return
	if is_silent:
		raise LoginRequired("The person is not here", cause=_played(person))
	raise Impersonated(
		"You are signed in for somebody else. That person alone can allow an app to act for them.",
		cause=_played(person),
		fix="Have the person sign in and allow it themselves",
	)


def _played(person: Person) -> str:
	return f"{person.impersonator} was signed in as {person.user} (Impersonate)"


def seal(form: Form, person: Person, purpose: str = CONSENT) -> str:
	"""What a form must bring back."""
	return secret.seal(settings.derived_key(purpose), person.session_id, person.user, form.query())


def _require_seal(form: Form, person: Person, sealed: str, purpose: str) -> None:
	"""The answer comes from our page, in the session that it was made for. Raises Unredirectable."""
	if person.is_guest or not secret.same(sealed, seal(form, person, purpose)):
		raise Unredirectable(
			"This page belongs to another session or has been changed. Go back to the app and start again.",
			cause=f"A form came without the seal of its session and request ({purpose})",
		)


def _asked(form: Form, person: Person, destination: Destination) -> Verdict:
	if person.is_guest:
		return _guest(form)
	form.require_sound()
	with gate(destination.client, Hardening.UNSUPPORTED_PARAMETER, person.user):
		unsupported.require_understood(form, in_fragment=destination.in_fragment)
	parameters, now = prompt.read(form), clock.now()
	if person.must_sign_in(parameters, form, now):
		if parameters.is_silent:
			raise LoginRequired("The person signed in too long ago")
		return _account(form, person, destination, must_sign_in=True)
	require_no_impersonator(person, is_silent=parameters.is_silent)
	if person.must_choose(parameters, form, now):
		return _account(form, person, destination, must_sign_in=False)
	scopes = validate(form, person, destination)
	is_unexpected = person.is_unexpected(parameters, form, now)
	is_known = not parameters.wants_consent and _is_known(person, destination, scopes)
	if is_known and not is_unexpected:
		return _granted(form, person, destination, scopes)
	if parameters.is_silent:
		_refuse_silently(is_unexpected=is_unexpected and is_known)
	return _consent(form, person, destination, scopes, is_unexpected=is_unexpected)


def _refuse_silently(*, is_unexpected: bool) -> NoReturn:
	"""No page may be shown, and one is needed (OpenID Connect Core §3.1.2.6). Who is signed in is not told to an app that
	the person has not agreed to."""
	if is_unexpected:
		raise AccountSelectionRequired("Somebody else is signed in than login_hint names")
	raise ConsentRequired("The person has not agreed yet")


def _guest(form: Form) -> Login:
	"""Whoever signs in now has done all that the request wishes in that regard."""
	if prompt.is_silent(form):
		raise LoginRequired("Nobody is signed in")
	wished = {"prompt", "max_age", "login_hint"} & {name for name, value in form.values.items() if value}
	return Login(form.query(), people.receipt(Interaction.SIGNED_IN, form, clock.now()) if wished else "")


def _account(form: Form, person: Person, destination: Destination, *, must_sign_in: bool) -> Account:
	sealed = seal(form, person, ACCOUNT)
	return Account(destination.client, person.user, must_sign_in, form.query(), sealed)


def _barred(form: Form, person: Person, destination: Destination, refusal: WrongAccount) -> Barred | Redirect:
	"""The app hears of it when the person goes back there; at once where no page may be shown."""
	if prompt.is_silent(form):
		return _refused(destination, refusal, person)
	_written_down(refusal, destination, person)
	return Barred(destination.client, person.user, form.query(), seal(form, person, ACCOUNT))


def _consent(
	form: Form, person: Person, destination: Destination, scopes: tuple[str, ...], *, is_unexpected: bool
) -> ConsentRequest:
	return ConsentRequest(
		client=destination.client,
		redirect_uri=destination.redirect_uri,
		scopes=scopes,
		required=scope_list.required(scopes, all_of_them=destination.client.requires_all_scopes),
		user=person.user,
		is_unexpected=is_unexpected,
		query=form.query(),
		other_query=prompt.with_account_choice(form).query(),
		seal=seal(form, person),
	)


def _is_known(person: Person, destination: Destination, scopes: tuple[str, ...]) -> bool:
	"""A first-party client of ours, or what this very person allowed this very client before."""
	client = destination.client
	if client.skips_consent and not client.is_public:
		return True
	if client.is_public and not redirect_uri_kinds.is_claimed(destination.redirect_uri):
		return False  # another program can call itself by its name (RFC 8252 §8.6)
	return settings.skips_known_consent() and consents.covers(person.user, client.client_id, scopes)


def _remember(person: Person, client: Client, asked: tuple[str, ...], allowed: tuple[str, ...]) -> None:
	"""What was allowed, and a letter to the person when it is the first time."""
	is_first = consents.give(person.user, client.client_id, asked=asked, allowed=allowed, now=clock.now())
	events.record("consent_given", cause=" ".join(allowed), client_id=client.client_id)
	if is_first:
		user_emails.tell_of_consent(person.user, client, allowed)


def _granted(form: Form, person: Person, destination: Destination, scopes: tuple[str, ...]) -> Redirect:
	headers, _body, _status = provider().answer_authorization_request(
		_uri(form), list(scopes), user=person.user, auth_time=clock.to_epoch(person.signed_in_at)
	)
	answer = urlsplit(headers["Location"])
	pairs = dict(parse_qsl(answer.query) + parse_qsl(answer.fragment))
	if "error" in pairs:
		raise OtherRefusal(pairs["error"], pairs.get("error_description", ""))
	return Redirect(destination.answer({name: pairs[name] for name in ISSUED if name in pairs}))


def _written_down(refusal: Refusal, destination: Destination, person: Person) -> Refusal:
	events.record_refusal("authorization_refused", refusal, destination.client.client_id, person.user)
	return refusal


def _refused(destination: Destination, refusal: Refusal, person: Person) -> Redirect:
	return _sent_back(destination, _written_down(refusal, destination, person))


def _sent_back(destination: Destination, refusal: Refusal) -> Redirect:
	return Redirect(destination.answer({"error": refusal.error, "error_description": refusal.description}))


def _uri(form: Form) -> str:
	"""The request as oauthlib reads it. The state stays with us: it may hold bytes that are no text."""
	values = {name: value for name, value in form.values.items() if name != "state" and value}
	return f"https://authorize.invalid/?{urlencode(values, quote_via=quote)}"
