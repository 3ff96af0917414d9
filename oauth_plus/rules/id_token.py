"""Claims of an ID token that tie it to what is issued with it (OpenID Connect Core §2, §3.1.3.6)."""

import base64
import hashlib
from typing import Any

from oauth_plus.rules.sign_in import SignIn, class_of


def claims(client_id: str, issued_at: int, access_token: str, nonce: str | None) -> dict[str, Any]:
	"""Return the claims of an ID token that is issued with an access token. `issued_at` in seconds since 1970. `at_hash` is
	the left half of a SHA-256 (OpenID Connect Core §3.1.3.6), which goes with RS256, ES256 and HS256: nothing else signs
	here."""
	digest = hashlib.sha256(access_token.encode("ascii")).digest()
	half = base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
	members: dict[str, Any] = {"aud": client_id, "iat": issued_at}
	if nonce is not None:
		members["nonce"] = nonce
	return members | {"at_hash": half}


def of_sign_in(sign_in: SignIn, session: str) -> dict[str, Any]:
	"""Return `auth_time`, `acr`, `amr` (OpenID Connect Core §2, RFC 8176) and `sid` (OpenID Connect Back-Channel Logout §2.1), as far
	as they are known. `session` is the client's name for the session."""
	members: dict[str, Any] = {"auth_time": int(sign_in.auth_time)} if sign_in.auth_time else {}
	if sign_in.methods:
		members |= {"acr": class_of(sign_in.methods), "amr": list(sign_in.methods)}
	return members | ({"sid": session} if session else {})
