import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.platform import documents
from oauth_plus.rules import security_events, webhook
from oauth_plus.store.events.webhooks import deliveries, subscriptions, webhook_secrets
from oauth_plus.store.site import settings, site_issuer

OF_STATE = ("secret_created", "last_success", "failing_since", "last_error", "failures", "paused_until")


class OAuthPlusWebhook(Document):
	"""Address to which events are sent, signed."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		audience: DF.Data | None
		enabled: DF.Check
		events: DF.Table
		failing_since: DF.Datetime | None
		failures: DF.Int
		format: DF.Literal["JSON", "Security Event Token"]
		last_error: DF.SmallText | None
		last_success: DF.Datetime | None
		paused_until: DF.Float
		secret_created: DF.Datetime | None
		title: DF.Data
		url: DF.Data
	# end: auto-generated types

	def before_validate(self) -> None:
		"""Set the defaults that a fixture may leave out, and keep what only deliveries write."""
		if frappe.flags.in_import:
			documents.fill_defaults(self, ["enabled", "format"])
		before = self.get_doc_before_save()
		for field in OF_STATE:
			self.set(field, before.get(field) if before else None)
		if self.enabled and not (before and before.enabled):
			self.update(subscriptions.FRESH)

	def validate(self) -> None:
		"""Check the address and the events. Throws ValidationError."""
		self.url = (self.url or "").strip()
		self._require_address()
		self._require_names()

	def on_update(self) -> None:
		"""Have the events of all webhooks be known."""
		subscriptions.renew()

	def on_trash(self) -> None:
		"""Delete its secrets and its deliveries. Raises nothing."""
		webhook_secrets.delete([self.name])
		deliveries.delete_of(self.name)

	def after_delete(self) -> None:
		"""Have the events of the other webhooks be known."""
		subscriptions.renew()

	def _require_address(self) -> None:
		fault = webhook.fault_of(
			self.url, site_issuer.issuer(), may_be_private=settings.sends_into_private_networks()
		)
		if fault is webhook.AddressFault.MALFORMED:
			frappe.throw(_("The address is no web address without a user and a fragment."))
		if fault is webhook.AddressFault.PLAIN:
			frappe.throw(_("The address must begin with https://."))
		if fault is webhook.AddressFault.PRIVATE:
			frappe.throw(
				_("The address is in a private network. Allow this in OAuth Plus Settings, if you mean it.")
			)
		if fault is webhook.AddressFault.OWN:
			frappe.throw(_("The address is of this site, which would cause events without end."))

	def _require_names(self) -> None:
		names = [row.event for row in self.events]
		if doubled := next((each for each in names if names.count(each) > 1), None):
			frappe.throw(_("The event {0} is listed twice.").format(doubled))
		if self.format != webhook.TOKEN_FORMAT:
			return
		if nameless := [each for each in names if each not in security_events.KNOWN]:
			frappe.throw(
				_("OpenID Shared Signals has no name for {0}. It has names for {1}.").format(
					", ".join(nameless), ", ".join(security_events.KNOWN)
				)
			)
