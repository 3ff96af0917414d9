from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.platform import clock, documents
from oauth_plus.rules.lifetime import SenselessLifetime, above_a_year, consistent, seconds
from oauth_plus.rules.signing import algorithm_named
from oauth_plus.store.signing import key_rotation
from oauth_plus.store.site.token_lifetimes import FIELDS


class OAuthPlusSettings(Document):
	"""Settings of the authorization server for the whole site."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		above_a_year: DF.Check
		access_token_lifetime: DF.Int
		allow_administrator: DF.Check
		challenge_guests: DF.Check
		code_lifetime: DF.Int
		email_on_first_consent: DF.Check
		email_on_replay: DF.Check
		event_retention: DF.Int
		grant_retention: DF.Int
		id_token_signing_algorithm: DF.Literal["RS256", "ES256"]
		issuer: DF.Data | None
		refresh_absolute_lifetime: DF.Int
		refresh_idle_lifetime: DF.Int
		require_dpop_nonces: DF.Check
		require_pushed_authorization_requests: DF.Check
		resource_documentation: DF.Data | None
		resource_name: DF.Data | None
		signing_key_rotation_days: DF.Int
		token_retention: DF.Int
		unused_client_days: DF.Int
	# end: auto-generated types

	def before_validate(self) -> None:
		"""Set the defaults that a fixture may leave out. Raises nothing."""
		if frappe.flags.in_import:
			documents.fill_defaults(self, [field.fieldname for field in self.meta.fields])

	def validate(self) -> None:
		"""Validate the lifetimes and the issuer. Throws ValidationError."""
		self.validate_lifetimes()
		self.validate_issuer()

	def on_update(self) -> None:
		"""Rotate the signing key if the algorithm was changed (RFC 7518 §3.1). Raises nothing."""
		if self.has_value_changed("id_token_signing_algorithm"):
			key_rotation.sign_with(algorithm_named(self.id_token_signing_algorithm), clock.now())

	def validate_lifetimes(self) -> None:
		"""Validate the lifetimes, in seconds; 0 means the default. Throws ValidationError."""
		given = {name: self.get(field) for name, field in FIELDS.items() if self.get(field)}
		try:
			consistent({name: seconds(value, name) for name, value in given.items()})
		except SenselessLifetime as error:
			frappe.throw(_("This lifetime is not possible: {0}").format(error))
		if above_a_year(given) and not self.above_a_year:
			frappe.throw(
				_("{0} is above one year. Shorten it, or tick Allow Lifetimes over One Year.").format(
					above_a_year(given)[0]
				)
			)

	def validate_issuer(self) -> None:
		"""Validate the issuer: empty, or a URL without query and fragment (RFC 8414 §2). Throws ValidationError."""
		if not self.issuer:
			return
		self.issuer = self.issuer.strip().rstrip("/")
		parts = urlsplit(self.issuer)
		if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment:
			frappe.throw(_("The issuer must be an address such as https://erp.example.com."))
