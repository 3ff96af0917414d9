"""Token exchange (RFC 8693): what a request may ask for, the chain of who acts for whom, and who may exchange tokens.

A chain names the client that acts now, then those through which it acts, and last the client that the user has
allowed.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from oauth_plus.exceptions import InvalidRequest
from oauth_plus.rules.client_faults import Fault, FaultKind
from oauth_plus.rules.client_profile import ClientProfile
from oauth_plus.rules.sentence import Sentence

GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"

ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105 the name of a type
JWT = "urn:ietf:params:oauth:token-type:jwt"
TYPES = (ACCESS_TOKEN, JWT)
"""Types of tokens that are taken and given (RFC 8693 §3)."""

MOST_ACTORS = 3
"""Clients that act one through the other."""

EVERY_CLIENT = "*"
"""Stands for every client of the site, in the list of those whose tokens a client may exchange."""

MARK, LIST = "oauth_plus_exchanges_tokens", "oauth_plus_exchanges_of"
"""Fields of OAuth Client."""


def require_sound(form: Mapping[str, str]) -> str:
	"""Return the subject token of a request (RFC 8693 §2.1). Raises InvalidRequest for what is missing or not
	supported."""
	token, kind = form.get("subject_token"), form.get("subject_token_type")
	if not token:
		raise InvalidRequest("subject_token is missing")
	if kind not in TYPES:
		raise InvalidRequest("subject_token_type is missing or not supported")
	if kind == JWT and token.count(".") != 2:
		raise InvalidRequest("subject_token is no JWT")
	if "actor_token" in form or "actor_token_type" in form:
		raise InvalidRequest("actor_token is not supported: the client that authenticates is the actor")
	return token


def issued_type(form: Mapping[str, str], *, gives_jwt: bool) -> str:
	"""Return the type of the token that is given (RFC 8693 §2.2.1). Raises InvalidRequest for a type that this client does
	not get."""
	wanted = form.get("requested_token_type", ACCESS_TOKEN)
	if wanted not in TYPES:
		raise InvalidRequest("requested_token_type is not supported")
	if wanted == JWT and not gives_jwt:
		raise InvalidRequest(
			"requested_token_type is not supported for this client",
			cause="The client asked for a JWT, and its access tokens are opaque",
			fix="Set Access Token Format to JWT on the OAuth Client, or have it ask for an access token",
		)
	return wanted


def chain(actor: str, subject_client: str, before: tuple[str, ...]) -> tuple[str, ...]:
	"""Return the chain of a token that `actor` gets for one of `subject_client`, which has the chain `before`, empty for
	none. A client that narrows its own token once more stays the same actor. Raises InvalidRequest above MOST_ACTORS."""
	whose = before or (subject_client,)
	if before and before[0] == actor:
		return before
	if len(whose) > MOST_ACTORS:
		raise InvalidRequest(
			"The subject token was exchanged too often",
			cause=Sentence(
				"{0} clients act one through the other already: {1}", MOST_ACTORS, " ".join(before[:-1])
			),
			fix="Have the gateways exchange the token that the app has sent, not one of each other",
		)
	return (actor, *whose)


def act(chain: tuple[str, ...]) -> dict[str, Any]:
	"""Return the claim `act` of a chain, the client that acts now outermost (RFC 8693 §4.1); empty without a chain."""
	named: dict[str, Any] = {}
	for client_id in reversed(chain[:-1]):
		named = {"sub": client_id, "client_id": client_id} | ({"act": named} if named else {})
	return named


def is_among(client_id: str, listed: tuple[str, ...]) -> bool:
	"""Return whether the list has this client, or stands for all."""
	return client_id in listed or EVERY_CLIENT in listed


def faults_of(client: ClientProfile) -> Iterator[Fault]:
	"""Yield the faults of a client that may exchange tokens; none for any other client."""
	if not client.exchanges_tokens:
		return
	if client.is_public:  # RFC 8693 §5: anybody could be that client
		yield Fault(
			FaultKind.PUBLIC_EXCHANGE,
			MARK,
			cause="A public client may exchange tokens: anybody could do so in its name, for there is no secret to prove",
			fix="Make the OAuth Client confidential, or untick May Exchange Tokens",
		)
	if not client.exchanges_of:
		yield Fault(
			FaultKind.EXCHANGE_OF_NOBODY,
			LIST,
			cause="The client may exchange tokens, but those of no client",
			fix="List the client IDs of the apps that call this gateway, one a line, or * for all, on the OAuth Client",
		)
