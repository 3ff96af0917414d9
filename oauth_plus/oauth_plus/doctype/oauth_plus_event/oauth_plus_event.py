from dataclasses import asdict

from frappe import _

from oauth_plus.oauth_plus.written_by_the_server import WrittenByTheServer
from oauth_plus.store.events import event_sentences


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
		event: DF.Literal[
			"",
			"authorization_refused",
			"call_refused",
			"client_document_refused",
			"client_registered",
			"client_secrets_guessed",
			"code_issued",
			"consent_given",
			"device_allowed",
			"device_denied",
			"device_waits",
			"grant_ended",
			"grants_narrowed",
			"id_token_unsigned",
			"initial_token_created",
			"introspection_refused",
			"job_done",
			"limit_reached",
			"logout_not_sent",
			"logout_refused",
			"logout_sent",
			"metrics_refused",
			"public_keys_not_read",
			"public_keys_read",
			"refresh_token_replayed",
			"refusals_capped",
			"registration_changed",
			"registration_deleted",
			"registration_expired",
			"registration_refused",
			"revocation_refused",
			"scrape_token_created",
			"scrape_token_ended",
			"secret_created",
			"secret_ended",
			"secret_missing",
			"session_ended",
			"signing_key_rotated",
			"subject_separated",
			"token_issued",
			"token_refused",
			"token_repeated",
			"token_revoked",
			"user_codes_guessed",
			"webhook_disabled",
			"would_refuse",
		]
		fix: DF.SmallText | None
		last_time: DF.Datetime | None
		outcome: DF.Literal["Allowed", "Refused", "Would Refuse"]
		reason: DF.Data | None
		times: DF.Int
		told: DF.SmallText | None
		user: DF.Link | None
	# end: auto-generated types

	def onload(self) -> None:
		"""Give the form the event as a sentence. Raises nothing."""
		[said] = event_sentences.sentences_of([self])
		self.set_onload("said", asdict(said))

	def refusal(self) -> str:
		"""Return the message of the PermissionError when somebody edits an event."""
		return _("Only the server writes events. They cannot be changed.")

	def refusal_to_delete(self) -> str:
		"""Return the message of the PermissionError when somebody deletes an event."""
		return _("Events cannot be deleted. A job deletes them after their retention.")
