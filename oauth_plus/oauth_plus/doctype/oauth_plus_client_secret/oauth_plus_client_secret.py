import frappe
from frappe import _
from frappe.model.document import Document


class OAuthPlusClientSecret(Document):
	"""What may be known of one secret of a client. Its digest is no field of this: see store/vault.py."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		client: DF.Link | None
		ends: DF.Datetime | None
		ends_at: DF.Float
		hint: DF.Data | None
		label: DF.Data | None
		last_used: DF.Datetime | None
		told_days: DF.Int
	# end: auto-generated types

	def validate(self) -> None:
		"""The store writes rows, not Documents: whoever comes this way is somebody else."""
		_refuse()

	def on_trash(self) -> None:
		_refuse()

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		_refuse()


def _refuse() -> None:
	frappe.throw(_("Secrets are made and ended on the form of their OAuth Client."), frappe.PermissionError)
