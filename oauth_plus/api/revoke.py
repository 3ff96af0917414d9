"""The revocation endpoint (RFC 7009)."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.grants import revocation
from oauth_plus.http.endpoint import ANY_METHOD, endpoint
from oauth_plus.http.request import read_client_request
from oauth_plus.http.response import json_response
from oauth_plus.platform.prefetch import Prefetch
from oauth_plus.rules.limits import LimitKind
from oauth_plus.store.site import settings

PREFETCH = Prefetch(documents=settings.DOCUMENTS)


@frappe.whitelist(allow_guest=True, methods=ANY_METHOD)
@endpoint(
	"POST", judged=("GET",), refusal_event="revocation_refused", prefetch=PREFETCH, limit=LimitKind.REVOKE
)
def revoke_token() -> Response:
	"""Revoke a token and everything of the same grant (RFC 7009 §2)."""
	return json_response(revocation.revoke(read_client_request(frappe.request)))
