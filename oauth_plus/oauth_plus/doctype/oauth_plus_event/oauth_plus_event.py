from frappe import _

from oauth_plus.oauth_plus.written_by_the_server import WrittenByTheServer


class OAuthPlusEvent(WrittenByTheServer):
	"""One event of the audit trail. Only the store writes it, once."""

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
		"""Return the message of the PermissionError when somebody edits an event."""
		return _("Only the server writes events. They cannot be changed.")

	def refusal_to_delete(self) -> str:
		"""Return the message of the PermissionError when somebody deletes an event."""
		return _("Events cannot be deleted. A job deletes them after their retention.")
