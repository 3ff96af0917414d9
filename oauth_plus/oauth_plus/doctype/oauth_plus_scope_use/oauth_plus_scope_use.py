import frappe
from frappe import _
from frappe.model.document import Document


class OAuthPlusScopeUse(Document):
	"""One thing that a client touched, and when it did so last."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Data | None
		client: DF.Link | None
		kind: DF.Data | None
		last_used: DF.Datetime | None
		target: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		"""The store writes rows, not Documents: whoever comes this way is somebody else."""
		_refuse()

	def on_trash(self) -> None:
		_refuse()

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		_refuse()


def _refuse() -> None:
	frappe.throw(_("What clients use is written down by the server alone."), frappe.PermissionError)
