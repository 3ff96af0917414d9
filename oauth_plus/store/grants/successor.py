"""Pair that supersedes a refresh token, sealed with a key that is derived from that token, which is stored nowhere. A
client that repeats the token unseals the same pair. The database, a backup and the site configuration cannot (RFC
9700 §4.14.2)."""

import json
from dataclasses import dataclass, field

from oauth_plus.store.sealed import sealing

PURPOSE = "oauth_plus: the successor of a refresh token"


@dataclass(frozen=True)
class Successor:
	"""Pair that was issued for a refresh token. It may have no new refresh token."""

	access_token: str = field(repr=False)
	refresh_token: str | None = field(repr=False)


def seal(successor: Successor, presented: str, family: str, generation: int) -> str:
	"""Return the pair of this generation, sealed for the holder of the refresh token that was presented."""
	plain = json.dumps([successor.access_token, successor.refresh_token])
	return sealing.seal(plain, presented, PURPOSE, f"{family}:{generation}")


def unseal(sealed: str, presented: str, family: str, generation: int) -> Successor | None:
	"""Return the pair; None if nothing is sealed, or not by this token for this generation."""
	plain = sealing.unseal(sealed, presented, PURPOSE, f"{family}:{generation}")
	return Successor(*json.loads(plain)) if plain else None
