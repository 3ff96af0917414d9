from frappe import _

from oauth_plus.oauth_plus.written_by_the_server import WrittenByTheServer


class OAuthPlusSigningKey(WrittenByTheServer):
	"""Public half of a key that signs this site's ID tokens, or used to. Only the store writes it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		activated_at: DF.Datetime | None
		algorithm: DF.Literal["RS256", "ES256"]
		kid: DF.Data
		public_jwk: DF.Code | None
		published_at: DF.Datetime | None
		retire_after: DF.Datetime | None
		seat: DF.Data | None
		status: DF.Literal["Active", "Published", "Retired"]
	# end: auto-generated types

	def refusal(self) -> str:
		"""Return the message of the PermissionError when somebody edits a signing key."""
		return _("Only the server creates and changes signing keys.")

	def refusal_to_delete(self) -> str:
		"""Return the message of the PermissionError when somebody deletes a signing key."""
		return _("Signing keys cannot be deleted.")
