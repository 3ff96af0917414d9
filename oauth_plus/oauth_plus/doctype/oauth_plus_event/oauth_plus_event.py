import frappe
from frappe import _
from frappe.model.document import Document


class OAuthPlusEvent(Document):
	"""One line of the audit trail: written once, by the store, and never changed."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.Data | None
		cause: DF.SmallText | None
		client: DF.Link | None
		event: DF.Data | None
		fix: DF.SmallText | None
		outcome: DF.Literal["Allowed", "Refused", "Would Refuse"]
		reason: DF.Data | None
		user: DF.Link | None
	# end: auto-generated types

	def validate(self) -> None:
		"""The store writes rows, not Documents: whoever comes this way is somebody else."""
		frappe.throw(_("Events are written by the server alone, and never changed."), frappe.PermissionError)

	def on_trash(self) -> None:
		frappe.throw(_("Events are kept: they cannot be deleted."), frappe.PermissionError)

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		frappe.throw(_("Events are written by the server alone, and never changed."), frappe.PermissionError)
