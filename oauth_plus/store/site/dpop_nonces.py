"""Nonces for proofs (RFC 9449 §8). They are stored nowhere: a nonce is an HMAC of the time by a key of the site, so that
every worker knows those of every other."""

from datetime import datetime

from oauth_plus.rules import secret
from oauth_plus.store.site import encryption_key

WINDOW = 120
"""Seconds for which a nonce is the newest one. It is accepted for as long again."""


def current(now: datetime) -> str:
	"""Return the newest nonce."""
	return _nonce(_window(now))


def is_known(nonce: object, now: datetime) -> bool:
	"""Return whether this is the newest nonce of the site, or the one before."""
	here = _window(now)
	return isinstance(nonce, str) and any(secret.same(nonce, _nonce(each)) for each in (here, here - 1))


def _window(now: datetime) -> int:
	return int(now.timestamp()) // WINDOW


def _nonce(window: int) -> str:
	return secret.seal(encryption_key.derived_key("dpop_nonce"), str(window))
