"""State of one request, or of one job: all that this app keeps in `frappe.local`, as one typed value."""

from dataclasses import dataclass, field
from typing import Any

import frappe

ATTRIBUTE = "oauth_plus"


@dataclass
class RequestState:
	"""Everything that one part of a request leaves for another. It ends with the request.

	The rooms above know the types of their own values: `grants.access.current_bearer()` returns `bearer` typed.
	"""

	is_prepared: bool = False
	"""Our hook `before_request` has run."""

	endpoint: str | None = None
	"""Name of the OAuth method of Frappe that the request was sent to."""

	client_id: str | None = None
	"""Client that sent the request, once it is known, proven or not: events of refusals name it."""

	bearer: Any = None
	"""`grants.access.Bearer` of the request, where it came with an access token of ours."""

	response: Any = None
	"""werkzeug `Response` of ours, which goes out whatever Frappe makes of it."""

	forbids_storing: bool = False
	"""The response, which Frappe makes, holds a secret."""

	keys_to_prefetch: list[bytes] = field(default_factory=list)
	"""Redis keys that the endpoint declared, to be read with the first that is loaded."""

	documents_to_prefetch: list[str] = field(default_factory=list)
	"""DocTypes with one document each, which are read along from Frappe's own cache."""

	prefetched: dict[bytes, bytes | None] = field(default_factory=dict)
	"""Values by Redis key that were read ahead, and are taken out once."""

	invalidated: set[bytes] = field(default_factory=set)
	"""Redis keys that this transaction has invalidated and not yet committed."""

	scopes: str | None = None
	"""Records of all scopes as JSON, from the first time that this HTTP request asked for them."""

	policy: tuple[Any, Any] = (None, None)
	"""The client that was asked about last, and its `rules.policy.Policy`."""


def state() -> RequestState:
	"""Return the state of this request or job; a new one where there is none yet."""
	found: RequestState | None = getattr(frappe.local, ATTRIBUTE, None)
	if found is None:
		found = RequestState()
		setattr(frappe.local, ATTRIBUTE, found)
	return found
