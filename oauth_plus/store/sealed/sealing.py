"""Texts that only who holds a value can read: AES-GCM, by a key that is derived from the value, which is stored nowhere."""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from oauth_plus.rules import secret

NONCE = 12
"""Bytes of the nonce (NIST SP 800-38D §8.2.2). It is random, because one value may seal more than one text."""


def seal(text: str, held: str, purpose: str, bound_to: str = "") -> str:
	"""Return a text sealed for the holder of a value, in base64: 12 bytes of nonce, and the result of AES-GCM (NIST SP
	800-38D §8.2.2). It opens for the same purpose and only beside `bound_to`."""
	nonce, cipher = secrets.token_bytes(NONCE), AESGCM(secret.key_from(held, purpose))
	return base64.b64encode(nonce + cipher.encrypt(nonce, text.encode(), bound_to.encode())).decode()


def unseal(sealed: str | bytes, held: str, purpose: str, bound_to: str = "") -> str | None:
	"""Return the text; None if nothing is sealed, or not for this holder, purpose and `bound_to`."""
	try:
		raw, cipher = base64.b64decode(sealed), AESGCM(secret.key_from(held, purpose))
		bound = bound_to.encode("utf-8", "surrogatepass")
		return cipher.decrypt(raw[:NONCE], raw[NONCE:], bound).decode()
	except (InvalidTag, ValueError):
		return None
