"""What the lifetimes, the rotation and the grace on an OAuth Client must be like, whatever its gate."""

import frappe
from frappe import _
from frappe.model.document import Document

from oauth_plus.rules.lifetime import SenselessLifetime, above_a_year, consistent, seconds
from oauth_plus.rules.rotation import LONGEST_GRACE, Mode
from oauth_plus.store import settings
from oauth_plus.store.clients import own_lifetimes


def validate(doc: Document) -> None:
	"""Refuse impossible combinations with a sentence."""
	_require_sensible_lifetimes(doc)
	_require_fitting_rotation(doc)


def _require_sensible_lifetimes(doc: Document) -> None:
	own = own_lifetimes(doc)
	try:
		for name, value in own.items():
			seconds(value, name)
		consistent(_refreshing(own))
	except SenselessLifetime as error:
		frappe.throw(_("This lifetime makes no sense: {0}").format(error))
	if (long := above_a_year(own)) and not doc.oauth_plus_above_a_year:
		frappe.throw(_("{0} is above a year: tick the box below if that is meant.").format(long[0]))


def _refreshing(own: dict[str, int]) -> dict[str, int]:
	"""What is set here beside what the site has for the rest; what is set nowhere here is not ours to judge."""
	site = settings.lifetimes()
	both = {name: own.get(name, getattr(site, name).seconds) for name in ("refresh_idle", "refresh_absolute")}
	return both if own.keys() & both.keys() else {}


def _require_fitting_rotation(doc: Document) -> None:
	if doc.oauth_plus_rotation == Mode.STATIC.value and doc.oauth_plus_client_type == "Public":
		frappe.throw(
			_(
				"A public client's refresh tokens must rotate (RFC 9700): choose Rotate, or make it confidential."
			)
		)
	if not 0 <= int(doc.oauth_plus_grace or 0) <= LONGEST_GRACE:
		frappe.throw(_("Grace lasts for 0 to {0} seconds.").format(LONGEST_GRACE))
