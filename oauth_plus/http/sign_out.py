"""Pages and redirects of the logout endpoint (OpenID Connect RP-Initiated Logout 1.0)."""

import frappe
from frappe import _
from werkzeug.wrappers import Response

from oauth_plus.grants.sign_out import AskLogout, ComeByGet, LogoutRequest, LogoutVerdict, SignedOut
from oauth_plus.http import language, page
from oauth_plus.http.consent import form_context, host_of
from oauth_plus.store.clients import client_branding

END = "/api/method/oauth_plus.api.logout.end_session"

LONGEST = 3_500
"""Characters of an address that web servers take (gunicorn: 4,094)."""


def verdict_response(verdict: LogoutVerdict) -> Response:
	"""Return the answer: 303 to the app (RFC 9700 §4.12), or a page."""
	if isinstance(verdict, AskLogout):
		return _question(verdict)
	if isinstance(verdict, ComeByGet):
		return _by_get(verdict)
	return _signed_out(verdict)


def _signed_out(verdict: SignedOut) -> Response:
	if verdict.ends_session:
		frappe.local.login_manager.logout()
	request = verdict.request
	if request.location and verdict.goes_on_at_once:
		return page.see_other(request.location)
	with language.of(request.form.query()):
		context = {**_face(request), "location": request.location, "host": host_of(request.location)}
		return page.page(_("You Are Signed Out"), "signed_out.html", context)


def _question(verdict: AskLogout) -> Response:
	with language.of(verdict.query):
		context = {
			**_face(verdict.request),
			**form_context(END, verdict.query, verdict.seal),
			"user": verdict.user,
			"host": host_of(verdict.request.location),
		}
		return page.page(_("Sign Out of This Site?"), "sign_out.html", context, theme_of=verdict.user)


def _by_get(verdict: ComeByGet) -> Response:
	address = f"{END}?{verdict.query}"
	if len(address) > LONGEST:
		return page.problem(_("The request of this app is too long. Sign out on the site itself."), 400)
	return page.see_other(address)


def _face(request: LogoutRequest) -> dict[str, object]:
	return {"face": client_branding.branding_of(request.client) if request.client else None}
