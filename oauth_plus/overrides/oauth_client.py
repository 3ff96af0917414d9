"""Hook `doc_events` of OAuth Client: what a client must be like to be saved."""

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.rules import redirect_uri, secret
from oauth_plus.rules.policy import Gate, gate_named
from oauth_plus.rules.redirect_uri import UnfitRedirectURI
from oauth_plus.store.clients import auth_method_field

PUBLIC, CONFIDENTIAL = "Public", "Confidential"
NONE, BASIC = "None", "Client Secret Basic"


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
	if level is Gate.ENFORCE:
		frappe.throw("<br>".join(faults), title=_("This client cannot be saved"))
	frappe.msgprint("<br>".join(faults), title=_("Enforce would refuse"), indicator="orange")


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


def _grant_faults(doc: Document) -> list[str]:
	if doc.grant_type != "Implicit":
		return []
	return [_("The implicit grant puts tokens into the address bar: choose Authorization Code.")]


def _redirect_uri_faults(doc: Document) -> list[str]:
	uris = (*redirect_uri.split(doc.redirect_uris), *redirect_uri.split(doc.default_redirect_uri))
	if not uris:
		return [_("Name at least one redirect URI: the app's answer has to go somewhere.")]
	return list(filter(None, (_fault(uri, doc) for uri in dict.fromkeys(uris))))


def _fault(uri: str, doc: Document) -> str | None:
	try:
		redirect_uri.require_fit(uri, is_public=doc.oauth_plus_client_type == PUBLIC)
	except UnfitRedirectURI as error:
		return _("Redirect URI {0} {1}.").format(frappe.bold(frappe.utils.escape_html(uri[:200])), error)
	return None
