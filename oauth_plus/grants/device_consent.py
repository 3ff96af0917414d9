"""The page on which a user allows a device that waits (RFC 8628 §3.3): its code, its consent, its end."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from oauth_plus.exceptions import TooManyAttempts, Unredirectable, WrongUserCode
from oauth_plus.grants import guessing
from oauth_plus.grants.decision import store_consent
from oauth_plus.grants.eligibility import require_no_administrator, require_role
from oauth_plus.grants.gate import gate
from oauth_plus.grants.person import Person
from oauth_plus.grants.seal import DEVICE, require_seal, seal
from oauth_plus.grants.user_checks import require_no_impersonator
from oauth_plus.platform import clock
from oauth_plus.rules import scope_list, secret, user_code
from oauth_plus.rules.form import Form
from oauth_plus.rules.policy import Hardening
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import client_lookup, events
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import device_requests
from oauth_plus.store.grants.device_requests import DeviceRequest
from oauth_plus.store.limits import attempts
from oauth_plus.store.site import ip_address

OF_A_USER, OF_AN_ADDRESS = 10, 30
"""Wrong codes within ten minutes. With 34 bits a code, and a thousand devices that wait, one of three million guesses
would hit (RFC 8628 §5.1)."""


@dataclass(frozen=True)
class DeviceQuestion:
	"""What the page asks: may this device of this client act for the user? Of `scopes`, those that are not `required` may
	be left out."""

	client: Client
	user: str
	scopes: tuple[str, ...]
	required: tuple[str, ...]
	address: str
	user_agent: str
	began_at: datetime | None
	user_code: str = field(repr=False)
	seal: str = field(repr=False)


def question(typed: str, person: Person) -> DeviceQuestion:
	"""Return the question about the device that shows this code, to a user who is signed in. Raises WrongUserCode,
	TooManyAttempts, or what keeps the user from using the client (WrongAccount, Impersonated)."""
	code, waiting, client = _waiting(typed, person)
	scopes = waiting.scopes
	return DeviceQuestion(
		client,
		person.user,
		scopes,
		scope_list.required(scopes, all_of_them=client.requires_all_scopes),
		waiting.address,
		waiting.user_agent,
		waiting.began_at,
		code,
		seal(_sealed(code), person, DEVICE),
	)


def conclude(typed: str, person: Person, sealed: str, allowed: Collection[str] | None) -> tuple[Client, bool]:
	"""Carry out the user's decision: the scopes that they left ticked, or None for no. Returns the client, and whether it
	is allowed anything. Raises Unredirectable for an answer that is not from our page, and what `question` raises."""
	require_seal(_sealed(user_code.typed(typed)), person, sealed, DEVICE)
	_code, waiting, client = _waiting(typed, person, for_update=True)
	scopes = scope_list.narrowed(waiting.scopes, allowed or (), all_of_them=client.requires_all_scopes)
	if allowed is None or not scopes:
		device_requests.deny(waiting, person.user)
		events.record("device_denied", client_id=client.client_id, user=person.user)
		return client, False
	family = secret.new_identifier()
	device_requests.allow(waiting, person.user, scopes, family, clock.to_epoch(person.signed_in_at))
	store_consent(person, client, waiting.scopes, scopes)
	from_where = Sentence("The device asked from {0}", waiting.address)
	events.record(
		"device_allowed", cause=from_where, client_id=client.client_id, user=person.user, grants=[family]
	)
	return client, True


def _waiting(typed: str, person: Person, *, for_update: bool = False) -> tuple[str, DeviceRequest, Client]:
	"""Return the code, the device that waits with it, and its client. Raises as `question` does."""
	require_no_impersonator(person)
	_require_few_guesses(person)
	code = user_code.typed(typed)
	waiting = device_requests.find_by_user_code(code, for_update=for_update) if code else None
	client = client_lookup.find_fresh(waiting.client_id) if waiting else None
	if waiting is None or not waiting.waits(clock.now()) or client is None:
		_note_guess(person)
		raise WrongUserCode("No device waits with this code. Codes are valid for ten minutes, and once.")
	if not client.is_enabled or not client.has_device_flow:
		raise Unredirectable(
			"An administrator has disabled this app.", fix="See the form of the OAuth Client"
		)
	require_role(person.user, client)
	with gate(client, Hardening.ADMINISTRATOR, person.user):
		require_no_administrator(person.user)
	return code, waiting, client


def _require_few_guesses(person: Person) -> None:
	for what, whose, most in _counted(person):
		if attempts.count(what, whose) >= most:
			raise TooManyAttempts("Too many wrong codes. Try again in ten minutes.")


def _note_guess(person: Person) -> None:
	"""Count a wrong code, and tell the administrator once when it is one too many."""
	for what, whose, most in _counted(person):
		if attempts.add(what, whose) == most:
			guessing.note_user_codes(person.user, most, what)


def _counted(person: Person) -> tuple[tuple[str, str, int], ...]:
	address = ip_address.caller()
	return ("user_code_of_user", person.user, OF_A_USER), ("user_code_of_address", address, OF_AN_ADDRESS)


def _sealed(code: str) -> Form:
	return Form({"user_code": code})
