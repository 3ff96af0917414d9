"""DPoP proofs: each is checked, and works once (RFC 9449 §4.3, §11.1)."""

from datetime import datetime
from typing import NoReturn

from oauth_plus.exceptions import InvalidDPoPProof, UseDPoPNonce
from oauth_plus.grants import jws
from oauth_plus.platform import cache, single_use
from oauth_plus.platform.request_state import state
from oauth_plus.rules import dpop, secret
from oauth_plus.rules.client_assertion import ALGORITHMS
from oauth_plus.rules.dpop import SentProof
from oauth_plus.rules.jws import UnfitToken
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.site import dpop_nonces, settings, site_issuer


def proven_key(
	sent: SentProof,
	token: str | None,
	now: datetime,
	*,
	needs_nonce: bool,
	accepted: tuple[str, ...] = tuple(ALGORITHMS),
) -> str:
	"""Return the thumbprint of the key that signed the proof, and use the proof up: it works once, on whichever worker
	(RFC 9449 §4.3, §11.1). `token` is the access token of a call; None at the token endpoint. Raises InvalidDPoPProof or
	UseDPoPNonce; TemporarilyUnavailable where Redis does not answer."""
	try:
		header = dpop.header_of(sent.text, accepted)  # FAPI 2.0 Security Profile §5.4.1, item 1
		claims = jws.verified(sent.text, header["jwk"], header["alg"])
		if claims is None:
			raise UnfitToken("Its jwk has not signed it")
		name = dpop.require_fit(claims, sent, site_issuer.addresses(), token, now)
	except UnfitToken as error:
		_refuse(error.sentence)
	if needs_nonce or settings.requires_dpop_nonces():
		_require_nonce(claims.get("nonce"), now)
	key = dpop.thumbprint(header)
	place = cache.key_of("dpop", secret.digest(f"{key} {name}"))
	if not single_use.spend(place, dpop.seconds_left(claims, now)):
		_refuse(Sentence("It was used before"))
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
		cause=Sentence("The DPoP proof proves nothing. {0}", why),
		fix="Compare the proof with RFC 9449, section 4, and the clocks of app and site",
	)
