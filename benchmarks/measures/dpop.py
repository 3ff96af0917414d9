"""A request with a token that is bound to a key, and a new proof each time, against a plain bearer (RFC 9449)."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from jwt.algorithms import ECAlgorithm

from benchmarks.acts import LOGGED_USER, calling
from benchmarks.client import OAUTH
from benchmarks.figures import Finding, Promise, Target
from benchmarks.measures.bearer import TOKENS, bearers
from benchmarks.measures.measure import Contestant, Field, Measure
from benchmarks.measures.refresh import of_rates
from benchmarks.side import NEAR_EMPTY, Side
from benchmarks.turns import Act, told

PLAIN = Promise("DPoP request (proof, ES256)", Target(0.6, "×", True, "a plain bearer"))


class Key:
	"""Key pair of an app, and the address of the site that its proofs are for."""

	def __init__(self, side: Side) -> None:
		self._private = ec.generate_private_key(ec.SECP256R1())
		self._public = ECAlgorithm.to_jwk(self._private.public_key(), as_dict=True)
		self._site = side.door.get("/.well-known/oauth-authorization-server").expect(200).json["issuer"]

	def proof(self, method: str, path: str, token: str = "") -> str:
		"""A proof that is made now."""
		claims = {
			"htm": method,
			"htu": self._site + path,
			"iat": int(time.time()),
			"jti": secrets.token_urlsafe(16),
		}
		if token:
			digest = hashlib.sha256(token.encode()).digest()
			claims["ath"] = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
		return jwt.encode(claims, self._private, "ES256", headers={"typ": "dpop+jwt", "jwk": self._public})


def run(field: Field) -> Iterator[Finding]:
	side = field.ours
	side.shelf.renew(NEAR_EMPTY)
	key = Key(side)
	pairs = bound_tokens(side, key)
	plain = calling(side, bearers(side))
	proven, bearer = field.compare(Contestant(proving(side, key, pairs)), Contestant(plain))
	yield Finding(PLAIN, of_rates(proven, bearer), told(proven), told(bearer))


def bound_tokens(side: Side, key: Key) -> list[str]:
	"""Access tokens of several people and clients, by refreshing with a proof; not those that `bearers` uses."""
	tokens = []
	for client, token in side.live_tokens(NEAR_EMPTY)[-TOKENS:]:
		form = {"grant_type": "refresh_token", "refresh_token": token} | client.form
		answer = side.door.post("get_token", form, {"DPoP": key.proof("POST", f"{OAUTH}get_token")}).expect(
			200
		)
		assert answer.json["token_type"] == "DPoP", json.dumps(answer.json["token_type"])
		tokens.append(answer.json["access_token"])
	return tokens


def proving(side: Side, key: Key, tokens: list[str]) -> Act:
	"""Ask who is signed in, in turn with each of these tokens."""
	waiting = list(tokens)

	def act() -> None:
		token = waiting.pop(0)
		waiting.append(token)
		headers = {"Authorization": f"DPoP {token}", "DPoP": key.proof("GET", LOGGED_USER, token)}
		answer = side.door.get(LOGGED_USER, headers).expect(200)
		if answer.json["message"] == "Guest":
			answer.expect(0)

	return act


MEASURE = Measure("dpop", (PLAIN,), run)
