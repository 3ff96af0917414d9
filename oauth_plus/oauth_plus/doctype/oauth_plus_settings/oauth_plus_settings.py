import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from oauth_plus.platform import clock, documents
from oauth_plus.platform.translation import translated
from oauth_plus.rules import gates
from oauth_plus.rules.issuer import is_fit
from oauth_plus.rules.lifetime import SenselessLifetime, above_a_year, consistent, seconds, stored
from oauth_plus.rules.signing import algorithm_named
from oauth_plus.store.clients import client_lists
from oauth_plus.store.signing import key_rotation
from oauth_plus.store.site import day_settings
from oauth_plus.store.site.token_lifetimes import FIELDS
from oauth_plus.store.tokens import bearer_marks


class OAuthPlusSettings(Document):
	"""Settings of the authorization server for the whole site."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		above_a_year: DF.Check
		access_token_lifetime: DF.Duration | None
		allow_administrator: DF.Check
		authorize_address_limit: DF.Int
		authorize_user_limit: DF.Int
		call_address_limit: DF.Int
		call_client_limit: DF.Int
		call_user_limit: DF.Int
		challenge_guests: DF.Check
		client_id_metadata_documents: DF.Check
		client_registration: DF.Literal["", "Off", "With an Initial Access Token", "Open"]
		code_lifetime: DF.Duration | None
		days_before_enforce: DF.Int
		email_on_first_consent: DF.Check
		email_on_replay: DF.Check
		event_retention: DF.Int
		exceptions: DF.SmallText | None
		grant_retention: DF.Int
		id_token_signing_algorithm: DF.Literal["RS256", "ES256"]
		introspect_address_limit: DF.Int
		introspect_client_limit: DF.Int
		issuer: DF.Data | None
		limit_requests: DF.Check
		limits_without_redis: DF.Literal["Answer Requests", "Refuse Requests"]
		notify_of_registrations: DF.Check
		private_client_documents: DF.Check
		refresh_absolute_lifetime: DF.Duration | None
		refresh_idle_lifetime: DF.Duration | None
		register_address_limit: DF.Int
		registration_allows_all: DF.Check
		registrations_per_day: DF.Int
		require_dpop_nonces: DF.Check
		require_pushed_authorization_requests: DF.Check
		resource_documentation: DF.Data | None
		resource_name: DF.Data | None
		revoke_address_limit: DF.Int
		revoke_client_limit: DF.Int
		scrape_token_created: DF.Datetime | None
		scrape_token_digest: DF.Data | None
		signing_key_rotation_days: DF.Int
		token_address_limit: DF.Int
		token_client_limit: DF.Int
		token_retention: DF.Int
		token_user_limit: DF.Int
		unused_client_days: DF.Int
		unused_registration_days: DF.Int
		webhook_days: DF.Int
		webhook_events: DF.SmallText | None
		webhooks_into_private_networks: DF.Check
	# end: auto-generated types

	def before_validate(self) -> None:
		"""Set the defaults that a fixture may leave out. Raises nothing."""
		if frappe.flags.in_import:
			documents.fill_defaults(self, [field.fieldname for field in self.meta.fields])

	def validate(self) -> None:
		"""Validate the lifetimes, the days, the exceptions and the issuer. Throws ValidationError."""
		self.validate_lifetimes()
		self.validate_days()
		self.validate_exceptions()
		self.validate_issuer()

	def on_update(self) -> None:
		"""Rotate the signing key if the algorithm was changed (RFC 7518 §3.1), and read every token anew if other
		hardenings are set apart. Raises nothing."""
		if self.has_value_changed("exceptions"):
			bearer_marks.invalidate(client=client_lists.every_id())
		if self.has_value_changed("id_token_signing_algorithm"):
			key_rotation.sign_with(algorithm_named(self.id_token_signing_algorithm), clock.now())

	def validate_lifetimes(self) -> None:
		"""Write the lifetimes as whole numbers of seconds, and validate them; 0 means the default. Throws
		ValidationError."""
		try:
			self.update({field: stored(self.get(field), name) for name, field in FIELDS.items()})
			given = {name: self.get(field) for name, field in FIELDS.items() if self.get(field)}
			consistent({name: seconds(value, name) for name, value in given.items()})
		except SenselessLifetime as error:
			frappe.throw(_("This lifetime is not possible: {0}").format(translated(error.sentence)))
		if above_a_year(given) and not self.above_a_year:
			frappe.throw(
				_("{0} is above one year. Shorten it, or tick Allow Lifetimes over One Year.").format(
					above_a_year(given)[0]
				)
			)

	def validate_days(self) -> None:
		"""Validate the fields that hold days: a hundred years at most, and of the days without use, those for which events
		show the use. Throws ValidationError."""
		kept = cint(self.event_retention) or day_settings.EVENT_RETENTION
		most = dict.fromkeys(day_settings.FIELDS, day_settings.MOST) | {"unused_client_days": kept}
		for field, days in most.items():
			if cint(self.get(field)) > days:
				frappe.throw(_("{0}: at most {1} days.").format(_(self.meta.get_label(field)), days))

	def validate_exceptions(self) -> None:
		"""Write the exceptions in one form (rules/gates.py). Throws ValidationError."""
		if unknown := gates.faults_of_text(self.exceptions):
			frappe.throw(_("These are no levels of hardenings: {0}").format(", ".join(unknown)))
		self.exceptions = gates.text_of(gates.exceptions_in(self.exceptions))

	def validate_issuer(self) -> None:
		"""Validate the issuer: empty, or a URL without query and fragment (RFC 8414 §2). Throws ValidationError."""
		if not self.issuer:
			return
		self.issuer = self.issuer.strip().rstrip("/")
		if not is_fit(self.issuer):
			frappe.throw(_("The issuer must be an address such as https://erp.example.com."))
