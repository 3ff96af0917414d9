"""State of one request or job in `frappe.local`, as one typed value.

`overrides/` also sets `frappe.local.oauth_server`, which Frappe expects, and notes of sign-in and logout in
`frappe.local.flags`.
"""

from dataclasses import dataclass, field
from typing import Any

import frappe

ATTRIBUTE = "oauth_plus"


@dataclass
class RequestState:
	"""Values that one part of a request leaves for another. It ends with the request.

	The folders above know the types of their own values: `grants.access.current_bearer()` returns `bearer` typed.
	"""

	is_prepared: bool = False
	"""Whether our hook `before_request` has run."""

	endpoint: str | None = None
	"""Name of the OAuth method of Frappe that the request was sent to."""

	client_id: str | None = None
	"""Client that sent the request, once it is known, authenticated or not. Events of refusals name it."""

	bearer: Any = None
	"""`grants.access.Bearer` of a request with an access token of ours."""

	response: Any = None
	"""werkzeug `Response` of ours, which is sent in place of Frappe's."""

	forbids_storing: bool = False
	"""Whether Frappe's response has a secret."""

	keys_to_prefetch: list[bytes] = field(default_factory=list)
	"""Redis keys that the endpoint declared, to be read with the first one that is loaded."""

	documents_to_prefetch: list[str] = field(default_factory=list)
	"""DocTypes with one document each, which are read from Frappe's cache in the same round trip."""

	prefetched: dict[bytes, bytes | None] = field(default_factory=dict)
	"""Prefetched values by Redis key. Each is taken out once."""

	keys_to_count: dict[bytes, int] = field(default_factory=dict)
	"""Counters that are incremented with the first key that is looked up, and the seconds for which Redis keeps them."""

	counts: dict[bytes, int] = field(default_factory=dict)
	"""Counters that this request has incremented, with their values."""

	issued: tuple[str, str] | None = None
	"""Grant type and client of the tokens that this request issues."""

	limits: Any = None
	"""`store.limits.Limited` of a request to an endpoint."""

	call_keys: tuple[bytes, ...] = ()
	"""Counters of a call with an access token: of its client, its user and its address; empty bytes for one that is not
	known yet."""

	allowance: tuple[tuple[int, ...], list[int]] | None = None
	"""Limits of a call with an access token, and its counts."""

	invalidated: set[bytes] = field(default_factory=set)
	"""Redis keys that this transaction has invalidated, before its commit."""

	spent: set[bytes] = field(default_factory=set)
	"""Redis keys of what this request has used up: an assertion, a proof. It may decide again after a conflict."""

	answered: dict[bytes, bytes] = field(default_factory=dict)
	"""Pushed requests that this request has answered, sealed, by their Redis keys. It may decide again after a conflict."""

	dpop_nonce: str = ""
	"""Nonce that the client is to use from now on (RFC 9449 §8.2)."""

	scopes: str | None = None
	"""All scopes as JSON, from their first use in this HTTP request."""

	policy: tuple[Any, Any] = (None, None)
	"""The last client whose policy was computed, and its `rules.policy.Policy`."""


def state() -> RequestState:
	"""Return the state of this request or job, and create it if there is none."""
	found: RequestState | None = getattr(frappe.local, ATTRIBUTE, None)
	if found is None:
		found = RequestState()
		setattr(frappe.local, ATTRIBUTE, found)
	return found
