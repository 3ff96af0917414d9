"""Endpoints of devices without a browser (RFC 8628), and of the page on which their users decide."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants import device_authorization as authorization
from oauth_plus.grants import device_consent as decision
from oauth_plus.http import consent_scopes, device
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.person import person
from oauth_plus.http.request import read_body, read_client_request
from oauth_plus.http.response import json_response
from oauth_plus.platform import clock
from oauth_plus.platform.prefetch import Prefetch
from oauth_plus.rules.form import MOST_BOXES, MOST_PARAMETERS
from oauth_plus.rules.limits import LimitKind
from oauth_plus.store.site import settings

PREFETCH = Prefetch(documents=settings.DOCUMENTS)


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("POST", judged=("GET",), refusal_event="token_refused", prefetch=PREFETCH, limit=LimitKind.TOKEN)
def device_authorization() -> Response:
	"""Return the codes of a device that begins to wait for its user (RFC 8628 §3.1)."""
	user_agent = frappe.get_request_header("User-Agent", "")
	begun = authorization.begin(read_client_request(frappe.request), user_agent, clock.now())
	return json_response(begun.body())


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("POST", for_people=True, refusal_event="authorization_refused", limit=LimitKind.AUTHORIZE)
def device_consent() -> Response:
	"""Carry out what the user decided about a device (RFC 8628 §3.3)."""
	sent = read_body(frappe.request, MOST_PARAMETERS + MOST_BOXES).require_sound()
	allowed = consent_scopes.ticked(sent.values) if sent.get("decision") == "allow" else None
	code, sealed, who = sent.get("authorization_request") or "", sent.get("consent") or "", person()
	client, is_allowed = decision.conclude(code, who, sealed, allowed)
	return device.concluded(client, who.user, is_allowed=is_allowed)
