"""DPoP: tokens that are bound to a key of the client, and work with its proofs alone (RFC 9449)."""

from dataclasses import replace
from datetime import datetime
from typing import NoReturn

from oauth_plus.exceptions import (
	InvalidDPoPProof,
	InvalidGrant,
	InvalidRequest,
	InvalidToken,
	UnprovenToken,
	UseDPoPNonce,
)
from oauth_plus.grants import jws
from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.platform import cache
from oauth_plus.platform.request_state import state
from oauth_plus.rules import dpop, secret
from oauth_plus.rules.client_assertion import ALGORITHMS, FAPI_ALGORITHMS
from oauth_plus.rules.dpop import SentProof
from oauth_plus.rules.form import Form
from oauth_plus.rules.jws import UnfitToken
from oauth_plus.store import scope_use_notes
from oauth_plus.store.presented_tokens.token_lookup import PresentedToken
from oauth_plus.store.site import dpop_nonces, settings, site_issuer

FIX = "Have the app send a proof of the same key with each request (RFC 9449)"


def proven(request: ClientRequest, sender: AuthenticatedClient, now: datetime) -> AuthenticatedClient:
	"""Return the sender with the key whose proof came along; as it is where none came and none is owed (RFC 9449 §5, §5.2).
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
	key = _proven_key(
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


def require_proof(access: PresentedToken, token: str, sent: SentProof | None, now: datetime) -> None:
	"""Require that a call by the scheme DPoP has a token that is bound to a key, and a proof of this key that was made for
	the call (RFC 9449 §7.1). Raises UnprovenToken; TemporarilyUnavailable where Redis does not answer."""
	bound_to = access.pair.dpop_jkt
	try:
		if not bound_to:
			raise InvalidToken("The access token is bound to no key: send it as Bearer")
		if sent is None:
			raise InvalidDPoPProof("The header DPoP with a proof is missing")
		if _proven_key(sent, token, now, needs_nonce=access.requires_dpop_nonce) != bound_to:
			raise InvalidToken("The access token is bound to another DPoP key")
	except (InvalidToken, InvalidDPoPProof) as refusal:
		raise UnprovenToken(refusal, ALGORITHMS) from refusal


def refuse_unproven(access: PresentedToken) -> NoReturn:
	"""Raises UnprovenToken for a bound token that came as a plain bearer, and notes it: the token may be stolen (RFC 9449
	§7.2)."""
	refusal = InvalidToken(
		"The access token is bound to a key: send it as DPoP, with a proof",
		cause="An access token that is bound to a key came as a plain bearer",
		fix="If the app itself did so, have it use the scheme DPoP. If not, somebody else has seen the token",
	)
	pair = access.pair
	scope_use_notes.note_refusal(
		pair.client_id, pair.user, refusal, would=False, reason="bound_token_as_bearer"
	)
	raise UnprovenToken(refusal, ALGORITHMS)


def _proven_key(
	sent: SentProof,
	token: str | None,
	now: datetime,
	*,
	needs_nonce: bool,
	accepted: tuple[str, ...] = tuple(ALGORITHMS),
) -> str:
	"""Return the thumbprint of the key that signed the proof, and use the proof up: it works once, on whichever worker
	(RFC 9449 §4.3, §11.1)."""
	try:
		header = dpop.header_of(sent.text)
		if header["alg"] not in accepted:  # FAPI 2.0 Security Profile §5.4.1, item 1
			raise UnfitToken(f"Its alg is none of {', '.join(accepted)}")
		claims = jws.verified(sent.text, header["jwk"], header["alg"])
		if claims is None:
			raise UnfitToken("Its jwk has not signed it")
		name = dpop.require_fit(claims, sent, site_issuer.addresses(), token, now)
	except UnfitToken as error:
		_refuse(str(error))
	if needs_nonce or settings.requires_dpop_nonces():
		_require_nonce(claims.get("nonce"), now)
	key = dpop.thumbprint(header)
	if not cache.spend(cache.key_of("dpop", secret.digest(f"{key} {name}")), dpop.seconds_left(claims, now)):
		_refuse("It was used before")
	return key


def _require_nonce(nonce: object, now: datetime) -> None:
	"""Raises UseDPoPNonce. Where the client has the nonce before the newest, the response hands it the newest one (RFC 9449
	§8.2)."""
	newest = dpop_nonces.current(now)
	if not dpop_nonces.is_known(nonce, now):
		raise UseDPoPNonce(newest)
	if nonce != newest:
		state().dpop_nonce = newest


def _refuse(why: str) -> NoReturn:
	raise InvalidDPoPProof(
		"The DPoP proof is not valid",
		cause=f"The DPoP proof proves nothing. {why}",
		fix="Compare the proof with RFC 9449, section 4, and the clocks of app and site",
	)
