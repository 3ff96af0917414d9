from frappe import _

from oauth_plus.oauth_plus.written_by_the_server import WrittenByTheServer


class OAuthPlusEvent(WrittenByTheServer):
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

	def refusal(self) -> str:
		"""Return why nobody edits an event (PermissionError)."""
		return _("Only the server writes events. They cannot be changed.")

	def refusal_to_delete(self) -> str:
		"""Return why nobody deletes an event (PermissionError)."""
		return _("Events cannot be deleted. A job deletes them after their retention.")
