"""What the dialog New Connection offers to one user: kinds, their questions, and scopes."""

from typing import Any

from frappe import _

from oauth_plus.http.connections import questions
from oauth_plus.rules import doctype_scope
from oauth_plus.rules.connections.kind import ConnectionKind, ConnectionWay, Question
from oauth_plus.rules.connections.kinds import KINDS
from oauth_plus.rules.scope_definition import Scope
from oauth_plus.store.people import users
from oauth_plus.store.scopes import scope_offer
from oauth_plus.store.site import resources

ASSISTANT = "ai_assistant"


def offered(user: str) -> dict[str, Any]:
	"""Return all kinds with their questions, the DocTypes and the scopes that the user may give. Raises nothing."""
	is_administrator = users.is_administrator(user)
	scopes = scope_offer.records(user, may_give_everything=is_administrator)
	doctypes = scope_offer.doctypes(user, may_give_everything=is_administrator)
	names = {scope.name for scope in scopes}
	return {
		"kinds": [_kind(kind, names, is_administrator=is_administrator) for kind in KINDS],
		"scopes": [_scope(scope) for scope in scopes],
		"roles": users.all_roles(),
		"doctypes": [
			{
				"name": each.name,
				"word": doctype_scope.for_doctype(each.name).rpartition(":")[0],
				"label": _(each.name),
				"module": _(each.module),
				"accesses": each.accesses,
				"is_sensitive": each.is_sensitive,
			}
			for each in doctypes
		],
		"accesses": {
			"read": _("Read"),
			"write": _("Create and change"),
			"delete": _("Delete"),
			"submit": _("Submit"),
			"cancel": _("Cancel"),
		},
	}


def _kind(kind: ConnectionKind, known: set[str], *, is_administrator: bool) -> dict[str, Any]:
	ready = (*kind.ready_scopes, *(_of_resources() if kind.name == ASSISTANT else ()))
	return {
		"name": kind.name,
		"title": _(kind.title),
		"sentence": _(kind.sentence),
		"ready_scopes": [word for word in dict.fromkeys(ready) if word in known],
		"ways": [_way(way, is_administrator=is_administrator) for way in kind.ways],
	}


def _way(way: ConnectionWay, *, is_administrator: bool) -> dict[str, Any]:
	is_offered = is_administrator or not way.needs_administrator
	return {
		"name": way.name,
		"title": _(way.title),
		"sentence": _(way.sentence),
		"fields": questions.fields_of(way),
		"scopes": way.scopes,
		"reading": way.reading.value,
		"asks_scopes": Question.SCOPES in way.asks,
		"barred": ""
		if is_offered
		else _("Ask a System Manager: this app would have more than its users allow it."),
	}


def _of_resources() -> tuple[str, ...]:
	"""Return the scopes of all declared resources, such as an MCP server of this site."""
	return tuple(word for resource in resources.declared().values() for word in resource.scopes)


def _scope(scope: Scope) -> dict[str, Any]:
	return {
		"name": scope.name,
		"title": _(scope.title),
		"sentence": _(scope.sentence) if scope.sentence else "",
		"is_sensitive": scope.is_sensitive,
	}
