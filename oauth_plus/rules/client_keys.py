"""Public keys by which a client proves itself (RFC 7517 §5, RFC 7523 §2.2), as its administrator registers them."""

import base64
import json
from functools import lru_cache
from typing import Any

from oauth_plus.rules import jwk
from oauth_plus.rules.client_assertion import ALGORITHMS
from oauth_plus.rules.sentence import Explained, Sentence

MOST_KEYS = 10
"""Keys of one client: the current one, the next one, and some for its other machines."""

LONGEST = 20_000
"""Characters of a key set."""

PREFIX = "key:"

PRIVATE = frozenset(("d", "p", "q", "dp", "dq", "qi", "oth", "k"))
"""Members of private and of symmetric keys (RFC 7518 §6.2.2, §6.3.2, §6.4)."""

RSA_BITS = 2048
"""RFC 7518 §3.3 asks for this much at least."""

CURVES = {"EC": ("P-256",), "OKP": ("Ed25519",)}
"""Curves of the algorithms that are accepted, by key type (RFC 7518 §6.2.1.1, RFC 8037 §2)."""

COORDINATE = 32
"""Octets of a coordinate of both curves, with its leading zeros (RFC 7518 §6.2.1.2, RFC 8037 §2)."""

MEMBERS = {"RSA": ("n", "e"), "EC": ("x", "y"), "OKP": ("x",)}
"""Members of a public key, by key type; each is base64url."""


class UnfitKeys(Explained, ValueError):
	"""Key set that may not be registered; the message says why, as a sentence without its full stop."""


@lru_cache(maxsize=256)
def keys_of(text: str | None) -> tuple[dict[str, Any], ...]:
	"""Return the keys of a key set in JSON, which nobody changes; empty for an empty text. Raises UnfitKeys."""
	if not (text or "").strip():
		return ()
	keys = _members_of(text or "")
	if not keys or len(keys) > MOST_KEYS:
		raise UnfitKeys(Sentence("The member keys holds 1 to {0} keys", MOST_KEYS))
	for key in keys:
		require_fit(key)
	named = {key.get("kid") for key in keys}
	if len(keys) > 1 and (None in named or len(named) < len(keys)):
		raise UnfitKeys("Of several keys, each has a kid of its own")
	return tuple(keys)


@lru_cache(maxsize=256)
def usable(text: str | None) -> tuple[dict[str, Any], ...]:
	"""Return the keys of a stored key set that may still be registered; empty for an empty text. Raises UnfitKeys where none
	of them may: a rule that came later takes no good key away."""
	try:
		return keys_of(text)
	except UnfitKeys:
		fit = tuple(filter(_is_fit, _members_of(text or "")))
		if not fit:
			raise
		return fit


def _is_fit(key: Any) -> bool:
	try:
		require_fit(key)
	except UnfitKeys:
		return False
	return True


def names_of(text: str | None) -> frozenset[str]:
	"""Return what each key is called where a client has proven itself by it: its thumbprint (RFC 7638). Empty for a text
	that is no key set."""
	try:
		return frozenset(map(name_of, usable(text)))
	except UnfitKeys:
		return frozenset()


def signing_keys_of(members: Any) -> str:
	"""Return the key set that an address answered with, in JSON, without the keys that do not sign. Raises UnfitKeys."""
	sent = members.get("keys") if isinstance(members, dict) else None
	listed = sent if isinstance(sent, list) else []
	text = json.dumps({"keys": [key for key in listed if not _is_for_something_else(key)]})
	keys_of(text)
	return text


def _is_for_something_else(key: Any) -> bool:
	"""Return whether a key encrypts, or signs by an algorithm that is not accepted here (RFC 7517 §4.2, §4.4)."""
	if not isinstance(key, dict):
		return False
	named = key.get("alg")
	return key.get("use") == "enc" or (isinstance(named, str) and named not in ALGORITHMS)


def _algorithms_of(kind: str) -> tuple[str, ...]:
	return tuple(name for name, of in ALGORITHMS.items() if of == kind)


def name_of(key: dict[str, Any]) -> str:
	"""Return what a key is called where a client has proven itself by it; no name of a secret begins so."""
	return f"{PREFIX}{jwk.thumbprint(key)}"


def _members_of(text: str) -> list[Any]:
	try:
		said = json.loads(text) if len(text) <= LONGEST else None
	except (ValueError, RecursionError):
		said = None
	keys = said.get("keys") if isinstance(said, dict) else None
	if not isinstance(keys, list):
		raise UnfitKeys('The text is no JWK Set, such as {"keys": [{"kty": "EC", …}]}')
	return keys


def require_fit(key: Any) -> None:
	"""Require a public key that a signature of ours can be verified with (RFC 7517 §4). Raises UnfitKeys."""
	kind = key.get("kty") if isinstance(key, dict) else None
	if kind == "oct" or (isinstance(key, dict) and not PRIVATE.isdisjoint(key)):
		raise UnfitKeys("A key is private or symmetric: register the public half only")
	if not isinstance(kind, str) or kind not in MEMBERS:
		raise UnfitKeys("The kty of each key is RSA, EC or OKP")
	if kind in CURVES and key.get("crv") not in CURVES[kind]:
		raise UnfitKeys(Sentence("The crv of a key of the kind {0} is {1}", kind, CURVES[kind][0]))
	if not isinstance(key.get("kid", ""), str) or key.get("use", "sig") != "sig":
		raise UnfitKeys("The kid of a key is a text, and its use is sig")
	if "alg" in key and key["alg"] not in (accepted := _algorithms_of(kind)):
		raise UnfitKeys(Sentence("The alg of a key of the kind {0} is one of {1}", kind, ", ".join(accepted)))
	octets = [_octets(key.get(member)) for member in MEMBERS[kind]]
	sizes = [_bits(each) for each in octets]
	is_whole = sizes[0] >= RSA_BITS if kind == "RSA" else all(len(each) == COORDINATE for each in octets)
	if not (is_whole and all(sizes)):
		raise UnfitKeys(Sentence("A key is damaged, or is an RSA key of less than {0} bits", RSA_BITS))


def bits(value: Any) -> int:
	"""Return the length of a number in base64url, in bits; 0 for what is none."""
	return _bits(_octets(value))


def _bits(octets: bytes) -> int:
	return int.from_bytes(octets, "big").bit_length()


def _octets(value: Any) -> bytes:
	"""Return what stands in base64url; nothing for what is none."""
	try:
		return base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
	except (TypeError, ValueError):
		return b""
