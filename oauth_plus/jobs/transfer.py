"""Clients and scopes from one site to another, without secrets. An import makes the changes that a form would, with the
same checks; it may be repeated."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import frappe

from oauth_plus.platform import sql
from oauth_plus.rules.client_export import Export
from oauth_plus.store.clients import client_fields, client_forms
from oauth_plus.store.scopes import scope_forms

Step = Callable[[int], None]


@dataclass(frozen=True)
class Change:
	"""What an import did, or would do, to one scope or client. `fields` are those that differ. `left_out` are members that
	this site does not know."""

	kind: str
	name: str
	action: str
	fields: tuple[str, ...] = ()
	left_out: tuple[str, ...] = ()


CREATED, CHANGED, UNCHANGED, LEFT_ALONE = "created", "changed", "unchanged", "left alone"


class NotImported(Exception):
	"""A scope or a client was refused, and nothing is imported. The message names it, and why."""


def export(chosen: tuple[str, ...], step: Step) -> Export:
	"""Return all scopes and clients that administrators made; of the clients those chosen, if any are. `step` is called
	after each client."""
	return Export(
		tuple(scope_forms.exported(name) for name in scope_forms.names()),
		tuple(_stepped(client_forms.names(chosen), client_forms.exported, step)),
	)


def _stepped(names: list[str], read: Callable[[str], dict[str, Any]], step: Step) -> Iterator[dict[str, Any]]:
	for name in names:
		yield read(name)
		step(1)


def bring_in(export: Export, step: Step) -> Iterator[Change]:
	"""Create or change each scope, then each client. The caller commits, or rolls back. Raises NotImported."""
	with _importing():
		for scope in export.scopes:
			with _named("scope", scope["scope"]):
				yield _bring_scope(scope)
			step(1)
		for client in export.clients:
			with _named("client", client["client_id"]):
				yield _bring_client(client)
			step(1)


@contextmanager
def _importing() -> Iterator[None]:
	"""As Data Import: a new client gets no secret, which nobody would see."""
	before, frappe.flags.in_import = frappe.flags.in_import, True
	try:
		yield
	finally:
		frappe.flags.in_import = before


@contextmanager
def _named(kind: str, name: str) -> Iterator[None]:
	try:
		yield
	except (frappe.ValidationError, frappe.PermissionError, frappe.NameError, KeyError, TypeError) as error:
		said = frappe.utils.strip_html(str(error)).strip() or type(error).__name__
		raise NotImported(
			f"The {kind} {name[:140]} cannot be imported: {said}. Nothing was changed"
		) from error


def _bring_scope(said: Mapping[str, Any]) -> Change:
	name, left_out = said["scope"], tuple(member for member in said if member not in scope_forms.MEMBERS)
	values = {member: value for member, value in said.items() if member in scope_forms.MEMBERS}
	if scope_forms.is_of_an_app(name):
		return Change("scope", name, LEFT_ALONE)
	if not scope_forms.exists(name):
		scope_forms.new(values)
		return Change("scope", name, CREATED, left_out=left_out)
	return _changed("scope", name, scope_forms.change(values), left_out)


def _bring_client(said: Mapping[str, Any]) -> Change:
	name, left_out = said["client_id"], tuple(client_forms.unknown_fields(said))
	values = {member: value for member, value in said.items() if member not in (*left_out, "client_id")}
	if not sql.first(client_fields.DOCTYPE, ["name"], name=name):
		client_forms.new(values, name)
		return Change("client", name, CREATED, left_out=left_out)
	return _changed("client", name, client_forms.change(name, values), left_out)


def _changed(kind: str, name: str, differing: list[str], left_out: tuple[str, ...]) -> Change:
	return Change(kind, name, CHANGED if differing else UNCHANGED, tuple(differing), left_out)
