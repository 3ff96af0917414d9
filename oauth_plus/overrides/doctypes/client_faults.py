"""Faults of an OAuth Client on its form. The client's gate decides whether they are refused, or shown and recorded."""

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.http.fault_sentences import sentence_of
from oauth_plus.platform.translation import translated
from oauth_plus.rules import redirect_uri, redirect_uri_fitness
from oauth_plus.rules.client_faults import refused_at, reported_at
from oauth_plus.rules.gates import Gates
from oauth_plus.rules.policy import Gate
from oauth_plus.store import events
from oauth_plus.store.clients import client_faults, client_gates, client_lifetimes
from oauth_plus.store.clients.client_fields import GUEST


def require_none(doc: Document) -> None:
	"""Refuse a client with faults that its gate enforces; at Warn, show and record them. Throws ValidationError."""
	faults, gates = client_faults.faults_of(doc), _gates_of(doc)
	if refused := refused_at(gates, faults):
		frappe.throw("<br>".join(map(sentence_of, refused)), title=_("This client cannot be saved"))
	if reported := reported_at(gates, faults):
		frappe.msgprint(
			"<br>".join(map(sentence_of, reported)), title=_("Enforce would refuse"), indicator="orange"
		)
	for fault in reported:
		events.record_would_refuse(fault.hardening.value, fault.cause, fault.fix, doc.name)


def settle_lifetimes(doc: Document) -> None:
	"""Write the lifetimes as whole numbers of seconds. Throws ValidationError for what is no number."""
	if faults := client_lifetimes.settle(doc):
		frappe.throw("<br>".join(map(sentence_of, faults)), title=_("This client cannot be saved"))


def _gates_of(doc: Document) -> Gates:
	"""Return the client's gates; none stricter than Warn for fixtures, because a refusal would stop the migration."""
	gates = client_gates.of_row(doc)
	if not frappe.flags.in_fixtures:
		return gates
	return {each: Gate.WARN if gate is Gate.ENFORCE else gate for each, gate in gates.items()}


def warn_of_risks(doc: Document) -> None:
	"""Show risks of valid redirect URIs, which others can read or claim (RFC 8252 §8.4)."""
	uris = redirect_uri.split(doc.redirect_uris) if doc.has_value_changed("redirect_uris") else ()
	shown = [
		_("Redirect URI {0} {1}.").format(
			frappe.bold(frappe.utils.escape_html(uri[:200])), translated(caution)
		)
		for uri in uris
		if (caution := redirect_uri_fitness.caution(uri))
	]
	if shown and frappe.session.user != GUEST:
		frappe.msgprint("<br>".join(shown), title=_("Risky redirect URI"), indicator="orange")
