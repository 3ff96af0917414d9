from frappe.model.document import Document


class OAuthPlusWebhookEvent(Document):
	"""Event that a webhook sends."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		event: DF.Literal[
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
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
