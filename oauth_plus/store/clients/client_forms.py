"""OAuth Clients as an administrator writes them on the form: exported, created and changed with every check and every
hook. Secrets, and what the server writes, are no part of it."""

from collections.abc import Callable, Iterator, Mapping
from html import unescape
from typing import Any

import frappe
from frappe.model import no_value_fields
from frappe.model.document import Document

from oauth_plus.store.clients import client_fields
from oauth_plus.store.clients.client_fields import AUTH_METHOD, DOCTYPE, REGISTRATION

ROLES = "allowed_roles"

LEFT_OUT = (
	"client_id",
	"client_secret",
	"user",
	client_fields.DOCUMENT_URL,
	client_fields.FRESH_UNTIL,
	client_fields.REGISTERED_METADATA,
	client_fields.REGISTRATION_TOKEN,
	client_fields.WATCHED_SINCE,
	REGISTRATION,
)
"""Fields of this site alone, or of the app, or with a secret."""


def names(chosen: tuple[str, ...] = ()) -> list[str]:
	"""Return the ids of the clients that administrators made; of those chosen, if any are."""
	filters: dict[str, Any] = {REGISTRATION: ("is", "not set")}
	if chosen:
		filters["name"] = ("in", chosen)
	return frappe.get_all(DOCTYPE, filters=filters, pluck="name", order_by="name asc")


def count_registered() -> int:
	"""Return the number of clients that came by themselves."""
	return frappe.db.count(DOCTYPE, {REGISTRATION: ("!=", "")})


def exported(client_id: str) -> dict[str, Any]:
	"""Return a client as an object of JSON, without secrets. Raises DoesNotExistError."""
	return {"client_id": client_id, **_values_of(frappe.get_doc(DOCTYPE, client_id))}


def new(values: Mapping[str, Any], client_id: str = "") -> Document:
	"""Insert a client, of this id if one is given, and return it with its secret, if it got one. Raises ValidationError."""
	document = frappe.new_doc(DOCTYPE)
	_fill(document, values)
	return document.insert(set_name=client_id or None)


def change(client_id: str, values: Mapping[str, Any]) -> list[str]:
	"""Save a client with these values, and return the names of the fields that differ; empty if none does, and nothing is
	saved. Raises ValidationError."""
	document = frappe.get_doc(DOCTYPE, client_id)
	differing = differing_fields(document, values)
	if differing:
		_fill(document, {name: values[name] for name in differing})
		document.save()
	return differing


def differing_fields(document: Document, values: Mapping[str, Any]) -> list[str]:
	"""Return the names among these values that differ from the document."""
	before = _values_of(document)
	return [name for name, value in values.items() if name in before and before[name] != value]


def unknown_fields(values: Mapping[str, Any]) -> list[str]:
	"""Return the names that are no fields of a client here, or may not be set by an export."""
	known = {name for name, _read in _fields()}
	return [name for name in values if name not in known and name != "client_id"]


def _values_of(document: Document) -> dict[str, Any]:
	return {name: read(document) for name, read in _fields()}


def _fields() -> Iterator[tuple[str, Callable[[Document], Any]]]:
	"""Yield the fields of an export, under the same names on every Frappe, and how each is read."""
	yield ROLES, lambda document: sorted(row.role for row in document.get(ROLES) or ())
	own = client_fields.auth_method_field()
	for field in frappe.get_meta(DOCTYPE).fields:
		if field.fieldname == own or _is_written_by_people(field):
			name = AUTH_METHOD if field.fieldname == own else field.fieldname
			yield name, lambda document, field=field: _plain(field, document.get(field.fieldname))


def _is_written_by_people(field: Any) -> bool:
	is_value = field.fieldtype not in no_value_fields and not field.get("is_virtual")
	return is_value and not field.read_only and field.fieldname not in LEFT_OUT


def _plain(field: Any, value: Any) -> Any:
	if field.fieldtype in ("Check", "Int", "Duration"):
		return int(value or 0)
	return unescape(str(value)) if value else ""


def _fill(document: Document, values: Mapping[str, Any]) -> None:
	for name, value in values.items():
		if name == ROLES:
			document.set(ROLES, [{"role": role} for role in value])
		elif name != "client_id":
			document.set(client_fields.auth_method_field() if name == AUTH_METHOD else name, value)
