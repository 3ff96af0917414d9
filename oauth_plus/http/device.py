"""The pages on which a user lets a device act for them (RFC 8628 §3.3). They need no script."""

from datetime import datetime
from urllib.parse import quote

import frappe
from frappe import _
from frappe.utils import format_datetime
from werkzeug.wrappers import Response

from oauth_plus.grants.device_authorization import PAGE
from oauth_plus.grants.device_consent import DeviceQuestion
from oauth_plus.http import consent, page
from oauth_plus.http.consent_warnings import of_scopes
from oauth_plus.http.duration import human_duration
from oauth_plus.platform import clock
from oauth_plus.rules import user_code
from oauth_plus.store.clients import client_branding
from oauth_plus.store.clients.client import Client

CONSENT = "/api/method/oauth_plus.api.device.device_consent"


def entry(user: str, problem: str = "", status: int = 200) -> Response:
	"""Return the page that asks for the code, with what was wrong with the last one."""
	context: dict[str, object] = {"user": user, "problem": problem, "action": PAGE}
	return page.page(_("Connect a Device"), "device.html", context, status, theme_of=user)


def question(asked: DeviceQuestion) -> Response:
	"""Return the consent page of a device: who asks, from where, since when, and for what (RFC 8628 §5.4)."""
	context = consent.scopes_context(asked.client, asked.scopes, asked.required, asked.user)
	code = user_code.shown(asked.user_code)
	context |= consent.form_context(CONSENT, code, asked.seal)
	context["warnings"] = of_scopes(ask.title for ask in context["asks"] if ask.is_sensitive)
	context["device"] = {
		"code": code,
		"address": asked.address,
		"user_agent": asked.user_agent[:200],
		"since": _since(asked.began_at),
	}
	return page.page(_("Connect a Device"), "consent.html", context, theme_of=asked.user)


def concluded(client: Client, user: str, *, is_allowed: bool) -> Response:
	"""Return the page after the decision: nobody is sent anywhere, the device finds out by itself."""
	context: dict[str, object] = {"face": client_branding.branding_of(client), "is_allowed": is_allowed}
	title = _("The device is connected") if is_allowed else _("The device is not connected")
	return page.page(title, "device_done.html", context, theme_of=user)


def to_login(code: str) -> Response:
	"""Return the redirect to the login page, which leads back with the code (RFC 9110 §15.4.4)."""
	back = PAGE + (f"?user_code={quote(code[:20])}" if code else "")
	return page.see_other(f"/login?redirect-to={quote(back, safe='')}")


def _since(moment: datetime | None) -> str:
	"""Return for how long, which is the same in every time zone, and since when on the site's clock."""
	if moment is None:
		return ""
	seconds = max(1, int((clock.now() - moment).total_seconds()))
	return f"{human_duration(seconds)} ({format_datetime(clock.to_column(moment))})"


def keep_what_is_written() -> None:
	"""Have Frappe commit at the end of a GET: a guess is counted, and may be an event."""
	frappe.local.flags.commit = True
