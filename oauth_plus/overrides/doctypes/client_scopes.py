"""Scopes of a new OAuth Client."""

from frappe.model.document import Document

from oauth_plus.overrides.doctypes import delegation
from oauth_plus.rules import redirect_uri, registered_scopes, scope_list
from oauth_plus.store.clients.client_creation import WITHOUT_ALL
from oauth_plus.store.clients.client_fields import REGISTRATION
from oauth_plus.store.clients.client_type import registers_itself
from oauth_plus.store.scopes import scope_lookup


def complete(doc: Document) -> None:
	"""Give a new client the default scopes. From a client that registers itself, remove the unknown scopes (RFC 7591
	§2), and `all` unless Settings allow it."""
	if delegation.is_limited(doc) and _names_none(doc):
		doc.flags[WITHOUT_ALL] = True  # what Frappe suggests is no choice of theirs
	if registers_itself() or doc.get(REGISTRATION):  # a document is read in the session of whoever came first
		_leave_out_unknown(doc)
	_leave_out_all(doc)
	_give_defaults(doc)
	_leave_out_all(doc)
	if doc.flags.get(WITHOUT_ALL) and not doc.scopes:
		doc.scopes = scope_list.OPENID


def _names_none(doc: Document) -> bool:
	"""Return whether the client has no scopes, or those that Frappe suggests for every client."""
	stock = scope_list.split(doc.meta.get_field("scopes").default)
	return scope_list.split(doc.scopes) in ((), stock)


def _leave_out_unknown(doc: Document) -> None:
	"""Remove unknown scopes (RFC 7591 §2), because apps request many scopes by habit."""
	asked = scope_list.split(doc.scopes)
	unknown = scope_lookup.unknown(asked)
	doc.scopes = " ".join(word for word in asked if word not in unknown)


def _leave_out_all(doc: Document) -> None:
	if doc.flags.get(WITHOUT_ALL):
		left = registered_scopes.without_all(scope_list.split(doc.scopes), scope_lookup.contains())
		doc.scopes = " ".join(left)


def _give_defaults(doc: Document) -> None:
	"""Set the default scopes of a client without scopes; for "Login with Frappe", those that it needs."""
	own = scope_list.split(doc.scopes)
	given = scope_lookup.defaults() if _names_none(doc) else ()
	uris = redirect_uri.split(doc.redirect_uris)
	if scope_list.OPENID in own and any(map(redirect_uri.is_frappe_login, uris)):
		given = (*given, *redirect_uri.FRAPPE_LOGIN_NEEDS)
	doc.scopes = " ".join(dict.fromkeys((*own, *given)))
