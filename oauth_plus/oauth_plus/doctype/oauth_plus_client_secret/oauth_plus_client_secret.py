from frappe import _

from oauth_plus.oauth_plus.written_by_the_server import WrittenByTheServer


class OAuthPlusClientSecret(WrittenByTheServer):
	"""One secret of a client, without its value and digest. store/client_secrets/vault.py stores the digest."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		client: DF.Link | None
		ends: DF.Datetime | None
		ends_at: DF.Float
		hint: DF.Data | None
		label: DF.Data | None
		last_used: DF.Datetime | None
		told_days: DF.Int
	# end: auto-generated types

	def refusal(self) -> str:
		"""Return the message of the PermissionError when somebody edits a secret's row."""
		return _("Create and end secrets on the form of their OAuth Client.")
