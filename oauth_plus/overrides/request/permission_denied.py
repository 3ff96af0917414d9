"""Calls that Frappe refuses because the user of a token lacks a permission: noted for the administrator."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.exceptions import Refusal
from oauth_plus.grants.access import Bearer
from oauth_plus.rules.policy import Gate
from oauth_plus.rules.resource_access import Kind, ResourceAccess
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.events import refused_calls

OF_DOCTYPE = "{0} lacks the permission {1} on {2}"
OF_DOCUMENT = "{0} has the permission {1} on {2}, but not for this document"
UNKNOWN = "{0} lacks a permission that this call needs"

ROLES = "Give a role of the user this permission, or have the app act as another user. The scopes of the token suffice"

TEMPLATES = (OF_DOCTYPE, OF_DOCUMENT, UNKNOWN, ROLES)


def note(response: Response, bearer: Bearer) -> None:
	"""Note which permission on which DocType the user lacks, where Frappe has answered 403 and the scopes sufficed."""
	if response.status_code != 403 or bearer.denied or bearer.level is Gate.OFF:
		return
	refusal = Refusal(
		"The user lacks a permission", cause=_cause(bearer), fix=ROLES, reason="permission_denied"
	)
	refused_calls.note(bearer.client_id, bearer.user, refusal)


def _cause(bearer: Bearer) -> Sentence:
	asked = [access for access in bearer.asked if access.kind is Kind.DOCTYPE and access.action]
	for access in asked:
		if not frappe.has_permission(access.target, access.action, user=bearer.user):
			return Sentence(OF_DOCTYPE, bearer.user, access.action, access.target)
	return _of_document(bearer, asked[0]) if asked else Sentence(UNKNOWN, bearer.user)


def _of_document(bearer: Bearer, access: ResourceAccess) -> Sentence:
	return Sentence(OF_DOCUMENT, bearer.user, access.action, access.target)
