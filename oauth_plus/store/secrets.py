"""Client secrets: several live at a time, known by digest alone, each with an end of its own."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import strip_html

from oauth_plus.platform import cache, cache_notes, clock, sql
from oauth_plus.rules import secret
from oauth_plus.store import clients, events, vault
from oauth_plus.store.clients import Client

DOCTYPE = vault.OWNER

USE_WINDOW = 300
"""Seconds between two notes of when a secret was used."""

KEPT_DAYS = 90
"""An ended secret is remembered that long, so that its use can be told from a wrong one."""

NOT_TOLD = 1_000
"""Days before the end of which nobody has heard yet: more than any that people are told of."""


FROM_BEFORE = "From before OAuth Plus"


@dataclass(frozen=True)
class Secret:
	"""What is known of one secret. `ends_at` is None while it goes on until it is ended."""

	name: str
	client_id: str
	label: str
	hint: str
	made_at: datetime
	ends_at: datetime | None
	used_at: datetime | None
	told_days: int
	digest: str = field(repr=False)

	def has_ended(self, now: datetime) -> bool:
		"""It is refused from its end on."""
		return self.ends_at is not None and self.ends_at <= now


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
	vault.keep(name, client_secret, with_copy=clients.verifies_with_secret(client_id))
	clients.invalidate(client_id)
	until = f", and ends on {_day(ends_at)}" if ends_at else ""
	events.record("secret_created", cause=f"The secret {label!r} was made{until}", client_id=client_id)
	return Issued(name, client_secret)


def adopt(client_id: str) -> None:
	"""Digest a plain secret in Frappe's own field, of before this app or written past the form; it goes on."""
	plain = clients.undigested_secret(client_id)
	if plain and not is_known(client_id, plain):
		issue(client_id, FROM_BEFORE, value=plain, made_at=clients.made_at(client_id))
	if plain:
		clients.write_secret_field(client_id, secret.MASK)


def rotate(client_id: str, overlap: int, label: str = "", ends_at: datetime | None = None) -> Issued:
	"""A new secret; those that live go on for `overlap` seconds at most, and end by themselves."""
	now = clock.now()
	adopt(client_id)
	for old in live_of(client_id, now):
		end(
			old,
			min(old.ends_at or datetime.max.replace(tzinfo=clock.UTC), now + timedelta(seconds=overlap)),
		)
	return issue(client_id, label or f"Made on {_day(now)}", ends_at=ends_at)


def end(old: Secret, at: datetime | None = None) -> None:
	"""The secret is refused from that moment on; from now on if none is named."""
	now = clock.now()
	at = at or now
	is_over = at <= now
	values = {"ends": clock.to_column(at), "ends_at": clock.to_epoch(at)}
	sql.update(DOCTYPE, values | ({"told_days": 0} if is_over else {}), name=old.name)
	clients.invalidate(old.client_id)
	if is_over:
		events.record("secret_ended", cause=f"The secret {old.label!r} was ended", client_id=old.client_id)


def matching(client: Client, its: Iterable[Secret], presented: str) -> Secret | None:
	"""The secret of this client that was presented, ended or not; as much work whichever it is."""
	known = list(its)
	if client.undigested_secret:
		known.append(_undigested(client))
	place = secret.place_of(vault.digest(presented), [each.digest for each in known])
	return None if place is None else known[place]


def is_known(client_id: str, presented: str) -> bool:
	"""Is this a secret of the client that has not ended?"""
	live = [each.digest for each in live_of(client_id, clock.now())]
	return secret.place_of(vault.digest(presented), live) is not None


def live_of(client_id: str, now: datetime) -> list[Secret]:
	"""The secrets that are good at that moment, oldest first."""
	return [each for each in _of(client_id) if not each.has_ended(now)]


def count_live(now: datetime) -> int:
	"""How many secrets of all clients are good at that moment."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(Count("*"))
	[[count]] = query.where((table.ends_at == 0) | (table.ends_at > clock.to_epoch(now))).run()
	return count


def count_of(client_id: str) -> int:
	"""How many secrets of a client are known, ended or not."""
	return len(_of(client_id))


def find_live(client_id: str, name: str) -> Secret | None:
	"""One of them."""
	return next((each for each in live_of(client_id, clock.now()) if each.name == name), None)


def note_use(used: Secret, now: datetime) -> None:
	"""When it was used last: written at most every five minutes, and by one of many requests at once."""
	if not used.name or (used.used_at and now - used.used_at < timedelta(seconds=USE_WINDOW)):
		return
	window = int(now.timestamp()) // USE_WINDOW
	if cache_notes.is_first(cache.key_of("secret_used", used.name, str(window)), USE_WINDOW):
		sql.update(DOCTYPE, {"last_used": clock.to_column(now)}, name=used.name)


def signing_secret(client_id: str, used: str = "") -> str | None:
	"""What an ID token for this client is signed with, where that is its secret (HS256).

	The secret that it authenticated with, by its name; else the one that was used last, or the oldest.
	"""
	live = live_of(client_id, clock.now())
	chosen = next((each for each in live if each.name == used), None) or _most_likely(live)
	return (chosen and vault.copy_of(chosen.name)) or clients.undigested_secret(client_id) or None


def signing_secrets(client_id: str) -> list[str]:
	"""All that an ID token for this client may have been signed with."""
	copies = [vault.copy_of(each.name) for each in live_of(client_id, clock.now())]
	return [*filter(None, (*copies, clients.undigested_secret(client_id)))]


def due_to_tell(now: datetime) -> list[tuple[Secret, int]]:
	"""Secrets that end soon or have ended, and nobody has heard of it yet, with the days to tell of."""
	table = frappe.qb.DocType(DOCTYPE)
	horizon = clock.to_epoch(now + timedelta(days=max(secret.NOTICE_DAYS)))
	soon = _select((table.ends_at > 0) & (table.ends_at <= horizon) & (table.told_days > 0))
	due = [(each, secret.due_notice(each.ends_at, now)) for each in soon]
	return [(each, days) for each, days in due if days is not None and days < each.told_days]


def note_told(told: Secret, days: int) -> None:
	"""People have heard of it; when it has ended, the trail has."""
	sql.update(DOCTYPE, {"told_days": days}, name=told.name)
	if not days:
		cause = f"The secret {told.label!r} ended by itself on {_day(told.ends_at)}"
		events.record("secret_ended", cause=cause, client_id=told.client_id)


def purge_expired(now: datetime, keep_days: int = KEPT_DAYS) -> int:
	"""Forget secrets that ended so many days ago; returns how many."""
	table = frappe.qb.DocType(DOCTYPE)
	long_ago = clock.to_epoch(now - timedelta(days=keep_days))
	return _delete(_select((table.ends_at > 0) & (table.ends_at <= long_ago)))


def delete_of_client(client_id: str) -> int:
	"""The client is deleted, and its secrets with it."""
	return _delete(_of(client_id))


def of_every_client() -> dict[str, str]:
	"""The secret that each client most likely uses, where a copy is kept."""
	owners = set(frappe.get_all(DOCTYPE, pluck="client"))
	found = {client_id: signing_secret(client_id) for client_id in owners}
	return {client_id: value for client_id, value in found.items() if value}


def read(client_id: str) -> list[Any]:
	"""All secrets of a client, ended or not, as their rows; oldest first."""
	return frappe.db.sql(OF_ONE_CLIENT, (DOCTYPE, vault.DIGEST, client_id), as_dict=True)


def from_row(row: Any) -> Secret:
	"""One of those rows."""
	return Secret(
		name=row.name,
		client_id=row.client,
		label=row.label or "",
		hint=row.hint or "",
		made_at=clock.from_column(row.creation),
		ends_at=clock.from_epoch(row.ends_at),
		used_at=clock.from_column(row.last_used),
		told_days=row.told_days or 0,
		digest=row.password,
	)


def _of(client_id: str) -> list[Secret]:
	return [from_row(row) for row in read(client_id)]


def _select(which: Any) -> list[Secret]:
	table, auth = frappe.qb.DocType(DOCTYPE), vault.table()
	kept = (auth.doctype == DOCTYPE) & (auth.name == table.name) & (auth.fieldname == vault.DIGEST)
	query = frappe.qb.from_(table).join(auth).on(kept).select(table.star, auth.password)
	return [from_row(row) for row in query.where(which).orderby(table.creation).run(as_dict=True)]


OF_ONE_CLIENT = """SELECT secret.`name`, secret.`client`, secret.`label`, secret.`hint`, secret.`creation`,
	secret.`ends_at`, secret.`last_used`, secret.`told_days`, auth.`password`
	FROM `tabOAuth Plus Client Secret` secret JOIN `__Auth` auth
	ON auth.`doctype` = %s AND auth.`name` = secret.`name` AND auth.`fieldname` = %s
	WHERE secret.`client` = %s ORDER BY secret.`creation`"""
"""The same as `_select`, for every request that authenticates a client: see rows.py."""


def _delete(gone: list[Secret]) -> int:
	names = [each.name for each in gone]
	if names:
		vault.delete(names)
		frappe.db.delete(DOCTYPE, {"name": ("in", names)})
	for client_id in {each.client_id for each in gone}:
		clients.invalidate(client_id)
	return len(names)


def _most_likely(live: list[Secret]) -> Secret | None:
	used = [each for each in live if each.used_at]
	return max(used, key=lambda each: each.used_at) if used else (live[0] if live else None)


def _undigested(client: Client) -> Secret:
	digest = vault.digest(client.undigested_secret)
	return Secret("", client.client_id, "", "", clock.now(), None, None, NOT_TOLD, digest)


def _day(moment: datetime | None) -> str:
	return moment.astimezone(clock.UTC).strftime("%Y-%m-%d %H:%M UTC") if moment else ""
