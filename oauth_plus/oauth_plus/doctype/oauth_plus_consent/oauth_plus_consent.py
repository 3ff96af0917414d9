from frappe import _

from oauth_plus.oauth_plus.written_by_the_server import WrittenByTheServer


class OAuthPlusConsent(WrittenByTheServer):
	"""Consent of one user to one client. Only the server writes it, when the user answers the consent page."""

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
		"""Return the message of the PermissionError when somebody edits a consent."""
		return _("Only the user can give a consent.")

	def refusal_to_delete(self) -> str:
		"""Return the message of the PermissionError when somebody deletes a consent."""
		return _("Consents cannot be deleted. A job deletes them after their retention.")
