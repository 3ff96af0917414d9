"""The token endpoint (RFC 6749 §3.2)."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants import token_endpoint
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.request import read_client_request
from oauth_plus.http.response import json_response
from oauth_plus.platform import clock
from oauth_plus.platform.prefetch import Prefetch
from oauth_plus.rules.limits import LimitKind
from oauth_plus.store.signing import active_key
from oauth_plus.store.site import settings

PREFETCH = Prefetch((active_key.cache_key,), settings.DOCUMENTS)


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint("POST", judged=("GET",), refusal_event="token_refused", prefetch=PREFETCH, limit=LimitKind.TOKEN)
def get_token() -> Response:
	"""Exchange a grant for tokens (RFC 6749 §4.1.3, §6)."""
	return json_response(token_endpoint.exchange(read_client_request(frappe.request), clock.now()).body())
