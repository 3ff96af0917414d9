"""Gates of stored clients: of one row, and as a condition on all rows."""

from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce

from oauth_plus.platform import clock
from oauth_plus.rules.gates import ENFORCED, Gates, exceptions_in, gates_of
from oauth_plus.rules.policy import Gate, Hardening, gate_named
from oauth_plus.store.clients.client_fields import (
	DOCTYPE,
	ENFORCEMENT,
	EXCEPTIONS,
	FAPI,
	PROFILE,
	WATCHED_SINCE,
)
from oauth_plus.store.site import settings


def of_row(row: Any, of_site: str | None = None) -> Gates:
	"""Return the gates of a client as a Document, saved or not, or as a row with these columns. `of_site` is what
	Settings say of every client, if it was read with the row. The FAPI 2.0 Security Profile allows no exception (§5.3.2)."""
	if row.get(PROFILE) == FAPI:
		return ENFORCED
	of_site = settings.exceptions() if of_site is None else of_site
	return gates_of(gate_named(row.get(ENFORCEMENT)), row.get(EXCEPTIONS), of_site)


def enforces(client: Any, hardening: Hardening) -> Any:
	"""Return the condition that a row of the table enforces this hardening, as `of_row` says."""
	own, of_site = Coalesce(client[EXCEPTIONS], ""), exceptions_in(settings.exceptions()).get(hardening)
	inherited = own.not_like(_like(hardening))
	if of_site is None:
		inherited &= client[ENFORCEMENT] == Gate.ENFORCE.value
	elif of_site is not Gate.ENFORCE:
		inherited &= client[PROFILE] == FAPI
	return own.like(_like(hardening, Gate.ENFORCE)) | inherited | (client[PROFILE] == FAPI)


def has_one_below_enforce(hardening: Hardening) -> bool:
	"""Return whether some client's gate does not enforce this hardening."""
	client = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(client).select(client.name).where(enforces(client, hardening).negate())
	return bool(query.limit(1).run())


def begin_watching() -> None:
	"""Note for all clients at Warn whose time is not known that they are watched from now on."""
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.update(table).set(table[WATCHED_SINCE], clock.to_column(clock.now()))
	query.where((table[ENFORCEMENT] == Gate.WARN.value) & table[WATCHED_SINCE].isnull()).run()


def _like(hardening: Hardening, gate: Gate | None = None) -> str:
	"""Return the pattern of an exception, as `gates.text_of` writes it."""
	name = hardening.value.replace("_", "\\_")
	return f'%"{name}": "{gate.value}"%' if gate else f'%"{name}": %'
