"""Client secrets: several may be live at once, stored as digests, each with its own expiry."""

from dataclasses import dataclass, field
from datetime import datetime

import frappe
from frappe.utils import strip_html

from oauth_plus.platform import clock, sql
from oauth_plus.rules import secret
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import events
from oauth_plus.store.client_secrets import secret_checks, secret_rows, vault
from oauth_plus.store.client_secrets.secret_rows import DOCTYPE, NOT_TOLD
from oauth_plus.store.clients import client_rows

FROM_BEFORE, FROM_CREATION = "From before OAuth Plus", "Created with the client"


@dataclass(frozen=True)
class Issued:
	"""Secret that was just created. Its value is not stored."""

	name: str
	client_secret: str = field(repr=False)


def issue(
	client_id: str,
	label: str,
	*,
	value: str = "",
	ends_at: datetime | None = None,
	made_at: datetime | None = None,
) -> Issued:
	"""Store a new secret of 256 bits, or the given one, as a digest."""
	client_secret, name = value or secret.new_secret(), frappe.generate_hash(length=16)
	label = strip_html(label).strip()  # Frappe's lists show values as markup
	row = {
		"client": client_id,
		"label": label[:140],
		"hint": secret.tail(client_secret),
		"ends": clock.to_column(ends_at),
		"ends_at": clock.to_epoch(ends_at) or 0,
		"told_days": NOT_TOLD,
	}
	sql.insert(DOCTYPE, name, row | ({"creation": clock.to_column(made_at)} if made_at else {}))
	vault.keep(name, client_secret, with_copy=client_rows.verifies_with_secret(client_id))
	client_rows.invalidate(client_id)
	events.record("secret_created", cause=_created(label, ends_at), client_id=client_id)
	return Issued(name, client_secret)


def _created(label: str, ends_at: datetime | None) -> Sentence:
	if ends_at is None:
		return Sentence("The secret {0} was created", repr(label))
	return Sentence("The secret {0} was created, and ends on {1}", repr(label), secret_rows.day_of(ends_at))


def adopt(client_id: str) -> None:
	"""Digest a plain secret in Frappe's own field, from before installation or written without the form. It does not
	expire."""
	plain = client_rows.undigested_secret(client_id)
	if plain and not secret_checks.is_known(client_id, plain):
		issue(client_id, FROM_BEFORE, value=plain, made_at=client_rows.made_at(client_id))
	if plain:
		client_rows.write_secret_field(client_id, secret.MASK)
