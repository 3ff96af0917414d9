from frappe import _

from oauth_plus.oauth_plus.written_by_the_server import WrittenByTheServer


class OAuthPlusGrant(WrittenByTheServer):
	"""One grant and all tokens that came of it: written by the server, and ended from Desk by a button."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		absolute_ends: DF.Datetime | None
		client: DF.Link | None
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
		session: DF.Data | None
		session_state: DF.Data | None
		state: DF.Literal["Active", "Expired", "Revoked", "Replayed"]
		user: DF.Link | None
	# end: auto-generated types

	def refusal(self) -> str:
		"""Return why nobody edits a grant (PermissionError)."""
		return _("Grants are written by the server alone: end one by its button.")

	def refusal_to_delete(self) -> str:
		"""Return why nobody deletes a grant (PermissionError)."""
		return _("Grants are kept until their retention ends.")
