"""Hook `doc_events` of OAuth Client: what a client must be like to be saved."""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.rules import redirect_uri, secret
from oauth_plus.rules.policy import Gate, Hardening, gate_named
from oauth_plus.rules.redirect_uri import UnfitRedirectURI
from oauth_plus.store import events
from oauth_plus.store.clients import auth_method_field

PUBLIC, CONFIDENTIAL = "Public", "Confidential"
NONE, BASIC = "None", "Client Secret Basic"


@dataclass(frozen=True)
class Fault:
	"""What Enforce does not let be saved: a sentence for the form, cause and fix for the event."""

	hardening: Hardening
	sentence: str
	cause: str
	fix: str


def before_validate(doc: Document, method: str | None = None) -> None:
	"""256 bits of secret before stock makes 40, and a type that fits the authentication method."""
	if not doc.client_secret:
		doc.client_secret = secret.new_secret()
	_settle_type(doc)


def validate(doc: Document, method: str | None = None) -> None:
	"""The client could pass what its gate enforces, or the form says what is wrong and why."""
	level = gate_named(doc.oauth_plus_enforcement)
	faults = [*_grant_faults(doc), *_redirect_uri_faults(doc)]
	if not faults or level is Gate.OFF:
		return
	sentences = "<br>".join(fault.sentence for fault in faults)
	if level is Gate.ENFORCE:
		frappe.throw(sentences, title=_("This client cannot be saved"))
	frappe.msgprint(sentences, title=_("Enforce would refuse"), indicator="orange")
	for fault in faults:
		events.record_would_refuse(fault.hardening.value, fault.cause, fault.fix, doc.name)


def _settle_type(doc: Document) -> None:
	"""Public goes with the method None, and the other way round; what was changed last leads."""
	field = auth_method_field()
	before = doc.get_doc_before_save()
	is_public = doc.oauth_plus_client_type == PUBLIC
	says_none = doc.get(field) == NONE
	if is_public == says_none:
		return
	if before and before.oauth_plus_client_type == doc.oauth_plus_client_type:
		is_public = says_none  # the method was changed
	elif not before:
		is_public = True  # a new client that says so in either field
	doc.oauth_plus_client_type = PUBLIC if is_public else CONFIDENTIAL
	if is_public != says_none:
		doc.set(field, NONE if is_public else BASIC)


def _grant_faults(doc: Document) -> list[Fault]:
	if doc.grant_type != "Implicit":
		return []
	return [
		Fault(
			Hardening.IMPLICIT_GRANT,
			_("The implicit grant puts tokens into the address bar: choose Authorization Code."),
			cause="The client is registered for the implicit grant, which puts tokens into the address bar",
			fix="Choose Authorization Code on the OAuth Client",
		)
	]


def _redirect_uri_faults(doc: Document) -> list[Fault]:
	uris = (*redirect_uri.split(doc.redirect_uris), *redirect_uri.split(doc.default_redirect_uri))
	if not uris:
		return [
			Fault(
				Hardening.REDIRECT_URI_FORM,
				_("Name at least one redirect URI: the app's answer has to go somewhere."),
				cause="The client has no redirect URI",
				fix="Name one on the OAuth Client",
			)
		]
	return list(filter(None, (_fault(uri, doc) for uri in dict.fromkeys(uris))))


def _fault(uri: str, doc: Document) -> Fault | None:
	try:
		redirect_uri.require_fit(uri, is_public=doc.oauth_plus_client_type == PUBLIC)
	except UnfitRedirectURI as error:
		shown = frappe.bold(frappe.utils.escape_html(uri[:200]))
		return Fault(
			Hardening.REDIRECT_URI_FORM,
			_("Redirect URI {0} {1}.").format(shown, error),
			cause=f"The redirect URI {redirect_uri.shown(uri)} {error}",
			fix="Have the app use another, and register that one",
		)
	return None
