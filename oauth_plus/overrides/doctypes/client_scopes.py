"""Scopes of an OAuth Client that is being made."""

from frappe.model.document import Document

from oauth_plus.overrides.doctypes.client_type import registers_itself
from oauth_plus.rules import redirect_uri, scope_list
from oauth_plus.store.scopes import scope_lookup


def complete(doc: Document) -> None:
	"""Give a new client the default scopes; one that registers itself loses the words that mean nothing on
	this site (RFC 7591 §2)."""
	if registers_itself():
		_leave_out_unknown(doc)
	_give_defaults(doc)


def _leave_out_unknown(doc: Document) -> None:
	"""RFC 7591 §2: the server may replace the requested scope; apps ask for many words by habit."""
	asked = scope_list.split(doc.scopes)
	unknown = scope_lookup.unknown(asked)
	doc.scopes = " ".join(word for word in asked if word not in unknown)


def _give_defaults(doc: Document) -> None:
	"""A client without scopes of its own gets those that every new client gets; one of "Login with Frappe", what
	that needs."""
	own, stock = scope_list.split(doc.scopes), scope_list.split(doc.meta.get_field("scopes").default)
	given = scope_lookup.defaults() if not own or own == stock else ()
	uris = redirect_uri.split(doc.redirect_uris)
	if scope_list.OPENID in own and any(map(redirect_uri.is_frappe_login, uris)):
		given = (*given, *redirect_uri.FRAPPE_LOGIN_NEEDS)
	doc.scopes = " ".join(dict.fromkeys((*own, *given)))
