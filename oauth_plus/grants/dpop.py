"""DPoP at the token endpoint: codes and tokens are bound to a key of the client (RFC 9449 §5, §10)."""

from dataclasses import replace
from datetime import datetime

from oauth_plus.exceptions import (
	InvalidDPoPProof,
	InvalidGrant,
	InvalidRequest,
)
from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.dpop_proof import proven_key
from oauth_plus.rules import dpop
from oauth_plus.rules.client_assertion import ALGORITHMS, FAPI_ALGORITHMS
from oauth_plus.rules.form import Form

FIX = "Have the app send a proof of the same key with each request (RFC 9449)"


def proven(request: ClientRequest, sender: AuthenticatedClient, now: datetime) -> AuthenticatedClient:
	"""Return the sender with the key that its proof shows; unchanged if it sent no proof and owes none (RFC 9449 §5, §5.2).
	Raises InvalidDPoPProof or UseDPoPNonce; TemporarilyUnavailable where Redis does not answer."""
	if request.proof is None:
		if sender.client.requires_dpop:
			raise InvalidDPoPProof(
				"This client must send a DPoP proof",
				cause="'Require DPoP' is ticked for the client, and it sent no proof",
				fix="Have the app use DPoP, or untick 'Require DPoP' on the OAuth Client",
			)
		return sender
	accepted = FAPI_ALGORITHMS if sender.client.is_fapi else tuple(ALGORITHMS)
	key = proven_key(
		request.proof, None, now, needs_nonce=sender.client.requires_dpop_nonce, accepted=accepted
	)
	return replace(sender, key=key)


def require_key_of_code(bound_to: str, sender: AuthenticatedClient) -> None:
	"""The code is bound to the key of the proof, or to none (RFC 9449 §10). Raises InvalidGrant."""
	if bound_to and bound_to != sender.key:
		raise InvalidGrant(
			"The code is bound to another DPoP key",
			cause="The proof of the token request is of another key than dpop_jkt of the authorization request, or is missing",
			fix=FIX,
		)


def require_key_of_refresh_token(bound_to: str, sender: AuthenticatedClient) -> None:
	"""The refresh token is bound to the key of the proof, or to none (RFC 9449 §5). Raises InvalidGrant, and ends nothing:
	whoever has the token without its key can do no harm."""
	if bound_to and bound_to != sender.key:
		raise InvalidGrant(
			"The refresh token is bound to another DPoP key",
			cause="A refresh token came with a proof of another key, or without one",
			fix=FIX,
		)


def require_thumbprint(form: Form) -> None:
	"""`dpop_jkt` of an authorization request is a thumbprint (RFC 9449 §10). Raises InvalidRequest."""
	key = form.get("dpop_jkt")
	if key and not dpop.is_thumbprint(key):
		raise InvalidRequest("dpop_jkt is no JWK thumbprint (SHA-256, base64url)")


def binds_refresh_token(sender: AuthenticatedClient) -> bool:
	"""Return whether a refresh token is bound to the key as well: that of a client that nothing else ties it to (RFC 9449
	§5)."""
	return bool(sender.key) and (sender.client.is_public or not sender.is_proven)
