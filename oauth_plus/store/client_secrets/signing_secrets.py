"""Client secrets that sign ID tokens (OpenID Connect Core §10.1)."""

import frappe

from oauth_plus.platform import clock
from oauth_plus.store.client_secrets import secret_rows, vault
from oauth_plus.store.client_secrets.secret_rows import DOCTYPE, Secret
from oauth_plus.store.clients import client_rows


def signing_secret(client_id: str, used: str = "") -> str | None:
	"""Return the secret that signs ID tokens of this client with HS256 (OpenID Connect Core §10.1); None
	where no copy is stored."""
	live = secret_rows.live_of(client_id, clock.now())
	chosen = next((each for each in live if each.name == used), None) or _most_likely(live)
	return (chosen and vault.copy_of(chosen.name)) or client_rows.undigested_secret(client_id) or None


def signing_secrets(client_id: str) -> list[str]:
	"""Return every secret that ID tokens of this client may have been signed with (OpenID Connect Core
	§10.1); empty for none."""
	copies = [vault.copy_of(each.name) for each in secret_rows.live_of(client_id, clock.now())]
	return [*filter(None, (*copies, client_rows.undigested_secret(client_id)))]


def of_every_client() -> dict[str, str]:
	"""Return the secret that each client most likely uses, by client; a client without a stored copy has no
	row."""
	owners = set(frappe.get_all(DOCTYPE, pluck="client"))
	found = {client_id: signing_secret(client_id) for client_id in owners}
	return {client_id: value for client_id, value in found.items() if value}


def _most_likely(live: list[Secret]) -> Secret | None:
	used = [each for each in live if each.used_at]
	return max(used, key=lambda each: each.used_at) if used else (live[0] if live else None)
