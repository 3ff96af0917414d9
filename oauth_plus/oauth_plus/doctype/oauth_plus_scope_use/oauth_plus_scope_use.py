from frappe import _

from oauth_plus.oauth_plus.written_by_the_server import WrittenByTheServer


class OAuthPlusScopeUse(WrittenByTheServer):
	"""Resource access of a client, with the time of the last use."""

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
		way: DF.Literal["Asked", "On the Way", "Linked"]
	# end: auto-generated types

	def refusal(self) -> str:
		"""Return the message of the PermissionError when somebody edits the row."""
		return _("Only the server records what clients use.")
