"""The introspection endpoint (RFC 7662)."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants import introspection
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.request import read_client_request
from oauth_plus.http.response import json_response
from oauth_plus.platform.prefetch import Prefetch
from oauth_plus.rules.limits import LimitKind
from oauth_plus.store.site import settings

PREFETCH = Prefetch(documents=settings.DOCUMENTS)


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint(
	"POST",
	judged=("GET",),
	refusal_event="introspection_refused",
	prefetch=PREFETCH,
	limit=LimitKind.INTROSPECT,
)
def introspect_token() -> Response:
	"""Return the state of a token to an authenticated client (RFC 7662 §2.2)."""
	return json_response(introspection.introspect(read_client_request(frappe.request)))
