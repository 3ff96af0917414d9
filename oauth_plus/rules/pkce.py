"""Proof Key for Code Exchange (RFC 7636), S256 only (RFC 9700 §2.1.1)."""

import base64
import hashlib
import hmac
import re

from oauth_plus.exceptions import InvalidGrant, InvalidRequest
from oauth_plus.rules import secret
from oauth_plus.rules.sentence import Sentence

S256 = "S256"
PLAIN = "plain"

CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")

LONGEST_CHALLENGE = 128
"""Characters (RFC 7636 §4.2); no verifier has a longer challenge."""


def s256(verifier: str) -> str:
	"""Return base64url(sha256(verifier)) without padding: 43 characters (RFC 7636 §4.2)."""
	hashed = hashlib.sha256(verifier.encode("utf-8", "surrogatepass")).digest()
	return base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()


def require_challenge(challenge: str | None) -> None:
	"""Refuse an authorization request without a challenge (RFC 9700 §2.1.1). Raises InvalidRequest."""
	if not challenge:
		raise InvalidRequest(
			"code_challenge is required",
			cause="A public client requested a code without PKCE",
			fix="Send code_challenge and code_challenge_method=S256 (RFC 7636)",
		)


def require_storable(challenge: str | None) -> None:
	"""Refuse a challenge of more than 128 characters, which no verifier could match. Raises
	InvalidRequest."""
	if challenge and len(challenge) > LONGEST_CHALLENGE:
		raise InvalidRequest(Sentence("code_challenge is longer than {0} characters", LONGEST_CHALLENGE))


def require_s256(challenge: str | None, method: str | None) -> None:
	"""Refuse any method but S256; an absent one means `plain` (RFC 7636 §4.3). Raises InvalidRequest.

	`plain` shows the verifier to all who can read the request (RFC 7636 §7.2).
	"""
	if (challenge or method) and method != S256:
		raise InvalidRequest(
			"code_challenge_method must be S256",
			cause=Sentence(
				"code_challenge_method was {0}",
				_named(method) if method else Sentence("left out, which means plain"),
			),
			fix="Hash the verifier: code_challenge = BASE64URL(SHA256(code_verifier))",
		)
	if method == S256 and not CHALLENGE.fullmatch(challenge or ""):
		raise InvalidRequest("code_challenge must be 43 base64url characters")


def require_known_method(challenge: str | None, method: str | None) -> None:
	"""Raises InvalidRequest for a challenge by a transformation that nobody has defined (RFC 7636 §4.4.1)."""
	if challenge and method and method not in (S256, PLAIN):
		raise InvalidRequest("code_challenge_method must be S256")


def require_long_verifier(verifier: str | None, challenge: str | None) -> None:
	"""Refuse a verifier that is not 43 to 128 unreserved characters (RFC 7636 §4.1). Raises InvalidGrant.

	A shorter one could be guessed from its challenge (RFC 7636 §7.1).
	"""
	if challenge and verifier and not VERIFIER.fullmatch(verifier):
		raise InvalidGrant(
			"code_verifier must be 43 to 128 of the characters A-Z a-z 0-9 - . _ ~",
			cause=Sentence(
				"code_verifier has {0} characters, or a character that is not allowed", len(verifier)
			),
			fix="Make the verifier of 32 random octets, base64url-encoded (RFC 7636 §4.1)",
		)


def require_no_downgrade(challenge: str | None, verifier: str | None) -> None:
	"""Refuse a verifier where no challenge was stored (RFC 9700 §4.8.2). Raises InvalidGrant.

	An attacker may have taken the challenge out of the authorization request.
	"""
	if verifier and not challenge:
		raise InvalidGrant(
			"code_verifier was sent, but no code_challenge came with the authorization request",
			fix="Send code_challenge in the authorization request, or no code_verifier",
		)


def kept(challenge: str | None, method: str | None) -> tuple[str | None, str | None]:
	"""Return challenge and method as they are stored.

	A `plain` challenge is the verifier itself: it is hashed first, as S256 would (RFC 7636 §4.2).
	"""
	if challenge and (method or "").lower() == PLAIN:
		return s256(challenge), S256
	return challenge, method


def prove_possession(verifier: str | None, challenge: str | None, method: str | None) -> None:
	"""Compare the verifier with the challenge of the code, in constant time (RFC 7636 §4.6).

	A code without a challenge needs no verifier. Raises InvalidGrant.
	"""
	if not challenge:
		return
	if not verifier:
		raise InvalidGrant("code_verifier is missing")
	expected = verifier if (method or "").lower() == PLAIN else s256(verifier)
	if not hmac.compare_digest(expected.encode("utf-8", "surrogatepass"), challenge.encode()):
		raise InvalidGrant("code_verifier does not match code_challenge")


def _named(method: str) -> str:
	return secret.named(method, (PLAIN, "PLAIN", S256, S256.lower()))
