"""The last gate before a row of OAuth Bearer Token or OAuth Authorization Code is written as a Document.

Frappe has ways to write one past every document event (rows of a table that a Property Setter names, imports without
validation, columns that are fetched when all is validated), so what the events in credentials.py decide is held here
once more.
"""

from typing import Any

import frappe
from frappe import _
from frappe.integrations.doctype.oauth_authorization_code.oauth_authorization_code import (
	OAuthAuthorizationCode,
)
from frappe.integrations.doctype.oauth_bearer_token.oauth_bearer_token import OAuthBearerToken
from frappe.model.document import Document

from oauth_plus.overrides.doctypes import credentials
from oauth_plus.rules import secret
from oauth_plus.store import tokens


class IssuedDocument(Document):
	"""Rows come from the authorization server, or from the code of an app that says whose they are once and for all."""

	def db_insert(self, *args: object, **kwargs: object) -> object:
		"""A row by itself, which has been looked at."""
		if self.get("parenttype") or self.get("parent"):
			frappe.throw(_("Tokens and codes are rows of no other document."), frappe.PermissionError)
		if not self.flags.get(credentials.ADMITTED):
			credentials.admit(self)
		return super().db_insert(*args, **kwargs)

	def db_update(self) -> object:
		"""Whose it is, what it opens and what it is called by stay."""
		credentials.require_same(self)
		return super().db_update()


class BearerToken(IssuedDocument, OAuthBearerToken):
	"""Hook `override_doctype_class`. An app that checks a bearer for itself looks for the row that has it: the row has
	its digest. Who asks with a digest finds nothing, so what a backup or a list tells opens nothing."""

	def __init__(self, *args: Any, **kwargs: Any) -> None:
		if len(args) > 1 and isinstance(args[1], dict):
			args = (args[0], _by_digest(args[1]), *args[2:])
		super().__init__(*args, **kwargs)


def _by_digest(filters: dict[str, Any]) -> dict[str, Any]:
	named = credentials.CREDENTIALS[tokens.DOCTYPE]
	return {
		name: secret.digest(value) if name in named and isinstance(value, str) else value
		for name, value in filters.items()
	}


class AuthorizationCode(IssuedDocument, OAuthAuthorizationCode):
	"""Hook `override_doctype_class`."""
