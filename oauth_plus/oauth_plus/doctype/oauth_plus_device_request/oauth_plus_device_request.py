from frappe import _

from oauth_plus.oauth_plus.written_by_the_server import WrittenByTheServer


class OAuthPlusDeviceRequest(WrittenByTheServer):
	"""One device that waits for its user (RFC 8628): written by the server, by the digests of its codes."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.Data | None
		auth_time: DF.Float
		client: DF.Link | None
		expires_at: DF.Float
		family: DF.Data | None
		interval: DF.Int
		polled_at: DF.Float
		scopes: DF.SmallText | None
		state: DF.Literal["Pending", "Allowed", "Denied", "Spent", "Withdrawn"]
		user: DF.Link | None
		user_agent: DF.SmallText | None
		user_code: DF.Data | None
	# end: auto-generated types

	def refusal(self) -> str:
		"""Return why nobody edits a device's request (PermissionError)."""
		return _("A device asks for itself, and its user decides.")

	def refusal_to_delete(self) -> str:
		"""Return why nobody deletes a device's request (PermissionError)."""
		return _("The requests of devices are kept for a day.")
