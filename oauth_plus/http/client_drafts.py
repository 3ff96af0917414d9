"""Faults and risks of an OAuth Client while somebody fills in its form, each at its field."""

from collections.abc import Iterator, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.http.fault_sentences import sentence_of
from oauth_plus.platform.translation import translated
from oauth_plus.rules import redirect_uri, redirect_uri_fitness, scope_list
from oauth_plus.rules.client_faults import Fault, refused_at, reported_at
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.clients import client_drafts, client_gates
from oauth_plus.store.people import users
from oauth_plus.store.scopes import delegable

REFUSED, WARNED, RISK = "refused", "warned", "risk"


def faults_of(client_id: str, values: Mapping[str, Any]) -> list[dict[str, str]]:
	"""Return all faults as the client's gates decide them, and the risks of its redirect URIs. Each has the field, an HTML
	sentence, the cause, the fix, and its level. Writes nothing. Raises DoesNotExistError."""
	document, faults = client_drafts.draft(client_id, values)
	gates = client_gates.of_row(document)
	return [
		*(_told(fault, REFUSED) for fault in refused_at(gates, faults)),
		*(_told(fault, WARNED) for fault in reported_at(gates, faults)),
		*_beyond(document),
		*_risks(document),
	]


def _told(fault: Fault, level: str) -> dict[str, str]:
	return _row(fault.field, sentence_of(fault), fault.cause, fault.fix, level)


def _row(field: str, sentence: str, cause: str, fix: str, level: str) -> dict[str, str]:
	return {"field": field, "sentence": sentence, "cause": cause, "fix": fix, "level": level}


def _beyond(document: Document) -> Iterator[dict[str, str]]:
	"""Yield the scopes that give more than somebody has who is no System Manager (see overrides/doctypes/delegation)."""
	if users.is_administrator(frappe.session.user):
		return
	for word in delegable.beyond(frappe.session.user, scope_list.split(document.scopes)):
		named = frappe.bold(frappe.utils.escape_html(word[:200]))
		sentence = _("Your roles do not give you all that {0} gives.").format(named)
		cause = Sentence("The scope {0} gives more than the user has", scope_list.shown(word))
		yield _row("scopes", sentence, cause, "Remove the scope, or ask a System Manager", REFUSED)


def _risks(document: Document) -> Iterator[dict[str, str]]:
	for uri in redirect_uri.split(document.redirect_uris):
		if caution := redirect_uri_fitness.caution(uri):
			named = frappe.bold(frappe.utils.escape_html(uri[:200]))
			sentence = _("Redirect URI {0} {1}.").format(named, translated(caution))
			cause = Sentence("The redirect URI {0} {1}", redirect_uri.shown(uri), caution)
			yield _row("redirect_uris", sentence, cause, "Let the app use another redirect URI", RISK)
