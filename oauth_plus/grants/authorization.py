"""The authorization endpoint (RFC 6749 §3.1): the next step of a request."""

from typing import NoReturn

from oauth_plus.exceptions import (
	AccountSelectionRequired,
	ConsentRequired,
	LoginRequired,
	Refusal,
)
from oauth_plus.grants import authorization_request, client_documents, outcome, targets
from oauth_plus.grants.authorization_request import AuthorizationRequest
from oauth_plus.grants.destination import identify
from oauth_plus.grants.person import Interaction, Person, receipt
from oauth_plus.grants.user_checks import require_no_impersonator, require_user
from oauth_plus.grants.verdict import Login, Verdict
from oauth_plus.platform import clock
from oauth_plus.rules import redirect_uri_kinds
from oauth_plus.rules.form import Form
from oauth_plus.store.grants import consents
from oauth_plus.store.site import settings


def begin(form: Form, person: Person) -> Verdict:
	"""Answer an authorization request (RFC 6749 §4.1.1). Raises Unredirectable if the app may not get an answer."""
	client_documents.ensure(form.values.get("client_id"))
	destination = identify(form)
	try:
		request = authorization_request.read(form, destination, person.user)  # before the login
	except Refusal as refusal:
		return outcome.faulty(form, person, destination, refusal)
	try:
		return _asked(request, person)
	except Refusal as refusal:
		return outcome.of_refusal(refusal, form, person, destination)


def _asked(request: AuthorizationRequest, person: Person) -> Verdict:
	form, prompts, now = request.form, request.prompts, clock.now()
	if person.is_guest:
		return _guest(request)
	if person.must_sign_in(prompts, form, now):
		if prompts.is_silent:
			raise LoginRequired("The user signed in too long ago")
		return outcome.account(request, person, must_sign_in=True)
	require_no_impersonator(person, is_silent=prompts.is_silent)
	if person.must_choose(prompts, form, now):
		return outcome.account(request, person, must_sign_in=False)
	require_user(request, person)
	is_unexpected = person.is_unexpected(prompts, form, now, request.client)
	is_known = not prompts.wants_consent and _is_known(request, person)
	if is_known and not is_unexpected:
		return outcome.granted(request, person, request.scopes)
	if prompts.is_silent:
		_refuse_silently(is_unexpected=is_unexpected and is_known)
	return outcome.consent(request, person, is_unexpected=is_unexpected)


def _refuse_silently(*, is_unexpected: bool) -> NoReturn:
	"""Refuse a request with `prompt=none` that needs a page (OpenID Connect Core §3.1.2.6). An app without the user's
	consent does not learn who is signed in."""
	if is_unexpected:
		raise AccountSelectionRequired("Another user is signed in than login_hint names")
	raise ConsentRequired("The user has not given consent")


def _guest(request: AuthorizationRequest) -> Login:
	"""Return the login for a guest. It satisfies `prompt` and `max_age` of the request."""
	if request.prompts.is_silent:
		raise LoginRequired("Nobody is signed in")
	form = request.form
	wished = {"prompt", "max_age", "login_hint"} & {name for name, value in form.values.items() if value}
	return Login(form.query(), receipt(Interaction.SIGNED_IN, form, clock.now()) if wished else "")


def _is_known(request: AuthorizationRequest, person: Person) -> bool:
	"""Return whether no question is needed: for a first-party client, or for what this user allowed this client
	before."""
	client = request.client
	if client.skips_consent and not client.is_public:
		return True
	if client.is_public and not redirect_uri_kinds.is_claimed(request.destination.redirect_uri):
		return False  # another program can use its client_id (RFC 8252 §8.6)
	return settings.skips_known_consent() and consents.covers(
		person.user, client.client_id, request.scopes, targets.limits(request.resources)
	)
