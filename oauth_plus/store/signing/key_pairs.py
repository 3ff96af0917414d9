"""Key pairs: generated, sealed with a key that is not in the database, and unsealed."""

import base64
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from oauth_plus.rules import jwk
from oauth_plus.rules.signing import Algorithm
from oauth_plus.store.site import encryption_key

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

RSA_BITS = 2048
"""Bits of an RSA key, the minimum of RFC 7518 §3.3. Keys are rotated every few months."""

PURPOSE = "signing"


@dataclass(frozen=True)
class KeyPair:
	"""New key pair. `public_jwk` is published, `sealed` is stored."""

	algorithm: Algorithm
	public_jwk: dict[str, str]
	sealed: str = field(repr=False)

	@property
	def kid(self) -> str:
		"""Return the key ID, which is the thumbprint of the key (RFC 7638)."""
		return self.public_jwk["kid"]


def generate(algorithm: Algorithm) -> KeyPair:
	"""Return a new key pair: RSA of 2048 bits (RFC 7518 §3.3), or P-256."""
	private = _GENERATORS[algorithm]()
	members = _members(private)
	kid = jwk.thumbprint(members)
	public = {**members, "kid": kid, "alg": algorithm.value, "use": "sig"}  # RFC 7517 §4
	return KeyPair(algorithm, public, _seal(private))


def unseal(sealed: str) -> PrivateKey | None:
	"""Return the private half; None if the site's encryption key has changed, or the text is damaged."""
	try:
		return _opened(sealed, encryption_key.derived_key(PURPOSE))
	except InvalidToken:
		return None


@lru_cache(maxsize=4)
def _opened(sealed: str, key: str) -> PrivateKey:
	"""Return the private half, cached by its sealed text. Deleted keys are never looked up here."""
	return serialization.load_der_private_key(_fernet(key).decrypt(sealed.encode()), None)


def _seal(private: PrivateKey) -> str:
	plain = private.private_bytes(
		serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
	)
	return _fernet(encryption_key.derived_key(PURPOSE)).encrypt(plain).decode()


def _fernet(key: str) -> Fernet:
	return Fernet(base64.urlsafe_b64encode(bytes.fromhex(key)))


def _members(private: PrivateKey) -> dict[str, str]:
	numbers = private.public_key().public_numbers()
	if isinstance(private, rsa.RSAPrivateKey):
		return jwk.rsa(numbers.n, numbers.e)
	return jwk.p256(numbers.x, numbers.y)


_GENERATORS = {
	Algorithm.RS256: lambda: rsa.generate_private_key(65537, RSA_BITS),
	Algorithm.ES256: lambda: ec.generate_private_key(ec.SECP256R1()),
}
