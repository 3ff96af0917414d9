"""Pages for users, in the look of the site."""

import frappe
from frappe import _
from frappe.utils import get_build_version
from frappe.utils.jinja_globals import is_rtl
from frappe.website.doctype.website_theme.website_theme import get_active_theme
from werkzeug.wrappers import Response

from oauth_plus.platform.translation import translated
from oauth_plus.store.people import users

GUARDED = {
	"X-Frame-Options": "DENY",
	"Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
	"base-uri 'none'; frame-ancestors 'none'",
	"Referrer-Policy": "no-referrer",
	"Cache-Control": "no-store",
}
"""Security headers (RFC 9700 §4.16 and §4.2.4): no frame, no script, nothing from other sites, no referrer.
`form-action` is open, because browsers apply it to the redirect after the form."""

AUTHORIZE = "/api/method/frappe.integrations.oauth2.authorize"
APPROVE = "/api/method/frappe.integrations.oauth2.approve"

STYLE = "/assets/oauth_plus/css/pages.css"


SIGN_IN, SIGN_OUT = "sign-in", "sign-out"
"""What cannot continue."""


def problem(sentence: str, status: int, of: str = SIGN_IN) -> Response:
	"""Return the page for a request that cannot be answered to the app (RFC 9700 §4.11.2)."""
	title = _("This sign-out cannot continue") if of == SIGN_OUT else _("This sign-in cannot continue")
	return page(
		title, "problem.html", {"sentence": translated(sentence), "is_sign_out": of == SIGN_OUT}, status
	)


def proceed(address: str) -> Response:
	"""Return the page for an old link to the approve address (status 405). Following a link gives no consent."""
	return page(_("Confirm Access"), "proceed.html", {"address": address}, 405)


def token_of_session() -> str:
	"""Return the session's CSRF token for our forms; empty if the session has none.

	None is created, because Frappe would then require it of every later request of the session, also of an app that
	uses the same cookies. Our forms have a seal instead.
	"""
	return frappe.session.data.get("csrf_token") or ""


def require_own_origin() -> None:
	"""Throws CSRFTokenError for a request with a session's cookie that a page of another origin has made (Fetch Metadata:
	Sec-Fetch-Site). Frappe asks for no token while the session has none, and cookies go with requests from neighbouring
	domains. A script that sends a token or a key of its own may come from anywhere."""
	has_cookie = frappe.session.sid != frappe.session.user
	if has_cookie and frappe.get_request_header("Sec-Fetch-Site") in ("same-site", "cross-site"):
		frappe.throw(_("Open the page of your apps first."), frappe.CSRFTokenError)


def see_other(location: str) -> Response:
	"""Return a redirect to another page of this site (RFC 9110 §15.4.4)."""
	return Response(
		status=303,
		headers={
			"Location": location,
			"Cache-Control": "no-store",
			"Pragma": "no-cache",
			"Referrer-Policy": "no-referrer",
		},
	)


def page(
	title: str, template: str, context: dict[str, object], status: int = 200, *, theme_of: str = ""
) -> Response:
	"""Return one page with the headers of `GUARDED` (RFC 9700 §4.16), light or dark as the user's Desk."""
	html = frappe.render_template(f"oauth_plus/templates/{template}", frame(title, theme_of) | context)
	return Response(html, status, GUARDED, mimetype="text/html")


def frame(title: str, theme_of: str = "") -> dict[str, object]:
	"""Return the values that all pages show around their content."""
	theme = get_active_theme()
	return {
		"title": title,
		"lang": frappe.local.lang,
		"direction": "rtl" if is_rtl() else "ltr",
		"theme_url": theme and theme.name != "Standard" and theme.theme_url,
		"style_url": f"{STYLE}?v={get_build_version()}",  # browsers may cache assets for a year
		"look": users.theme_of(theme_of) if theme_of else "light",
		"site_name": frappe.get_website_settings("app_name") or "",
	}
