"""Requests in oauthlib's form: read from it, and written for it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from oauthlib.common import Request

from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.rules.dpop import SentProof
from oauth_plus.rules.form import Form

UNREAD = ("state", "claims")
"""Parameters that oauthlib does not get: one may have bytes that are not text, the other is read here."""


def read(uri: str, http_method: str, body: Any, headers: Mapping[str, str] | None) -> ClientRequest:
	"""Return a request that came by oauthlib's functions. Parameters in the address count only if the body has none."""
	query = "" if body else urlsplit(uri).query
	request = Request("", "POST", query, headers) if query else Request(uri, http_method, body, headers)
	pairs = list(request.decoded_body or [])
	resources, audiences = (
		tuple(dict.fromkeys(value for name, value in pairs if name == asked and value))
		for asked in ("resource", "audience")
	)
	credentials, came_by = request.headers.get("Authorization"), http_method if query else ""
	text = request.headers.get("DPoP")
	proof = None if text is None else SentProof(text, http_method, urlsplit(uri).path)
	return ClientRequest(
		dict(pairs), credentials, came_by, resources=resources, audiences=audiences, proof=proof
	)


def written(form: Form) -> str:
	"""Return an authorization request as the address that oauthlib reads, without UNREAD."""
	values = {name: value for name, value in form.values.items() if name not in UNREAD and value}
	return f"https://authorize.invalid/?{urlencode(values, quote_via=quote)}"
