"""Rotation of the site's keys: one signs; earlier ones stay published as long as a token that they signed may be valid
(`rules.signing.published_until`).

No process caches a key: Redis has the active one and the published ones until they change. The private half is in Frappe's
table of passwords, which no DocType, REST call or report reaches, sealed with our own key, so that Frappe's readers
of passwords cannot open it. It is erased when its key stops signing.
"""

import json
from datetime import datetime, timedelta

import frappe

from oauth_plus.platform import clock, sql
from oauth_plus.platform.frappe_private import affected_rows, store_password
from oauth_plus.rules import signing
from oauth_plus.rules.sentence import Sentence, joined
from oauth_plus.rules.signing import Algorithm
from oauth_plus.store import events
from oauth_plus.store.signing import active_key, key_pairs, signing_keys
from oauth_plus.store.signing.active_key import Signer
from oauth_plus.store.signing.key_pairs import KeyPair
from oauth_plus.store.signing.signing_keys import DOCTYPE, FIELD, SEAT, SECRETS, SigningKey, Status
from oauth_plus.store.site import day_settings, settings, token_lifetimes
from oauth_plus.store.tokens import token_rows

FIRST, AGE, ALGORITHM, ASKED, LOST = "first_key", "age", "algorithm_changed", "asked_for", "private_half_lost"

RESTORED = "site_restored"
"""Reasons of a rotation, for the event."""


def active_signer(now: datetime) -> Signer:
	"""Return the active key. It is generated here if the site has none, or none that its encryption key opens. Raises
	nothing."""
	signer = active_key.load()
	if signer is None:
		key = signing_keys.find_active()
		_succeed(key, now, LOST if key else FIRST)
		# Read it again: another request may have generated it.
		signer = active_key.opened(active_key.read(" FOR UPDATE"))
	return signer


def ensure(now: datetime) -> None:
	"""Generate a key if the site has none."""
	active_signer(now)


def rotate(now: datetime, reason: str = ASKED) -> str:
	"""Generate a key that signs from now on, and return its `kid`.

	It signs at once: clients fetch the keys again for an unknown `kid` (OpenID Connect Core §10.1.1), and may cache
	the key set for 60 seconds at most. Of two rotations at once, one takes place.
	"""
	_succeed(signing_keys.find_active(), now, reason)
	return signing_keys.get_active().kid


def replace_all(now: datetime) -> str:
	"""Generate a key that signs. Earlier keys no longer verify, because another site may have them too. Returns the
	new `kid` (RFC 7517 §4.5)."""
	kid = rotate(now, RESTORED)
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.update(table).set(table.status, Status.RETIRED.value)
	query = query.set(table.modified, clock.to_column(now))
	query.where(table.status == Status.PUBLISHED.value).run()
	active_key.invalidate()
	return kid


def rotate_if_due(now: datetime) -> None:
	"""Generate a key if the active one has signed for as many days as Settings say, or has another algorithm."""
	key = signing_keys.find_active()
	if key is None:
		ensure(now)
	elif key.algorithm is not settings.id_token_algorithm():
		rotate(now, ALGORITHM)
	elif signing.is_due(key.activated_at, day_settings.signing_key_rotation(), now):
		rotate(now, AGE)


def sign_with(algorithm: Algorithm, now: datetime) -> None:
	"""Generate a key if the active one has another algorithm than Settings (RFC 7518 §3.1)."""
	key = signing_keys.find_active()
	if key and key.algorithm is not algorithm:
		_succeed(key, now, ALGORITHM, algorithm)


def delete_private_halves() -> int:
	"""Delete the private halves from Frappe's table of passwords at uninstallation. Returns the number of
	rows."""
	frappe.db.delete(SECRETS, {"doctype": DOCTYPE})
	gone = affected_rows()
	active_key.invalidate()
	return gone


def _succeed(old: SigningKey | None, now: datetime, reason: str, algorithm: Algorithm | None = None) -> None:
	"""Replace this active key, unless another request just did."""
	pair = key_pairs.generate(algorithm or settings.id_token_algorithm())
	if old and not _step_down(old, now):
		return
	if not _take_seat(pair, now):
		return
	events.record("signing_key_rotated", reason=reason, cause=_told(pair, old))


def _told(pair: KeyPair, old: SigningKey | None) -> str:
	signs = Sentence("{0} ({1}) signs ID tokens from now on", pair.kid, pair.algorithm.value)
	if not old:
		return signs
	return joined((signs, Sentence("{0} is published until what it signed has ended", old.kid)))


def _step_down(key: SigningKey, now: datetime) -> bool:
	"""Change the key from active to published, and erase its private half. Returns True for exactly one caller."""
	lifetime = timedelta(seconds=token_lifetimes.longest_access_lifetime())
	ends = signing.published_until(now, lifetime, token_rows.last_end())
	values = {
		"status": Status.PUBLISHED.value,
		"seat": None,
		"published_at": clock.to_column(now),
		"retire_after": clock.to_column(ends),
	}
	if sql.update(DOCTYPE, values, name=key.kid, seat=SEAT) != 1:
		return False
	frappe.db.delete(SECRETS, {"doctype": DOCTYPE, "name": key.kid})
	active_key.invalidate()
	return True


def _take_seat(pair: KeyPair, now: datetime) -> bool:
	"""Make this pair the active key. Returns False if another request was first; the database makes the second one
	wait."""
	values = {
		"kid": pair.kid,
		"seat": SEAT,
		"status": Status.ACTIVE.value,
		"algorithm": pair.algorithm.value,
		"public_jwk": json.dumps(pair.public_jwk),
		"activated_at": clock.to_column(now),
	}
	if not sql.insert_unless_taken(DOCTYPE, pair.kid, values):
		return False
	store_password(DOCTYPE, pair.kid, FIELD, pair.sealed)
	active_key.invalidate()
	return True
