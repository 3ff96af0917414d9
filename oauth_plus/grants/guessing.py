"""Somebody guesses: client secrets, or the codes of devices. Administrators are told once a day."""

from oauth_plus.mail import guesses
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import events
from oauth_plus.store.limits import attempts, secret_guesses

DAY = attempts.DAY


def note(client_id: str) -> None:
	"""Count a wrong secret of a client, and tell of too many."""
	reached = secret_guesses.note(client_id)
	if not reached:
		return
	cause = Sentence("{0} wrong client secrets came within ten minutes", reached)
	events.record(
		"client_secrets_guessed",
		events.Outcome.REFUSED,
		reason="one_address" if reached == secret_guesses.MOST else "all_addresses",
		cause=cause,
		fix="If an app has an old secret, give it the newest one. If not, somebody guesses: limit the client's IP addresses",
		client_id=client_id,
	)
	if attempts.add("told_of_secrets", client_id, DAY) == 1:
		guesses.tell_of_secrets(client_id, reached)


def note_user_codes(user: str, most: int, what: str) -> None:
	"""Record that a user, or an address, typed too many wrong codes of devices, and tell of it."""
	events.record(
		"user_codes_guessed",
		events.Outcome.REFUSED,
		reason=what,
		cause=Sentence("{0} wrong codes of devices were typed within ten minutes", most),
		fix="If the user did not mistype them, somebody tries to take over the devices of others",
		user=user,
	)
	if attempts.add("told_of_codes", user, DAY) == 1:
		guesses.tell_of_codes(user, most)
