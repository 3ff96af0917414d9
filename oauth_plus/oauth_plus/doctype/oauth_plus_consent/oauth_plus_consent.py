import frappe
from frappe import _
from frappe.model.document import Document


class OAuthPlusConsent(Document):
	"""What a person allowed an app: written by the server when the person says so, and nowhere else."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		client: DF.Link | None
		given: DF.Datetime | None
		last_asked: DF.Datetime | None
		scopes: DF.SmallText | None
		user: DF.Link | None
		withdrawal_reason: DF.Data | None
		withdrawn: DF.Datetime | None
	# end: auto-generated types

	def validate(self) -> None:
		"""The store writes rows, not Documents: whoever comes this way is somebody else."""
		frappe.throw(_("A consent is given by the person alone."), frappe.PermissionError)

	def on_trash(self) -> None:
		frappe.throw(_("Consents are kept until their retention ends."), frappe.PermissionError)

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		frappe.throw(_("A consent is given by the person alone."), frappe.PermissionError)
