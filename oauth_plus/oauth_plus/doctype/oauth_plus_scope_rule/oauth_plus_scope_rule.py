import frappe
from frappe import _
from frappe.model.document import Document


class OAuthPlusScopeRule(Document):
	"""One thing that a scope opens."""

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
		"""Frappe asks a row only when it is saved by itself, past all that its scope would check."""
		self._refuse()

	def on_trash(self) -> None:
		"""Invalidate the cached scopes where a row is deleted by itself; raises nothing."""
		self._refuse()

	def _refuse(self) -> None:
		frappe.throw(_("Change this rule on the form of its scope."), frappe.PermissionError)
