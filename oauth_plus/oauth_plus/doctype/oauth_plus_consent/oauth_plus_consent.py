from frappe import _

from oauth_plus.oauth_plus.written_by_the_server import WrittenByTheServer


class OAuthPlusConsent(WrittenByTheServer):
	"""What a person allowed an app: written by the server when the person says so, and nowhere else."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		client: DF.Link | None
		given: DF.Datetime | None
		last_asked: DF.Datetime | None
		resource: DF.SmallText | None
		scopes: DF.SmallText | None
		user: DF.Link | None
		withdrawal_reason: DF.Data | None
		withdrawn: DF.Datetime | None
	# end: auto-generated types

	def refusal(self) -> str:
		"""Return why nobody edits a consent (PermissionError)."""
		return _("A consent is given by the person alone.")

	def refusal_to_delete(self) -> str:
		"""Return why nobody deletes a consent (PermissionError)."""
		return _("Consents are kept until their retention ends.")
