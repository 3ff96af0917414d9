from frappe import _

from oauth_plus.oauth_plus.written_by_the_server import WrittenByTheServer


class OAuthPlusInitialAccessToken(WrittenByTheServer):
	"""Token with which apps may register themselves (RFC 7591 §3), by its digest. A System Manager may delete it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		ends: DF.Datetime | None
		ends_at: DF.Float
		label: DF.Data | None
		used: DF.Int
		uses: DF.Int
	# end: auto-generated types

	def refusal(self) -> str:
		"""Return the message of the PermissionError when somebody edits a token's row."""
		return _("Create an initial access token with the button in the list.")

	def on_trash(self) -> None:
		"""A deleted token registers no app any more. Raises nothing."""
