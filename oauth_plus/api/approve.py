"""The endpoint that our own pages send the user's answer to."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants import decision
from oauth_plus.http import consent_scopes, page, waiting
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.person import person
from oauth_plus.http.request import read_asked, read_body, read_query
from oauth_plus.http.response import verdict_response
from oauth_plus.rules.form import MOST_BOXES, MOST_PARAMETERS
from oauth_plus.rules.limits import LimitKind


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("GET", "POST", for_people=True, limit=LimitKind.AUTHORIZE)
def approve() -> Response:
	"""Return the code, or the refusal, that the user decided on (RFC 6749 §4.1.2)."""
	if frappe.request.method == "GET":
		return page.proceed(waiting.address_of(read_query(frappe.request).query()))
	sent = read_body(frappe.request, MOST_PARAMETERS + MOST_BOXES).require_sound()
	asked = read_asked(sent.get("authorization_request") or "")
	if sealed := sent.get("account"):
		return verdict_response(decision.choose(asked, person(), sealed, sent.get("decision") or ""))
	allowed = consent_scopes.ticked(sent.values) if sent.get("decision") == "allow" else None
	return verdict_response(decision.conclude(asked, person(), sent.get("consent") or "", allowed))
