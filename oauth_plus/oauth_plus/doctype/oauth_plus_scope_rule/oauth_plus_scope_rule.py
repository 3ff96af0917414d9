import frappe
from frappe import _
from frappe.model.document import Document


class OAuthPlusScopeRule(Document):
	"""Rule of a scope: one thing that it allows."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		can_attach: DF.Check
		can_cancel: DF.Check
		can_create: DF.Check
		can_delete: DF.Check
		can_print: DF.Check
		can_read: DF.Check
		can_report: DF.Check
		can_submit: DF.Check
		can_write: DF.Check
		kind: DF.Literal["DocType", "Module", "Method", "Report", "Page", "File"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reads_links: DF.Check
		target: DF.Data
	# end: auto-generated types

	def validate(self) -> None:
		"""Refuse to save a rule without its scope, because the checks of the scope would not run. Throws
		PermissionError."""
		self._refuse()

	def on_trash(self) -> None:
		"""Refuse to delete a rule without its scope. Throws PermissionError."""
		self._refuse()

	def _refuse(self) -> None:
		frappe.throw(_("Change this rule on the form of its scope."), frappe.PermissionError)
