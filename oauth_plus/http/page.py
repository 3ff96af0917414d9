"""Pages for people, in the site's own look: consent, and what went wrong."""

from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.sessions import get_csrf_token
from frappe.utils.jinja_globals import is_rtl
from frappe.website.doctype.website_theme.website_theme import get_active_theme
from werkzeug.wrappers import Response

from oauth_plus.grants.authorization import Consent

GUARDED = {
	"X-Frame-Options": "DENY",
	"Content-Security-Policy": "default-src 'none'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
	"img-src 'self'; base-uri 'none'; frame-ancestors 'none'",
	"Referrer-Policy": "no-referrer",
	"Cache-Control": "no-store",
}
"""RFC 9700 §4.16 and §4.2.4: no frame, no script, nothing from elsewhere, no address passed on.
`form-action` stays open, because browsers hold it against the redirect that follows the form."""

AUTHORIZE = "/api/method/frappe.integrations.oauth2.authorize"
APPROVE = "/api/method/frappe.integrations.oauth2.approve"


def consent(asked: Consent) -> Response:
	"""What the app wants, and two buttons of the same size."""
	context = {
		"app": asked.client.title,
		"user": asked.user,
		"host": urlsplit(asked.redirect_uri).netloc or asked.redirect_uri.split(":", 1)[0],
		"scopes": asked.scopes,
		"action": APPROVE,
		"query": asked.query,
		"seal": asked.seal,
		"csrf_token": get_csrf_token(),
	}
	return _page(_("Confirm Access"), "consent.html", context)


def problem(sentence: str, status: int) -> Response:
	"""A request that cannot be answered to the app, explained to the person who sees it."""
	return _page(_("This sign-in cannot go on"), "problem.html", {"sentence": sentence}, status)


def proceed(query: str) -> Response:
	"""An old link to the approve address: nothing is given for following a link."""
	return _page(_("Confirm Access"), "proceed.html", {"query": query, "action": AUTHORIZE}, 405)


def _page(title: str, template: str, context: dict[str, object], status: int = 200) -> Response:
	theme = get_active_theme()
	frame = {
		"title": title,
		"lang": frappe.local.lang,
		"direction": "rtl" if is_rtl() else "ltr",
		"theme_url": theme and theme.name != "Standard" and theme.theme_url,
		"site_name": frappe.get_website_settings("app_name") or "",
	}
	html = frappe.render_template(f"oauth_plus/templates/{template}", frame | context)
	return Response(html, status, GUARDED, mimetype="text/html")
