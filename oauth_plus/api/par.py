"""The pushed authorization request endpoint (RFC 9126 §2)."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants import pushed_authorization
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.request import read_pushed_request
from oauth_plus.http.response import json_response
from oauth_plus.platform import clock
from oauth_plus.platform.prefetch import Prefetch
from oauth_plus.rules.limits import LimitKind
from oauth_plus.store.site import settings

PREFETCH = Prefetch(documents=settings.DOCUMENTS)


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("POST", refusal_event="authorization_refused", prefetch=PREFETCH, limit=LimitKind.TOKEN)
def pushed_authorization_request() -> Response:
	"""Store a client's authorization request, and return the URI that stands for it (RFC 9126 §2.2)."""
	pushed = pushed_authorization.push(read_pushed_request(frappe.request), clock.now())
	return json_response(pushed.body(), 201)
