from frappe.model.document import Document


class OAuthPlusWebhookDelivery(Document):
	"""One event on its way to one webhook, and how it went."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attempts: DF.Int
		delivered_at: DF.Datetime | None
		due: DF.Float
		error: DF.SmallText | None
		event: DF.Data | None
		next_attempt: DF.Datetime | None
		payload: DF.Code | None
		state: DF.Literal["Waiting", "Delivered", "Given Up"]
		webhook: DF.Link | None
	# end: auto-generated types
