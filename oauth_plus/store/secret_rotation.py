"""Client secrets that follow each other, and what ends with one of them: the tokens that it alone proved."""

from datetime import datetime, timedelta

from oauth_plus.platform import clock, sql
from oauth_plus.rules.sentence import Explained, Sentence
from oauth_plus.store import client_lookup, events
from oauth_plus.store.client_secrets import secret_rows, secrets
from oauth_plus.store.client_secrets.secret_rows import DOCTYPE, Secret
from oauth_plus.store.clients import client_rows
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import service_grants


class TakesNoSecret(Explained):
	"""The client would never be asked for a secret."""


def _require_use(client: Client) -> None:
	"""Raises TakesNoSecret for a client that proves itself with nothing, or with its keys alone (RFC 6749 §2.3, RFC 7523
	§2.2)."""
	if client.is_public:
		raise TakesNoSecret(Sentence("{0} is a public client: it has no secret", client.client_id))
	if client.owes_assertion and not client.verifies_with_secret:
		raise TakesNoSecret(
			Sentence(
				"{0} proves itself with its public keys: a secret would not be accepted", client.client_id
			)
		)


def rotate(client_id: str, overlap: int, label: str = "", ends_at: datetime | None = None) -> secrets.Issued:
	"""A new secret; those that live go on for `overlap` seconds at most, and end by themselves. Raises TakesNoSecret."""
	if client := client_lookup.find_fresh(client_id):
		_require_use(client)
	now = clock.now()
	secrets.adopt(client_id)
	for old in secret_rows.live_of(client_id, now):
		end(
			old,
			min(old.ends_at or datetime.max.replace(tzinfo=clock.UTC), now + timedelta(seconds=overlap)),
		)
	return secrets.issue(client_id, label or f"Made on {secret_rows.day_of(now)}", ends_at=ends_at)


def end(old: Secret, at: datetime | None = None) -> None:
	"""The secret is refused from that moment on; from now on if none is named. Tokens that the client got for itself by
	its proof end with it."""
	now = clock.now()
	at = at or now
	is_over = at <= now
	values = {"ends": clock.to_column(at), "ends_at": clock.to_epoch(at)}
	sql.update(DOCTYPE, values | ({"told_days": 0} if is_over else {}), name=old.name)
	client_rows.invalidate(old.client_id)
	if not is_over:
		service_grants.limit(old.client_id, old.name, at)
	else:
		service_grants.end_by_secret(old.client_id, old.name)
		events.record(
			"secret_ended",
			cause=Sentence("The secret {0} was ended", repr(old.label)),
			client_id=old.client_id,
		)
