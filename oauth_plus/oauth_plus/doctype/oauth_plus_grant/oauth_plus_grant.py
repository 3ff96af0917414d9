from frappe import _

from oauth_plus.oauth_plus.written_by_the_server import WrittenByTheServer


class OAuthPlusGrant(WrittenByTheServer):
	"""One grant, with the state of its token family. Only the server writes it. A button in Desk ends it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		absolute_ends: DF.Datetime | None
		client: DF.Link | None
		dpop_jkt: DF.Data | None
		end_reason: DF.Data | None
		ended_at: DF.Datetime | None
		ended_by: DF.Data | None
		generation: DF.Int
		idle_ends: DF.Datetime | None
		last_address: DF.Data | None
		last_refreshed: DF.Datetime | None
		last_used: DF.Datetime | None
		last_user_agent: DF.SmallText | None
		logout_attempts: DF.Int
		logout_due: DF.Float
		resource: DF.SmallText | None
		rotated_at: DF.Float
		scopes: DF.SmallText | None
		sealed_successor: DF.SmallText | None
		sealed_until: DF.Float
		secret: DF.Data | None
		session: DF.Data | None
		session_state: DF.Data | None
		state: DF.Literal["Active", "Expired", "Revoked", "Replayed"]
		user: DF.Link | None
	# end: auto-generated types

	def refusal(self) -> str:
		"""Return the message of the PermissionError when somebody edits a grant."""
		return _("Only the server writes grants. To end a grant, use its button.")

	def refusal_to_delete(self) -> str:
		"""Return the message of the PermissionError when somebody deletes a grant."""
		return _("Grants cannot be deleted. A job deletes them after their retention.")
