"""Hook `doc_events` of OAuth Client: what a client must be like to be saved."""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.http import response
from oauth_plus.overrides.doctypes import client_lifetimes, imported
from oauth_plus.platform import clock, doctypes, sql
from oauth_plus.rules import (
	doctype_scope,
	networks,
	open_to,
	redirect_uri,
	redirect_uri_fitness,
	redirect_uri_kinds,
	scope_list,
	secret,
)
from oauth_plus.rules.open_to import NoRole, open_to_named
from oauth_plus.rules.policy import Gate, Hardening, gate_named
from oauth_plus.rules.redirect_uri_fitness import UnfitRedirectURI
from oauth_plus.store import bearers, clients, events, revocation, scope_uses, scopes, secrets
from oauth_plus.store.clients import (
	GUEST,
	OPEN_TO,
	SIGNING,
	SYMMETRIC,
	auth_method_field,
	has_own_auth_method,
)

PUBLIC, CONFIDENTIAL = "Public", "Confidential"
NONE, BASIC = "None", "Client Secret Basic"


FRESH, SHOWN = "oauth_plus_fresh_secret", "oauth_plus_shown_secret"
"""Where the document keeps a secret between two hooks, and one that was shown: `flags` are neither stored nor sent."""


@dataclass(frozen=True)
class Fresh:
	"""A secret that is not remembered yet."""

	value: secret.ShownOnce
	is_shown: bool = True


@dataclass(frozen=True)
class Fault:
	"""What Enforce does not let be saved: a sentence for the form, cause and fix for the event."""

	hardening: Hardening
	sentence: str
	cause: str
	fix: str


def onload(doc: Document, method: str | None = None) -> None:
	"""The form shows who may use the client, even if the roles were changed past it, or before this app."""
	_name_roles(doc)


def before_validate(doc: Document, method: str | None = None) -> None:
	"""256 bits of secret before stock makes 40, and a type that fits the authentication method."""
	if doc.is_new():
		imported.complete(doc)
	_take_secret(doc)
	_settle_type(doc)
	_settle_roles(doc)
	if doc.is_new() and not doc.flags.get(imported.IS_KNOWN):
		if _registers_itself():
			_leave_out_unknown_scopes(doc)
		_give_default_scopes(doc)


def validate(doc: Document, method: str | None = None) -> None:
	"""The client could pass what its gate enforces, or the form says what is wrong and why."""
	_name_roles(doc)
	client_lifetimes.validate(doc)
	_require_fitting_networks(doc)
	_tell_cautions(doc)
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


def after_insert(doc: Document, method: str | None = None) -> None:
	"""A new client inherits nothing from a deleted client of the same name, even if no hook saw the deletion. One that a
	fixture has just put in its own place is the same as before."""
	if not doc.flags.get(imported.IS_KNOWN):
		revocation.end_leftovers("client_deleted", client_id=doc.name)


def on_update(doc: Document, method: str | None = None) -> None:
	"""The row is written, with a mask in it: now its secret can be remembered."""
	fresh = doc.flags.get(FRESH)
	if fresh:
		label = _("Made with the client") if fresh.is_shown else secrets.FROM_BEFORE
		secrets.issue(doc.name, label, value=str(fresh.value))
	else:
		imported.tell_of_lack(doc)


def on_change(doc: Document, method: str | None = None) -> None:
	"""All is written and told: the answer of the request that made the client, and nothing after it, carries the secret,
	however often its code saves the document.

	A disabled client's grants end at once; enabled again, it asks its people anew. Also after `db_set`, which calls
	nothing else.
	"""
	fresh = doc.flags.pop(FRESH, None)
	if fresh and fresh.is_shown:
		doc.flags[SHOWN] = fresh.value
	if SHOWN in doc.flags:
		doc.client_secret = doc.flags[SHOWN]
		response.forbid_storing()
	if not doc.oauth_plus_enabled:
		revocation.end_all("client_disabled", client_id=doc.name)
	_forget(doc.name)


def on_trash(doc: Document, method: str | None = None) -> None:
	"""Its grants end with the client, and its secrets go."""
	revocation.end_all("client_deleted", client_id=doc.name)
	secrets.delete_of_client(doc.name)
	scope_uses.delete_of_client(doc.name)
	_forget(doc.name)


def after_rename(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""Frappe's form cannot rename a client, code can. Links follow by themselves, and what repeats the name here. Some
	code asks nobody before it merges."""
	if merge:
		_refuse_to_merge()
	clients.follow(new)
	scope_uses.follow(new)
	_forget(old, new)


def _forget(*client_ids: str) -> None:
	"""What Redis remembers of these clients holds no longer."""
	bearers.invalidate(client=client_ids)
	for client_id in client_ids:
		clients.invalidate(client_id)


def _take_secret(doc: Document) -> None:
	"""Leave a mask in stock's field; a secret that is none of the client's yet waits until the row is written."""
	given, before = doc.client_secret, doc.get_doc_before_save()
	doc.client_secret = secret.MASK
	plain = "" if secret.is_mask(given) else given
	if doc.is_new() and imported.leaves_secret(doc, plain):
		return
	if not plain:
		if not (before and given) and not secrets.live_of(doc.name, clock.now()):
			doc.flags[FRESH] = Fresh(secret.ShownOnce(secret.new_secret()))
	elif secrets.is_known(doc.name, given):
		return
	elif not before:
		doc.flags[FRESH] = Fresh(secret.ShownOnce(given))
	elif given == before.client_secret:
		doc.flags[FRESH] = Fresh(secret.ShownOnce(given), is_shown=False)
		before.client_secret = secret.MASK  # Frappe keeps what was changed, with what stood there before
	else:
		frappe.throw(_("A secret cannot be written here: make one with the button New Secret."))


def before_rename(doc: Document, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""Two clients do not become one: what people allowed one of them, and its secrets, would be the other's. A client
	that is renamed inherits nothing from a deleted client of the new name."""
	if merge:
		_refuse_to_merge()
	if not sql.first(clients.DOCTYPE, ["name"], name=new):
		revocation.end_leftovers("client_deleted", client_id=new)


def _refuse_to_merge() -> None:
	frappe.throw(_("OAuth Clients cannot be merged."), frappe.PermissionError)


def _give_default_scopes(doc: Document) -> None:
	"""A new client that was not given scopes of its own gets those that every new one gets."""
	own, stock = scope_list.split(doc.scopes), scope_list.split(doc.meta.get_field("scopes").default)
	given = scopes.defaults() if not own or own == stock else ()
	uris = redirect_uri.split(doc.redirect_uris)
	if "openid" in own and any(map(redirect_uri.is_frappe_login, uris)):
		given = (*given, *redirect_uri.FRAPPE_LOGIN_NEEDS)
	doc.scopes = " ".join(dict.fromkeys((*own, *given)))


def _registers_itself() -> bool:
	"""A guest makes a client by dynamic registration alone (RFC 7591), at this site's endpoint or another app's."""
	return frappe.session.user == GUEST


def _leave_out_unknown_scopes(doc: Document) -> None:
	"""Of what an app asks for by habit, it gets what means something here (RFC 7591 §2)."""
	asked = scope_list.split(doc.scopes)
	unknown = scopes.unknown(asked)
	doc.scopes = " ".join(word for word in asked if word not in unknown)


def _is_native(doc: Document) -> bool:
	"""The client can be nothing but a program on people's devices, which keeps no secret (RFC 8252 §8.4, §8.5), whatever
	its type says: apps that make their client by code know only Frappe's own fields. Of one that is there already, no
	secret is waived that a server of the same client may owe."""
	uris = redirect_uri.split(doc.redirect_uris)
	if doc.is_new():
		knows_no_type = _registers_itself() and not has_own_auth_method()
		return knows_no_type or any(map(redirect_uri_kinds.is_private_use, uris))
	return any(map(redirect_uri_kinds.is_private_use, uris)) and all(map(redirect_uri_kinds.is_native, uris))


def _settle_type(doc: Document) -> None:
	"""Public goes with the method None, and the other way round; what was changed last leads."""
	field = auth_method_field()
	before = doc.get_doc_before_save()
	if _is_native(doc):
		doc.oauth_plus_client_type = PUBLIC
		doc.set(field, NONE)
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


def _settle_roles(doc: Document) -> None:
	"""A choice of who may use the client that was just made sets its roles; else whoever changes the roles does."""
	choice, before = open_to_named(doc.get(OPEN_TO)), doc.get_doc_before_save()
	roles = tuple(row.role for row in doc.allowed_roles)
	try:
		wanted = open_to.roles_for(choice, roles, before=open_to_named(before and before.get(OPEN_TO)))
	except NoRole:
		frappe.throw(_("Name at least one role whose users may use this client."))
	if wanted != roles:
		doc.set("allowed_roles", [{"role": role} for role in wanted])


def _name_roles(doc: Document) -> None:
	choice = open_to.of_roles(row.role for row in doc.allowed_roles)
	doc.set(OPEN_TO, choice and choice.value)


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
	allowed = scope_list.split(doc.scopes)
	named = (*allowed, *scope_list.split(doc.oauth_plus_default_scopes))
	return [
		Fault(
			Hardening.SCOPE,
			_(
				"The scope {0} is not known here: make an OAuth Plus Scope of that name, or take it out."
			).format(frappe.bold(frappe.utils.escape_html(word)))
			+ _meant_by(word),
			cause=f"The scope {scope_list.shown(word)} is none that this site knows",
			fix="Make an OAuth Plus Scope of that name, or take it off the OAuth Client",
		)
		for word in scopes.unknown(dict.fromkeys(named))
	]


def _meant_by(word: str) -> str:
	"""Frappe's manual of old said that `project` gives the Projects."""
	doctype = word.replace("_", " ").title()
	if not doctypes.SITE.module_of(doctype):
		return ""
	offered = frappe.bold(doctype_scope.for_doctype(doctype, "write"))
	return " " + _("For the documents of the kind {0}, name {1}.").format(_(doctype), offered)


def _require_fitting_networks(doc: Document) -> None:
	if wrong := networks.unfit(scope_list.split(doc.oauth_plus_networks)):
		named = frappe.utils.escape_html(", ".join(wrong))
		frappe.throw(_("{0} is neither an IP address nor a network such as 192.0.2.0/24.").format(named))


def _tell_cautions(doc: Document) -> None:
	"""What may be registered, and had better not be."""
	uris = redirect_uri.split(doc.redirect_uris) if doc.has_value_changed("redirect_uris") else ()
	told = [
		_("Redirect URI {0} {1}.").format(frappe.bold(frappe.utils.escape_html(uri[:200])), caution)
		for uri in uris
		if (caution := redirect_uri_fitness.caution(uri))
	]
	if told and frappe.session.user != GUEST:
		frappe.msgprint("<br>".join(told), title=_("Take care"), indicator="orange")


def _fault(uri: str, doc: Document) -> Fault | None:
	try:
		redirect_uri_fitness.require_fit(
			uri,
			is_public=doc.oauth_plus_client_type == PUBLIC,
			may_be_private_http=bool(doc.oauth_plus_private_http),
		)
	except UnfitRedirectURI as error:
		shown = frappe.bold(frappe.utils.escape_html(uri[:200]))
		return Fault(
			Hardening.REDIRECT_URI_FORM,
			_("Redirect URI {0} {1}.").format(shown, error),
			cause=f"The redirect URI {redirect_uri.shown(uri)} {error}",
			fix="Have the app use another, and register that one",
		)
	return None
