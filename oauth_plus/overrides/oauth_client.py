"""Hook `doc_events` of OAuth Client: what a client must be like to be saved."""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.http import response
from oauth_plus.overrides import client_lifetimes, imported
from oauth_plus.rules import networks, redirect_uri, scope, secret
from oauth_plus.rules.policy import Gate, Hardening, gate_named
from oauth_plus.rules.redirect_uri import UnfitRedirectURI
from oauth_plus.store import bearers, clients, endings, events, moments, scope_uses, scopes, secrets
from oauth_plus.store.clients import SIGNING, SYMMETRIC, auth_method_field

PUBLIC, CONFIDENTIAL = "Public", "Confidential"
NONE, BASIC = "None", "Client Secret Basic"


FRESH = "oauth_plus_fresh_secret"
"""Where the document keeps a secret between two hooks: `flags` are neither stored nor sent."""


@dataclass(frozen=True)
class Fresh:
	"""A secret that is not remembered yet."""

	value: secret.Shown
	is_shown: bool = True


@dataclass(frozen=True)
class Fault:
	"""What Enforce does not let be saved: a sentence for the form, cause and fix for the event."""

	hardening: Hardening
	sentence: str
	cause: str
	fix: str


def before_validate(doc: Document, method: str | None = None) -> None:
	"""256 bits of secret before stock makes 40, and a type that fits the authentication method."""
	if doc.is_new():
		imported.complete(doc)
	_take_secret(doc)
	_settle_type(doc)
	if doc.is_new() and not doc.flags.get(imported.IS_KNOWN):
		_give_default_scopes(doc)


def validate(doc: Document, method: str | None = None) -> None:
	"""The client could pass what its gate enforces, or the form says what is wrong and why."""
	client_lifetimes.validate(doc)
	_require_fitting_networks(doc)
	level = gate_named(doc.oauth_plus_enforcement)
	faults = [
		*_grant_faults(doc),
		*_redirect_uri_faults(doc),
		*_signing_faults(doc),
		*_scope_faults(doc),
	]
	if not faults or level is Gate.OFF:
		return
	sentences = "<br>".join(fault.sentence for fault in faults)
	if level is Gate.ENFORCE and not frappe.flags.in_fixtures:  # which would stop the site's migration
		frappe.throw(sentences, title=_("This client cannot be saved"))
	frappe.msgprint(sentences, title=_("Enforce would refuse"), indicator="orange")
	for fault in faults:
		events.record_would_refuse(fault.hardening.value, fault.cause, fault.fix, doc.name)


def on_update(doc: Document, method: str | None = None) -> None:
	"""The row is written, with a mask in it: now its secret can be remembered."""
	fresh = doc.flags.get(FRESH)
	if fresh:
		label = _("Made with the client") if fresh.is_shown else secrets.FROM_BEFORE
		secrets.issue(doc.name, label, value=str(fresh.value))
	else:
		imported.tell_of_lack(doc)


def on_change(doc: Document, method: str | None = None) -> None:
	"""All is written and told: the answer of this one save, and nothing after it, carries the secret.

	A disabled client's grants end at once; enabled again, it asks its people anew. Also after `db_set`, which calls
	nothing else.
	"""
	fresh = doc.flags.pop(FRESH, None)
	if fresh and fresh.is_shown:
		doc.client_secret = fresh.value
		response.forbid_storing()
	if not doc.oauth_plus_enabled:
		endings.end_all("client_disabled", client_id=doc.name)
	_forget(doc.name)


def on_trash(doc: Document, method: str | None = None) -> None:
	"""Its grants end with the client, and its secrets go."""
	endings.end_all("client_deleted", client_id=doc.name)
	secrets.forget_client(doc.name)
	scope_uses.forget_client(doc.name)
	_forget(doc.name)


def after_rename(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""Frappe's form has no way to it, code has."""
	_forget(old, new)


def _forget(*client_ids: str) -> None:
	"""What Redis remembers of these clients holds no longer."""
	bearers.forget(client=client_ids)
	for client_id in client_ids:
		clients.forget(client_id)


def _take_secret(doc: Document) -> None:
	"""Leave a mask in stock's field; a secret that is none of the client's yet waits until the row is written."""
	given, before = doc.client_secret, doc.get_doc_before_save()
	doc.client_secret = secret.MASK
	plain = "" if secret.is_mask(given) else given
	if doc.is_new() and imported.leaves_secret(doc, plain):
		return
	if not plain:
		if not (before and given) and not secrets.live_of(doc.name, moments.now()):
			doc.flags[FRESH] = Fresh(secret.Shown(secret.new_secret()))
	elif secrets.is_known(doc.name, given):
		return
	elif not before:
		doc.flags[FRESH] = Fresh(secret.Shown(given))
	elif given == before.client_secret:
		doc.flags[FRESH] = Fresh(secret.Shown(given), is_shown=False)
		before.client_secret = secret.MASK  # Frappe keeps what was changed, with what stood there before
	else:
		frappe.throw(_("A secret cannot be written here: make one with the button New Secret."))


def before_rename(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""Two clients do not become one: what people allowed one of them, and its secrets, would be the other's."""
	if merge:
		frappe.throw(_("OAuth Clients cannot be merged."), frappe.PermissionError)


def _give_default_scopes(doc: Document) -> None:
	"""A new client that was not given scopes of its own gets those that every new one gets."""
	own, stock = scope.split(doc.scopes), scope.split(doc.meta.get_field("scopes").default)
	if not own or own == stock:
		doc.scopes = " ".join(dict.fromkeys((*own, *scopes.defaults())))


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


def _signing_faults(doc: Document) -> list[Fault]:
	if doc.oauth_plus_client_type != PUBLIC or doc.get(SIGNING) != SYMMETRIC:
		return []
	return [
		Fault(
			Hardening.ID_TOKEN_KEY,
			_("A public client keeps no secret that could vouch for an ID token: choose Site Key."),
			cause="The ID tokens of a public client are signed with its secret, which everybody can read",
			fix="Have the app verify ID tokens with the keys at jwks_uri, then choose Site Key",
		)
	]


def _scope_faults(doc: Document) -> list[Fault]:
	"""Every word means something, and what is given unasked is among what may be asked for."""
	allowed = scope.split(doc.scopes)
	named = (*allowed, *scope.split(doc.oauth_plus_default_scopes))
	return [
		Fault(
			Hardening.SCOPE,
			_(
				"The scope {0} is not known here: make an OAuth Plus Scope of that name, or take it out."
			).format(frappe.bold(frappe.utils.escape_html(word))),
			cause=f"The scope {scope.shown(word)} is none that this site knows",
			fix="Make an OAuth Plus Scope of that name, or take it off the OAuth Client",
		)
		for word in scopes.unknown(dict.fromkeys(named))
	]


def _require_fitting_networks(doc: Document) -> None:
	if wrong := networks.unfit(scope.split(doc.oauth_plus_networks)):
		named = frappe.utils.escape_html(", ".join(wrong))
		frappe.throw(_("{0} is neither an IP address nor a network such as 192.0.2.0/24.").format(named))


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
