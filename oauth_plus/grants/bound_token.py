"""Access tokens that are bound to a key, in calls: each comes with a proof of that key (RFC 9449 §7)."""

from datetime import datetime
from typing import NoReturn

from oauth_plus.exceptions import InvalidDPoPProof, InvalidToken, UnprovenToken
from oauth_plus.grants.dpop_proof import proven_key
from oauth_plus.rules.client_assertion import ALGORITHMS
from oauth_plus.rules.dpop import SentProof
from oauth_plus.store.presented_tokens.presented_token import PresentedToken


def require_proof(access: PresentedToken, token: str, sent: SentProof | None, now: datetime) -> None:
	"""Require that a call by the scheme DPoP has a token that is bound to a key, and a proof of this key that was made for
	the call (RFC 9449 §7.1). Raises UnprovenToken; TemporarilyUnavailable where Redis does not answer."""
	bound_to = access.pair.dpop_jkt
	try:
		if not bound_to:
			raise InvalidToken(
				"The access token is bound to no key: send it as Bearer",
				fix="Have the app send this token by the scheme Bearer, or ask for a token with a proof",
			)
		if sent is None:
			raise InvalidDPoPProof(
				"The header DPoP with a proof is missing", fix="Have the app send a proof with each call"
			)
		if proven_key(sent, token, now, needs_nonce=access.requires_dpop_nonce) != bound_to:
			raise InvalidToken(
				"The access token is bound to another DPoP key",
				fix="If the app itself did so, have it keep the key that it got the token with. If not, somebody else has seen the token",
			)
	except (InvalidToken, InvalidDPoPProof) as refusal:
		raise UnprovenToken(refusal, ALGORITHMS) from refusal


def refuse_unproven() -> NoReturn:
	"""Raises UnprovenToken for a bound token that came as a plain bearer: it may be stolen (RFC 9449 §7.2)."""
	refusal = InvalidToken(
		"The access token is bound to a key: send it as DPoP, with a proof",
		cause="An access token that is bound to a key came as a plain bearer",
		fix="If the app itself did so, have it use the scheme DPoP. If not, somebody else has seen the token",
		reason="bound_token_as_bearer",
	)
	raise UnprovenToken(refusal, ALGORITHMS)
