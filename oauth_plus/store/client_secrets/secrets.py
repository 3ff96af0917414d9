"""Client secrets: several live at a time, known by digest alone, each with an end of its own."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import frappe
from frappe.utils import strip_html

from oauth_plus.platform import clock, sql
from oauth_plus.rules import secret
from oauth_plus.store import events
from oauth_plus.store.client_secrets import secret_checks, secret_rows, vault
from oauth_plus.store.client_secrets.secret_rows import DOCTYPE, NOT_TOLD, Secret
from oauth_plus.store.clients import client_rows
from oauth_plus.store.grants import service_grants

FROM_BEFORE = "From before OAuth Plus"


@dataclass(frozen=True)
class Issued:
	"""A secret that was just made: the only time that it is known."""

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
	"""Remember a new secret of 256 bits, or the one that is given, by its digest."""
	client_secret, name = value or secret.new_secret(), frappe.generate_hash(length=16)
	label = strip_html(label).strip()  # Frappe's lists show what a row holds as markup
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
	until = f", and ends on {secret_rows.day_of(ends_at)}" if ends_at else ""
	events.record("secret_created", cause=f"The secret {label!r} was made{until}", client_id=client_id)
	return Issued(name, client_secret)


def adopt(client_id: str) -> None:
	"""Digest a plain secret in Frappe's own field, from before installation or written without the form; it
	stays valid until it is ended."""
	plain = client_rows.undigested_secret(client_id)
	if plain and not secret_checks.is_known(client_id, plain):
		issue(client_id, FROM_BEFORE, value=plain, made_at=client_rows.made_at(client_id))
	if plain:
		client_rows.write_secret_field(client_id, secret.MASK)


def rotate(client_id: str, overlap: int, label: str = "", ends_at: datetime | None = None) -> Issued:
	"""A new secret; those that live go on for `overlap` seconds at most, and end by themselves."""
	now = clock.now()
	adopt(client_id)
	for old in secret_rows.live_of(client_id, now):
		end(
			old,
			min(old.ends_at or datetime.max.replace(tzinfo=clock.UTC), now + timedelta(seconds=overlap)),
		)
	return issue(client_id, label or f"Made on {secret_rows.day_of(now)}", ends_at=ends_at)


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
		events.record("secret_ended", cause=f"The secret {old.label!r} was ended", client_id=old.client_id)
