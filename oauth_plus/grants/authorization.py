"""The authorization endpoint (RFC 6749 §3.1): who asks, who is asked, and what goes back to the app."""

from collections.abc import Collection
from typing import NoReturn

from oauth_plus.exceptions import (
	AccessDenied,
	AccountSelectionRequired,
	ConsentRequired,
	Impersonated,
	LoginRequired,
	Refusal,
	Unredirectable,
	WrongAccount,
)
from oauth_plus.grants import authorization_request, signing
from oauth_plus.grants import person as people
from oauth_plus.grants.authorization_request import AuthorizationRequest
from oauth_plus.grants.code_issuance import Consented
from oauth_plus.grants.destination import Destination, identify
from oauth_plus.grants.eligibility import require_no_administrator, require_role
from oauth_plus.grants.gate import gate
from oauth_plus.grants.person import Interaction, Person
from oauth_plus.grants.server import provider
from oauth_plus.grants.verdict import Account, Again, Barred, ConsentRequest, Faulty, Login, Redirect, Verdict
from oauth_plus.mail import user_emails
from oauth_plus.platform import clock
from oauth_plus.rules import prompt, redirect_uri_kinds, scope_list, secret
from oauth_plus.rules.form import Form
from oauth_plus.rules.policy import Hardening
from oauth_plus.store import consents, events, settings, users
from oauth_plus.store.clients import Client

CONSENT, ACCOUNT = "consent", "account"
"""What a seal is for: the answer to one page is none to another."""


def begin(form: Form, person: Person) -> Verdict:
	"""An authorization request. Raises Unredirectable when there is nowhere safe to answer to."""
	destination = identify(form)
	try:
		request = authorization_request.read(form, destination, person.user)  # before anybody signs in
	except Refusal as refusal:
		return _faulty(form, person, destination, refusal)
	try:
		return _asked(request, person)
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
		request = authorization_request.read(form, destination, person.user)
		require_user(request, person)
		if person.must_sign_in(request.prompts, form, clock.now(), reading=people.PATIENCE):
			return _account(request, person, must_sign_in=True)
		scopes = scope_list.narrowed(request.scopes, allowed, all_of_them=request.client.requires_all_scopes)
		if not scopes:
			raise AccessDenied("The person left nothing ticked")
		_remember(person, request.client, request.scopes, scopes)
		return _granted(request, person, scopes)
	except Impersonated as refusal:
		raise _written_down(refusal, destination, person) from None
	except WrongAccount as refusal:
		return _barred(form, person, destination, refusal)
	except Refusal as refusal:
		return _refused(destination, refusal, person)


def require_user(request: AuthorizationRequest, person: Person) -> None:
	"""The user may use the client, and is the one that the client expects. Raises WrongAccount or LoginRequired."""
	client = request.client
	require_role(person.user, client)
	with gate(client, Hardening.ADMINISTRATOR, person.user):
		require_no_administrator(person.user)
	require_hinted_user(request, person)


def require_hinted_user(request: AuthorizationRequest, person: Person) -> None:
	"""`id_token_hint` was issued to this client for the user who is signed in (OpenID Connect Core §3.1.2.1).

	Raises LoginRequired.
	"""
	hint = request.form.get("id_token_hint")
	if not hint or scope_list.OPENID not in request.scopes:
		return
	claims = signing.believed(hint, request.client, person.user)
	if not claims or claims.get("sub") != users.subject(person.user):
		raise LoginRequired("Another user is signed in than id_token_hint names")


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


def _faulty(form: Form, person: Person, destination: Destination, refusal: Refusal) -> Faulty | Redirect:
	if not person.is_guest or prompt.is_silent(form):
		return _refused(destination, refusal, person)
	_written_down(refusal, destination, person)
	return Faulty(destination.client, refusal.description, form.query())


def _asked(request: AuthorizationRequest, person: Person) -> Verdict:
	form, wishes, now = request.form, request.prompts, clock.now()
	if person.is_guest:
		return _guest(request)
	if person.must_sign_in(wishes, form, now):
		if wishes.is_silent:
			raise LoginRequired("The person signed in too long ago")
		return _account(request, person, must_sign_in=True)
	require_no_impersonator(person, is_silent=wishes.is_silent)
	if person.must_choose(wishes, form, now):
		return _account(request, person, must_sign_in=False)
	require_user(request, person)
	is_unexpected = person.is_unexpected(wishes, form, now)
	is_known = not wishes.wants_consent and _is_known(request, person)
	if is_known and not is_unexpected:
		return _granted(request, person, request.scopes)
	if wishes.is_silent:
		_refuse_silently(is_unexpected=is_unexpected and is_known)
	return _consent(request, person, is_unexpected=is_unexpected)


def _refuse_silently(*, is_unexpected: bool) -> NoReturn:
	"""No page may be shown, and one is needed (OpenID Connect Core §3.1.2.6). Who is signed in is not told to an app that
	the person has not agreed to."""
	if is_unexpected:
		raise AccountSelectionRequired("Somebody else is signed in than login_hint names")
	raise ConsentRequired("The person has not agreed yet")


def _guest(request: AuthorizationRequest) -> Login:
	"""Whoever signs in now has done all that the request asks for in that regard."""
	if request.prompts.is_silent:
		raise LoginRequired("Nobody is signed in")
	form = request.form
	wished = {"prompt", "max_age", "login_hint"} & {name for name, value in form.values.items() if value}
	return Login(form.query(), people.receipt(Interaction.SIGNED_IN, form, clock.now()) if wished else "")


def _account(request: AuthorizationRequest, person: Person, *, must_sign_in: bool) -> Account:
	sealed = seal(request.form, person, ACCOUNT)
	return Account(request.client, person.user, must_sign_in, request.form.query(), sealed)


def _barred(form: Form, person: Person, destination: Destination, refusal: WrongAccount) -> Barred | Redirect:
	"""The app hears of it when the person goes back there; at once where no page may be shown."""
	if prompt.is_silent(form):
		return _refused(destination, refusal, person)
	_written_down(refusal, destination, person)
	return Barred(destination.client, person.user, form.query(), seal(form, person, ACCOUNT))


def _consent(request: AuthorizationRequest, person: Person, *, is_unexpected: bool) -> ConsentRequest:
	return ConsentRequest(
		client=request.client,
		redirect_uri=request.destination.redirect_uri,
		scopes=request.scopes,
		required=scope_list.required(request.scopes, all_of_them=request.client.requires_all_scopes),
		user=person.user,
		is_unexpected=is_unexpected,
		query=request.form.query(),
		other_query=prompt.with_account_choice(request.form).query(),
		seal=seal(request.form, person),
	)


def _is_known(request: AuthorizationRequest, person: Person) -> bool:
	"""A first-party client of ours, or what this very user allowed this very client before."""
	client = request.client
	if client.skips_consent and not client.is_public:
		return True
	if client.is_public and not redirect_uri_kinds.is_claimed(request.destination.redirect_uri):
		return False  # another program can call itself by its name (RFC 8252 §8.6)
	return settings.skips_known_consent() and consents.covers(person.user, client.client_id, request.scopes)


def _remember(person: Person, client: Client, asked: tuple[str, ...], allowed: tuple[str, ...]) -> None:
	"""What was allowed, and a letter to the person when it is the first time."""
	is_first = consents.give(person.user, client.client_id, asked=asked, allowed=allowed, now=clock.now())
	events.record("consent_given", cause=" ".join(allowed), client_id=client.client_id)
	if is_first:
		user_emails.tell_of_consent(person.user, client, allowed)


def _granted(request: AuthorizationRequest, person: Person, scopes: tuple[str, ...]) -> Redirect:
	consented = Consented(request, scopes, person.user, clock.to_epoch(person.signed_in_at))
	answer = provider().answer_authorization_request(consented)
	return Redirect(request.destination.answer(answer))


def _written_down(refusal: Refusal, destination: Destination, person: Person) -> Refusal:
	events.record_refusal("authorization_refused", refusal, destination.client.client_id, person.user)
	return refusal


def _refused(destination: Destination, refusal: Refusal, person: Person) -> Redirect:
	return _sent_back(destination, _written_down(refusal, destination, person))


def _sent_back(destination: Destination, refusal: Refusal) -> Redirect:
	return Redirect(destination.answer({"error": refusal.error, "error_description": refusal.description}))
