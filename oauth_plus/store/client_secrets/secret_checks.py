"""Comparison of a presented client secret with those of its client (RFC 6749 §2.3.1)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from oauth_plus.platform import cache, cache_notes, clock, sql, transaction
from oauth_plus.rules import secret
from oauth_plus.store.client_secrets import secret_rows, vault
from oauth_plus.store.client_secrets.secret_rows import DOCTYPE, NOT_TOLD, Secret
from oauth_plus.store.clients.client import Client

USE_WINDOW = 300
"""Seconds between two records of the last use of a secret."""


def matching(client: Client, its: Iterable[Secret], presented: str) -> Secret | None:
	"""Return the client's secret that was presented, expired or not; None for any other text. The comparison
	takes the same time whichever it is (RFC 9700 §4.9)."""
	known = list(its)
	if client.undigested_secret:
		known.append(_undigested(client))
	place = secret.place_of(vault.digest(presented), [each.digest for each in known])
	return None if place is None else known[place]


def is_known(client_id: str, presented: str) -> bool:
	"""Return whether this is a live secret of the client."""
	live = [each.digest for each in secret_rows.live_of(client_id, clock.now())]
	return secret.place_of(vault.digest(presented), live) is not None


def note_use(used: Secret, now: datetime) -> None:
	"""Record the last use of a secret, at most every 300 seconds, and in only one of many requests at once.

	It is written in a transaction of its own. This request goes on to lock the client, and who locks a client's secret
	after the client must not wait for it.
	"""
	if not used.name or (used.used_at and now - used.used_at < timedelta(seconds=USE_WINDOW)):
		return
	window = int(now.timestamp()) // USE_WINDOW
	if cache_notes.is_first(cache.key_of("secret_used", used.name, str(window)), USE_WINDOW):
		with transaction.another_look():
			sql.update(DOCTYPE, {"last_used": clock.to_column(now)}, name=used.name)
			transaction.keep()


def _undigested(client: Client) -> Secret:
	digest = vault.digest(client.undigested_secret)
	return Secret("", client.client_id, "", "", clock.now(), None, None, NOT_TOLD, digest)
