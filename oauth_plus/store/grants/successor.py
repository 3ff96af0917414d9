"""The pair that follows a refresh token, sealed by a key that is derived from that token.

The token is stored nowhere. Whoever repeats it opens the seal and gets the same pair; whoever holds the database, a
backup and the site configuration does not (RFC 9700 §4.14.2).
"""

import base64
import json
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from oauth_plus.rules import secret

PURPOSE = "oauth_plus: the successor of a refresh token"

NONCE = 12
"""Bytes (NIST SP 800-38D §8.2.2). Random: at Warn, an old token may seal more than one successor."""


@dataclass(frozen=True)
class Successor:
	"""The pair that was issued for a refresh token. A client may have got no other refresh token with it."""

	access_token: str = field(repr=False)
	refresh_token: str | None = field(repr=False)


def seal(successor: Successor, presented: str, family: str, generation: int) -> str:
	"""Return the pair of this generation, sealed for the holder of the refresh token that was presented:
	base64 of 12 bytes of nonce and AES-GCM (NIST SP 800-38D §8.2.2)."""
	nonce = secrets.token_bytes(NONCE)
	plain = json.dumps([successor.access_token, successor.refresh_token]).encode()
	sealed = _cipher(presented).encrypt(nonce, plain, _bound_to(family, generation))
	return base64.b64encode(nonce + sealed).decode()


def unseal(sealed: str, presented: str, family: str, generation: int) -> Successor | None:
	"""Return the pair; None where nothing is sealed, or not by this token for this generation."""
	try:
		raw = base64.b64decode(sealed)
		plain = _cipher(presented).decrypt(raw[:NONCE], raw[NONCE:], _bound_to(family, generation))
	except (InvalidTag, ValueError):
		return None
	return Successor(*json.loads(plain))


def _cipher(presented: str) -> AESGCM:
	return AESGCM(secret.key_from(presented, PURPOSE))


def _bound_to(family: str, generation: int) -> bytes:
	return f"{family}:{generation}".encode()
