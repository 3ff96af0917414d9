"""Requests as frozen values. Parameters come from the body or from the query, never from both (RFC 6749 §3.2)."""

import json
from typing import Any
from urllib.parse import quote, unquote

from werkzeug.wrappers import Request

from oauth_plus.exceptions import (
	InvalidClientMetadata,
	MissingToken,
	RequestTooLarge,
	WrongMediaType,
	WrongMethod,
)
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.http import pushed, waiting
from oauth_plus.rules.dpop import SentProof
from oauth_plus.rules.form import LONGEST_FORM, MOST_PARAMETERS, Form, form_of, parse_form
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.tokens.token_pair import TokenPair

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

LONGEST_JSON = 64_000
"""Bytes: what it holds fits into the columns of a client."""

UNQUOTED = "/!$&'()*+,;=:@"
"""Signs that stand in a path as they are (RFC 3986 §3.3)."""

PROOF_IS_OWED = "oauth_plus.dpop"
"""Key in the WSGI environment of a request whose access token came by the scheme DPoP (RFC 9449 §7.1)."""

BEARER = "oauth_plus.bearer"
"""Key in the WSGI environment of the token pair that authorized the request."""


def read_body(request: Request, most: int = MOST_PARAMETERS) -> Form:
	"""The body's parameters (RFC 6749 §3.2). Raises WrongMediaType or InvalidRequest."""
	if request.mimetype == MULTIPART:  # sent by curl -F and some REST clients, and accepted by stock
		return form_of(list(request.form.items(multi=True)))
	if request.mimetype not in (URLENCODED, "") and request.get_data():
		raise WrongMediaType(Sentence("Send the parameters as {0}", URLENCODED))
	return parse_form(request.get_data(), most)


def read_client_request(request: Request) -> ClientRequest:
	"""Read the parameters from the body (RFC 6749 §3.2), or else from the query. Raises WrongMethod if there are
	none, InvalidRequest for a repeated or malformed parameter."""
	sent, came_by = read_body(request) if request.method == "POST" else Form(), ""
	if not sent.values:
		sent = read_query(request)
		came_by = request.method if sent.values else ""
		if request.method != "POST" and not came_by:
			raise WrongMethod(("POST",))
	values = sent.require_sound().values
	return ClientRequest(
		values,
		request.headers.get("Authorization"),
		came_by,
		resources=sent.all("resource") if "resource" in values else (),
		audiences=sent.all("audience") if "audience" in values else (),
		proof=sent_proof(request),
	)


def sent_proof(request: Request) -> SentProof | None:
	"""Return what came in the header `DPoP` (RFC 9449 §4); None without one. Several headers are one text here, with commas
	between them."""
	text = request.headers.get("DPoP")
	return None if text is None else SentProof(text, request.method, path_as_sent(request))


def read_pushed_request(request: Request) -> ClientRequest:
	"""Read the request of a client that pushes it. Raises RequestTooLarge (RFC 9126 §2.3: 413), and as
	`read_client_request`."""
	if (request.content_length or 0) > LONGEST_FORM:
		raise RequestTooLarge(Sentence("The request has more than {0} bytes", LONGEST_FORM))
	return read_client_request(request)


def read_json(request: Request) -> Any:
	"""The body's JSON (RFC 7591 §3.1), of LONGEST_JSON bytes at most. Raises InvalidClientMetadata."""
	sent = request.get_data()
	if len(sent) > LONGEST_JSON:
		raise InvalidClientMetadata(Sentence("The body is longer than {0} bytes", LONGEST_JSON))
	try:
		return json.loads(sent)
	except (ValueError, RecursionError) as error:
		raise InvalidClientMetadata("The body is not JSON") from error


def path_as_sent(request: Request) -> str:
	"""Return the path letter by letter, before anybody decoded it, where the web server hands it on; else one that
	decodes to the same."""
	sent: str = (request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or "").partition("?")[0]
	return sent if unquote(sent) == request.path else quote(request.path, safe=UNQUOTED)


def read_query(request: Request) -> Form:
	"""Return the query as it was sent, not decoded. Raises InvalidRequest if it is too large."""
	return parse_form(request.query_string)


def read_authorization_request(request: Request) -> Form:
	"""Read an authorization request: GET with a query, POST with a form (OpenID Connect Core §3.1.2.1), one that waited
	for a sign-in, or one that was pushed (RFC 9126 §4)."""
	sent = read_body(request) if request.method == "POST" else read_query(request)
	return pushed.taken_up(waiting.taken_up(sent))


def read_asked(query: str) -> Form:
	"""Read the request that one of our pages sends back: its parameters, or the name of one that was pushed."""
	return pushed.taken_up(parse_form(query.encode()))


def has_bearer(request: Request) -> bool:
	"""Return whether the request has an access token, of any issuer, as a bearer (RFC 6750 §2.1) or with a proof (RFC 9449
	§7.1)."""
	return request.headers.get("Authorization", "").lower().startswith(("bearer", "dpop"))


def read_bearer(request: Request) -> str:
	"""Return the bearer token of the request, of whatever kind (RFC 6750 §2.1); empty for none."""
	scheme, _, token = request.headers.get("Authorization", "").strip().partition(" ")
	return token.strip() if scheme.lower() == "bearer" else ""


def bearer_of(request: Request) -> TokenPair:
	"""Return the token pair that authorized this request. Raises MissingToken."""
	pair: TokenPair | None = request.environ.get(BEARER)
	if pair is None:
		raise MissingToken("Send an access token in the Authorization header")
	return pair
