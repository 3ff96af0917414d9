"""Hook `page_renderer`: the page on which a user types the code of a device (RFC 8628 §3.3), with headers of its own."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.exceptions import TooManyAttempts, WrongUserCode
from oauth_plus.grants import device_consent
from oauth_plus.grants.device_authorization import PAGE
from oauth_plus.http import device
from oauth_plus.http.persistence import persistently
from oauth_plus.http.person import person
from oauth_plus.overrides.request.own_page import OwnPage


class DevicePage(OwnPage):
	"""Renderer of /oauth-device."""

	address = PAGE

	def answer(self) -> Response:
		"""Return the page for a user with a session in this browser; a guest is sent to sign in first, and comes back
		with the code."""
		return persistently(_answer)


def _answer() -> Response:
	who, typed = person(), frappe.request.args.get("user_code", "")
	if who.is_guest:
		return device.to_login(typed)
	if not typed:
		return device.entry(who.user)
	device.keep_what_is_written()
	try:
		return device.question(device_consent.question(typed, who))
	except (WrongUserCode, TooManyAttempts) as refusal:
		return device.entry(who.user, refusal.description, refusal.status)
