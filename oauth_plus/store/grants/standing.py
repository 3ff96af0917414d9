"""What a client stands on when it acts by itself (RFC 6749 §4.4): read and locked in one statement.

The order of locks is that of families.py, with the secret after the user.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe

from oauth_plus.platform import clock
from oauth_plus.rules import client_keys, scope_list
from oauth_plus.store.clients.client_fields import PUBLIC
from oauth_plus.store.grants.family import State


@dataclass(frozen=True)
class Standing:
	"""What a client stands on when it acts by itself, as it is now, and locked until the request ends.

	`service_user` is empty for none. `family` names the grant that was asked about, empty where it takes no tokens.
	"""

	client_is_enabled: bool
	client_is_public: bool
	service_user: str
	user_is_enabled: bool
	secret_is_there: bool
	secret_ends_at: datetime | None
	family: str = ""
	family_scopes: tuple[str, ...] = ()
	family_ends_at: datetime | None = None

	def has_secret(self, now: datetime) -> bool:
		"""The secret or the key is the client's, and has not ended."""
		return self.secret_is_there and (self.secret_ends_at is None or self.secret_ends_at > now)

	def takes(self, scopes: tuple[str, ...], until: datetime) -> bool:
		"""Whether the grant may have one more token, of these scopes and until this time."""
		ends_at = self.family_ends_at
		return bool(self.family and ends_at) and self.family_scopes == scopes and until <= ends_at


def lock(client_id: str, secret: str, family: str = "") -> Standing | None:
	"""Lock the client, its Service User, a secret and a grant, all shared, and return what they say now; None for an
	unknown client. Who ends one of them waits, and then finds what was written."""
	names = (secret, family, client_id) if family else (secret, client_id)
	row = next(iter(frappe.db.sql(_statement(bool(family)), names, as_dict=True)), None)
	if row is None or row.client != client_id:  # the database's comparison knows no letter case
		return None
	service_user = row.service_user or ""
	is_secret = row.secret == secret and row.secret_client == client_id
	secret_is_there = is_secret or secret in client_keys.names_of(row.jwks)
	takes_tokens = family and _takes_tokens(row, family, client_id, service_user, secret)
	return Standing(
		client_is_enabled=bool(row.client_enabled),
		client_is_public=row.client_type == PUBLIC,
		service_user=service_user,
		user_is_enabled=row.user == service_user and bool(row.user_enabled),
		secret_is_there=secret_is_there,
		secret_ends_at=clock.from_epoch(row.secret_ends_at) if is_secret else None,
		family=family if takes_tokens else "",
		family_scopes=scope_list.split(row.get("family_scopes")) if takes_tokens else (),
		family_ends_at=clock.from_column(row.family_ends) if takes_tokens else None,
	)


def _takes_tokens(row: Any, family: str, client_id: str, user: str, secret: str) -> bool:
	its = (row.family, row.family_client, row.family_user, row.family_secret, row.family_state)
	return its == (family, client_id, user, secret, State.ACTIVE.value)


def _statement(with_family: bool) -> str:
	shared = "" if frappe.db.db_type == "sqlite" else " LOCK IN SHARE MODE"
	columns, join = (OF_FAMILY, JOIN_FAMILY) if with_family else ("", "")
	return f"SELECT {OF_CLIENT}{columns} {JOIN}{join} WHERE client.`name` = %s{shared}"


OF_CLIENT = """client.`name` client, client.`oauth_plus_enabled` client_enabled,
	client.`oauth_plus_client_type` client_type, client.`oauth_plus_jwks` jwks, client.`oauth_plus_service_user` service_user,
	user.`name` user, user.`enabled` user_enabled, secret.`name` secret, secret.`client` secret_client,
	secret.`ends_at` secret_ends_at"""

OF_FAMILY = """, family.`name` family, family.`client` family_client, family.`user` family_user,
	family.`secret` family_secret, family.`state` family_state, family.`scopes` family_scopes,
	family.`absolute_ends` family_ends"""

JOIN = """FROM `tabOAuth Client` client
	LEFT JOIN `tabUser` user ON user.`name` = client.`oauth_plus_service_user`
	LEFT JOIN `tabOAuth Plus Client Secret` secret ON secret.`name` = %s"""

JOIN_FAMILY = " LEFT JOIN `tabOAuth Plus Grant` family ON family.`name` = %s"
