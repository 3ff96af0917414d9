"""Pair that supersedes a refresh token, sealed with a key that is derived from that token, which is stored nowhere. A
client that repeats the token unseals the same pair. The database, a backup and the site configuration cannot (RFC
9700 §4.14.2)."""

import base64
import json
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from oauth_plus.rules import secret

PURPOSE = "oauth_plus: the successor of a refresh token"

NONCE = 12
"""Bytes of the nonce (NIST SP 800-38D §8.2.2). It is random, because at Warn, an old token may seal more than one
successor."""


@dataclass(frozen=True)
class Successor:
	"""Pair that was issued for a refresh token. It may have no new refresh token."""

	access_token: str = field(repr=False)
	refresh_token: str | None = field(repr=False)


def seal(successor: Successor, presented: str, family: str, generation: int) -> str:
	"""Return the pair of this generation, sealed for the holder of the refresh token that was presented:
	base64 of 12 bytes of nonce and AES-GCM (NIST SP 800-38D §8.2.2)."""
	nonce = secrets.token_bytes(NONCE)
	plain = json.dumps([successor.access_token, successor.refresh_token]).encode()
	cipher, bound_to = AESGCM(secret.key_from(presented, PURPOSE)), f"{family}:{generation}"
	sealed = cipher.encrypt(nonce, plain, bound_to.encode())
	return base64.b64encode(nonce + sealed).decode()


def unseal(sealed: str, presented: str, family: str, generation: int) -> Successor | None:
	"""Return the pair; None if nothing is sealed, or not by this token for this generation."""
	cipher, bound_to = AESGCM(secret.key_from(presented, PURPOSE)), f"{family}:{generation}"
	try:
		raw = base64.b64decode(sealed)
		plain = cipher.decrypt(raw[:NONCE], raw[NONCE:], bound_to.encode())
	except (InvalidTag, ValueError):
		return None
	return Successor(*json.loads(plain))
