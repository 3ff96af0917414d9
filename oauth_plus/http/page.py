"""Pages for people, in the site's own look: consent, and what went wrong."""

from urllib.parse import urlsplit

import frappe
from frappe import _
from frappe.sessions import get_csrf_token
from frappe.website.serve import get_response
from werkzeug.wrappers import Response

from oauth_plus.grants.authorization import Consent

GUARDED = {
	"X-Frame-Options": "DENY",
	"Content-Security-Policy": "frame-ancestors 'none'",
	"Referrer-Policy": "no-referrer",
}
"""RFC 9700 §4.16 and §4.2.4."""

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
	return _page(_("Confirm Access"), "proceed.html", {"query": query}, 405)


def _page(title: str, template: str, context: dict[str, object], status: int = 200) -> Response:
	html = frappe.render_template(f"oauth_plus/templates/{template}", context)
	frappe.respond_as_web_page(title, html, http_status_code=status, primary_action=None)
	response = get_response("message", http_status_code=status)
	response.headers.update(GUARDED)
	return response
