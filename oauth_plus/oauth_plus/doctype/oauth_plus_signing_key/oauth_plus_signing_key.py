from frappe import _

from oauth_plus.oauth_plus.written_by_the_server import WrittenByTheServer


class OAuthPlusSigningKey(WrittenByTheServer):
	"""The public half of one key that signs, or signed, this site's ID tokens; the store alone writes it."""

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
		"""Return why nobody edits a signing key (PermissionError)."""
		return _("Only the server creates and changes signing keys.")

	def refusal_to_delete(self) -> str:
		"""Return why nobody deletes a signing key (PermissionError)."""
		return _("Signing keys cannot be deleted.")
