"""Apps that prove themselves with a key of their own, as their developers write them."""

import contextlib
import json
import secrets
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm
from jwt.utils import base64url_decode, base64url_encode

from oauth_plus.tests.factories import App, an_app
from oauth_plus.tests.site import ISSUER

TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

MAKERS = {
	"RS256": (lambda: rsa.generate_private_key(65537, 2048), RSAAlgorithm),
	"PS256": (lambda: rsa.generate_private_key(65537, 2048), RSAAlgorithm),
	"ES256": (lambda: ec.generate_private_key(ec.SECP256R1()), ECAlgorithm),
	"EdDSA": (ed25519.Ed25519PrivateKey.generate, OKPAlgorithm),
	"Ed25519": (ed25519.Ed25519PrivateKey.generate, OKPAlgorithm),
}

_JWS = jwt.PyJWS()
with contextlib.suppress(ValueError):
	_JWS.register_algorithm("Ed25519", OKPAlgorithm())  # RFC 9864, as newer libraries of apps have it


@dataclass(frozen=True)
class Key:
	"""A key pair that an app's developer made."""

	algorithm: str
	private: Any = field(repr=False)
	kid: str = "one"

	@property
	def public_jwk(self) -> dict[str, Any]:
		"""What the developer sends to the administrator."""
		known = MAKERS[self.algorithm][1].to_jwk(self.private.public_key(), as_dict=True)
		known.pop("key_ops", None)
		for name in {"x", "y"} & known.keys():  # PyJWT 2.8 leaves leading zeros out (RFC 7518 §6.2.1.2)
			octets = base64url_decode(known[name]).rjust(32, b"\0")
			known[name] = base64url_encode(octets).decode()
		return {**known, "kid": self.kid, "use": "sig"}


@cache
def a_key(algorithm: str = "ES256", kid: str = "one") -> Key:
	"""A key; the same for the same arguments, for RSA takes long to make."""
	return Key(algorithm, MAKERS[algorithm][0](), kid)


def key_set(*keys: Key) -> str:
	"""A JWK Set of public keys (RFC 7517 §5)."""
	return json.dumps({"keys": [key.public_jwk for key in keys]})


def an_app_with_keys(*keys: Key, **values: Any) -> App:
	"""A confidential client that has public keys here."""
	return an_app(oauth_plus_jwks=key_set(*(keys or (a_key(),))), **values)


def claims_of(app: App, **changes: Any) -> dict[str, Any]:
	"""Claims of an assertion that is made now (RFC 7523 §3); None takes one out."""
	now = int(time.time())
	claims = {
		"iss": app.client_id,
		"sub": app.client_id,
		"aud": ISSUER,
		"iat": now,
		"exp": now + 60,
		"jti": secrets.token_urlsafe(16),
	} | changes
	return {name: value for name, value in claims.items() if value is not None}


def signed(claims: dict[str, Any], key: Key, headers: dict[str, Any]) -> str:
	"""A JWT, as the app's library makes it."""
	return _JWS.encode(json.dumps(claims).encode(), key.private, key.algorithm, headers)


def asserted(
	app: App, key: Key | None = None, *, headers: dict[str, Any] | None = None, **changes: Any
) -> dict[str, Any]:
	"""The form fields by which the app proves itself, in place of its secret (RFC 7523 §2.2)."""
	key = key or a_key()
	token = signed(claims_of(app, **changes), key, {"kid": key.kid} | (headers or {}))
	return {"client_secret": None, "client_assertion_type": TYPE, "client_assertion": token}
