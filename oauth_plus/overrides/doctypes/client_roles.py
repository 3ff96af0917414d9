"""Allowed Roles of an OAuth Client, and the field Who May Use It, which sets them."""

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.rules import open_to
from oauth_plus.rules.open_to import NoRole, open_to_named
from oauth_plus.store.clients.client_fields import OPEN_TO


def settle(doc: Document) -> None:
	"""Set the roles for a new choice in Who May Use It. Throws ValidationError for Chosen Roles without a role."""
	choice, before = open_to_named(doc.get(OPEN_TO)), doc.get_doc_before_save()
	roles = tuple(row.role for row in doc.allowed_roles)
	try:
		wanted = open_to.roles_for(choice, roles, before=open_to_named(before and before.get(OPEN_TO)))
	except NoRole:
		frappe.throw(_("Name at least one role whose users may use this client."))
	if wanted != roles:
		doc.set("allowed_roles", [{"role": role} for role in wanted])


def name_choice(doc: Document) -> None:
	"""Set Who May Use It to the choice that matches the client's roles; empty if no role is allowed."""
	choice = open_to.of_roles(row.role for row in doc.allowed_roles)
	doc.set(OPEN_TO, choice and choice.value)
