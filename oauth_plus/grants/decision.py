"""Answers of the user on our pages: an account, or consent (RFC 6749 §4.1.1)."""

from collections.abc import Collection

from oauth_plus.exceptions import (
	AccessDenied,
	Refusal,
	WrongAccount,
)
from oauth_plus.grants import authorization_request, outcome, targets
from oauth_plus.grants.destination import identify
from oauth_plus.grants.person import PATIENCE, Interaction, Person, receipt
from oauth_plus.grants.seal import ACCOUNT, CONSENT, require_seal
from oauth_plus.grants.user_checks import require_no_impersonator, require_user
from oauth_plus.grants.verdict import Again, Login, Verdict
from oauth_plus.mail import user_emails
from oauth_plus.platform import clock
from oauth_plus.rules import scope_list
from oauth_plus.rules.form import Form
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import events
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import consents


def choose(form: Form, person: Person, sealed: str, choice: str) -> Verdict:
	"""Continue with the account that the user chose. Raises Unredirectable for an answer that is not from our page."""
	require_seal(form, person, sealed, ACCOUNT)
	destination = identify(form)
	if choice == "continue":
		note = receipt(Interaction.CHOSE, form, clock.now(), person.session_id)
		return Again(form.query(), note)
	if choice in ("sign_in", "another_account"):
		return Login(form.query(), receipt(Interaction.SIGNED_IN, form, clock.now()), ends_session=True)
	if choice == "back":  # from the page Barred, which recorded the refusal
		return outcome.sent_back(destination, WrongAccount("This user may not use this app"))
	return outcome.refused(destination, AccessDenied("The user denied the request"), person)


def conclude(form: Form, person: Person, sealed: str, allowed: Collection[str] | None) -> Verdict:
	"""Carry out the user's decision: the scopes that they left ticked, or None for a denial (RFC 6749 §4.1.2). Raises
	Unredirectable for an answer that is not from our page."""
	require_seal(form, person, sealed, CONSENT)
	destination = identify(form)
	try:
		require_no_impersonator(person)
		if allowed is None:
			raise AccessDenied("The user denied the request")
		request = authorization_request.read(form, destination, person.user)
		require_user(request, person)
		if person.must_sign_in(request.prompts, form, clock.now(), reading=PATIENCE):
			return outcome.account(request, person, must_sign_in=True)
		scopes = scope_list.narrowed(request.scopes, allowed, all_of_them=request.client.requires_all_scopes)
		if not scopes:
			raise AccessDenied("The user allowed no scope")
		limits = targets.limits(request.resources)
		store_consent(person, request.client, request.scopes, scopes, limits)
		return outcome.granted(request, person, scopes)
	except Refusal as refusal:
		return outcome.of_refusal(refusal, form, person, destination)


def store_consent(
	person: Person,
	client: Client,
	asked: tuple[str, ...],
	allowed: tuple[str, ...],
	resources: tuple[str, ...] = (),
) -> None:
	"""Store the consent, and write to the user if it is the first one to this client. `resources` limit the consent;
	empty for the whole site."""
	is_first = consents.give(
		person.user, client.client_id, asked=asked, allowed=allowed, now=clock.now(), resources=resources
	)
	events.record("consent_given", cause=Sentence("{0}", " ".join(allowed)), client_id=client.client_id)
	if is_first:
		user_emails.tell_of_consent(person.user, client, allowed)
