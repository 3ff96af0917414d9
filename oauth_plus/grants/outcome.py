"""Outcomes of the authorization endpoint, with their events."""

from oauth_plus.exceptions import Refusal, Unredirectable, WrongAccount
from oauth_plus.grants import targets
from oauth_plus.grants.authorization_request import AuthorizationRequest
from oauth_plus.grants.code_issuance import Consented
from oauth_plus.grants.destination import Destination
from oauth_plus.grants.person import Person
from oauth_plus.grants.pushed_authorization import end, require_unanswered
from oauth_plus.grants.seal import ACCOUNT, seal
from oauth_plus.grants.server import provider
from oauth_plus.grants.verdict import Account, Barred, ConsentRequest, Faulty, PostBack, Redirect
from oauth_plus.rules import prompt, scope_list
from oauth_plus.rules.form import Form
from oauth_plus.store import events


def account(request: AuthorizationRequest, person: Person, *, must_sign_in: bool) -> Account:
	"""Return the page that asks which account to use (OpenID Connect Core §3.1.2.1: select_account, login)."""
	sealed = seal(request.form, person, ACCOUNT)
	return Account(request.client, person.user, must_sign_in, request.form.query(), sealed)


def of_refusal(
	refusal: Refusal, form: Form, person: Person, destination: Destination
) -> Barred | Redirect | PostBack:
	"""Return the page, or the way to the app, that a refusal of a signed-in user's request ends in, and record it.

	Raises Unredirectable, such as Impersonated, which is explained on a page of its own.
	"""
	if isinstance(refusal, Unredirectable):
		raise recorded(refusal, destination, person) from None
	if isinstance(refusal, WrongAccount):
		return barred(form, person, destination, refusal)
	return refused(destination, refusal, person)


def barred(
	form: Form, person: Person, destination: Destination, refusal: WrongAccount
) -> Barred | Redirect | PostBack:
	"""Return the page that explains that this account may not use the app, and record it.

	The app gets the error when the user goes back there (RFC 6749 §4.1.2.1); at once where no page may be
	shown.
	"""
	if prompt.is_silent(form):
		return refused(destination, refusal, person)
	recorded(refusal, destination, person)
	return Barred(destination.client, person.user, form.query(), seal(form, person, ACCOUNT))


def consent(request: AuthorizationRequest, person: Person, *, is_unexpected: bool) -> ConsentRequest:
	"""Return the consent page (RFC 6749 §4.1.1)."""
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
		resources=targets.shown(request.resources),
	)


def faulty(
	form: Form, person: Person, destination: Destination, refusal: Refusal
) -> Faulty | Redirect | PostBack:
	"""Return what a faulty request ends in, and record it: an error at the app (RFC 6749 §4.1.2.1), or a page for
	somebody who is not signed in (RFC 9700 §4.11.2)."""
	if not person.is_guest or prompt.is_silent(form):
		return refused(destination, refusal, person)
	recorded(refusal, destination, person)
	return Faulty(destination.client, refusal.description, form.query())


def granted(request: AuthorizationRequest, person: Person, scopes: tuple[str, ...]) -> Redirect | PostBack:
	"""Issue a code for these scopes and return the way back to the app (RFC 6749 §4.1.2). Raises AccessDenied, or
	Unredirectable for a pushed request that was answered."""
	require_unanswered(request.form)
	consented = Consented(request, scopes, person.user, person.sign_in())
	answer = provider().answer_authorization_request(consented)
	return request.destination.answer(answer)


def recorded(refusal: Refusal, destination: Destination, person: Person) -> Refusal:
	"""Record a refusal as an event of its client and user, and return it."""
	events.record_refusal("authorization_refused", refusal, destination.client.client_id, person.user)
	return refusal


def refused(destination: Destination, refusal: Refusal, person: Person) -> Redirect | PostBack:
	"""Record a refusal and return the way that carries it to the app (RFC 6749 §4.1.2.1)."""
	return sent_back(destination, recorded(refusal, destination, person))


def sent_back(destination: Destination, refusal: Refusal) -> Redirect | PostBack:
	"""Return the way that carries a refusal to the app (RFC 6749 §4.1.2.1). A pushed request ends with it."""
	end(destination.form)
	return destination.answer(refusal.members)
