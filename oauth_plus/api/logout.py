"""The logout endpoint (OpenID Connect RP-Initiated Logout 1.0)."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants import sign_out
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.person import person
from oauth_plus.http.request import read_body, read_query
from oauth_plus.http.sign_out import verdict_response
from oauth_plus.rules.form import parse_form
from oauth_plus.rules.limits import LimitKind


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("GET", "POST", for_people=True, refusal_event="logout_refused", limit=LimitKind.AUTHORIZE)
def end_session() -> Response:
	"""End the session of this browser, as an app asks for and its user wishes (RP-Initiated Logout §2)."""
	if frappe.request.method == "GET":
		return verdict_response(sign_out.begin(read_query(frappe.request), person()))
	sent = read_body(frappe.request)
	if sealed := sent.get("logout"):
		asked = parse_form((sent.get("authorization_request") or "").encode())
		return verdict_response(sign_out.conclude(asked, person(), sealed))
	return verdict_response(sign_out.begin(sent, person(), by_post=True))
