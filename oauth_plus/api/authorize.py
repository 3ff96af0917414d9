"""The authorization endpoint (RFC 6749 §3.1)."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants import authorization
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.person import person
from oauth_plus.http.request import read_authorization_request
from oauth_plus.http.response import verdict_response
from oauth_plus.platform.prefetch import Prefetch
from oauth_plus.rules.limits import LimitKind
from oauth_plus.store.site import settings

PREFETCH = Prefetch(documents=settings.DOCUMENTS)


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("GET", "POST", for_people=True, prefetch=PREFETCH, limit=LimitKind.AUTHORIZE)
def authorize() -> Response:
	"""Ask the signed-in user whether the app may act for them (RFC 6749 §4.1.1)."""
	form = read_authorization_request(frappe.request)
	return verdict_response(authorization.begin(form, person()))
