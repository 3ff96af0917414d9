from frappe import _

from oauth_plus.oauth_plus.written_by_the_server import WrittenByTheServer


class OAuthPlusScopeUse(WrittenByTheServer):
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
		way: DF.Literal["Asked", "On the Way", "Linked"]
	# end: auto-generated types

	def refusal(self) -> str:
		"""Return why nobody edits the record of a scope's use (PermissionError)."""
		return _("Only the server records what clients use.")
