"""What an answer of Frappe's still lacks."""

import frappe
from werkzeug.wrappers import Request, Response

from oauth_plus.exceptions import InvalidRequest, InvalidToken
from oauth_plus.grants.metadata import ENDPOINTS
from oauth_plus.http.response import refusal_response

OUR_PATHS = tuple(f"/{method}" for method in ENDPOINTS.values())


def complete(response: Response | None, request: Request) -> None:
	"""Hook `after_request`. `response` is None where v15 returns an HTTPException."""
	if response is None:
		return
	ours = getattr(frappe.local, "oauth_plus_response", None)
	if ours is not None:
		if ours is not response:  # called by `cmd`: Frappe made an answer of its own
			_replace(response, ours)
	elif response.status_code == 401 and _has_bearer(request):
		_replace(response, refusal_response(InvalidToken("The access token is unknown")))
	elif response.status_code >= 400 and request.path.rstrip("/").endswith(OUR_PATHS):
		_replace(response, refusal_response(InvalidRequest("The request could not be read")))


def _has_bearer(request: Request) -> bool:
	return request.headers.get("Authorization", "").lower().startswith("bearer")


def _replace(response: Response, other: Response) -> None:
	"""Keep cookies and what other hooks have set; take over status, body and our headers."""
	response.status_code = other.status_code
	response.set_data(other.get_data())
	response.headers.update(dict(other.headers))
