"""Last check before an OAuth Bearer Token or OAuth Authorization Code is written as a Document.

Frappe can write one without any document event (child rows of a table that a Property Setter names, imports without
validation, columns that are fetched after validation). So the checks of credentials.py are repeated here.
"""

from typing import Any

import frappe
from frappe import _
from frappe.integrations.doctype.oauth_authorization_code.oauth_authorization_code import (
	OAuthAuthorizationCode,
)
from frappe.integrations.doctype.oauth_bearer_token.oauth_bearer_token import OAuthBearerToken
from frappe.model.document import Document

from oauth_plus.overrides.doctypes import credential_changes, credential_digests
from oauth_plus.rules import secret
from oauth_plus.store.tokens import token_pair


class IssuedDocument(Document):
	"""Document whose user, client and token cannot change."""

	def db_insert(self, *args: object, **kwargs: object) -> object:
		"""Insert a row, and prepare it if `before_insert` did not. Throws PermissionError for a child row."""
		if self.get("parenttype") or self.get("parent"):
			frappe.throw(
				_("Tokens and codes cannot be child rows of another document."), frappe.PermissionError
			)
		if not self.flags.get(credential_digests.ADMITTED):
			credential_digests.admit(self)
		return super().db_insert(*args, **kwargs)

	def db_update(self) -> object:
		"""Write the changed columns. Throws PermissionError for a column that cannot change."""
		credential_changes.require_same(self)
		return super().db_update()


class BearerToken(IssuedDocument, OAuthBearerToken):
	"""Hook `override_doctype_class`. An app may look up a row by the plain token: it is found by its digest. A digest
	finds nothing, so a digest from a backup or a list is useless."""

	def __init__(self, *args: Any, **kwargs: Any) -> None:
		if len(args) > 1 and isinstance(args[1], dict):
			args = (args[0], _by_digest(args[1]), *args[2:])
		super().__init__(*args, **kwargs)


def _by_digest(filters: dict[str, Any]) -> dict[str, Any]:
	named = credential_digests.CREDENTIALS[token_pair.DOCTYPE]
	return {
		name: secret.digest(value) if name in named and isinstance(value, str) else value
		for name, value in filters.items()
	}


class AuthorizationCode(IssuedDocument, OAuthAuthorizationCode):
	"""Hook `override_doctype_class`."""
