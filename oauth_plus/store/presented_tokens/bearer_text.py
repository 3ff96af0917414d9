"""Presented tokens as text, for the cache."""

import json
from functools import lru_cache
from typing import Any

from oauth_plus.platform import clock
from oauth_plus.platform.cache_notes import MOST
from oauth_plus.rules.gates import gates_of, shortened
from oauth_plus.rules.policy import gate_named
from oauth_plus.store.presented_tokens.presented_token import PresentedToken
from oauth_plus.store.tokens.token_pair import TokenPair


def dump(access: PresentedToken) -> dict[str, Any]:
	"""Return a bearer as the JSON that Redis stores; times in seconds since 1970."""
	pair = access.pair
	gate, exceptions = shortened(access.gates)
	return {
		"access_digest": pair.access_digest,
		"client_id": pair.client_id,
		"user": pair.user,
		"scopes": pair.scopes,
		"granted_scopes": pair.granted_scopes,
		"issued_at": clock.to_epoch(pair.issued_at),
		"expires_at": clock.to_epoch(pair.expires_at),
		"family": pair.family,
		"resources": pair.resources,
		"delegation": pair.delegation,
		"dpop_jkt": pair.dpop_jkt,
		"requires_dpop_nonce": access.requires_dpop_nonce,
		"enforcement": gate.value,
		"exceptions": exceptions,
		"networks": access.networks,
		"is_tied": access.is_tied,
		"client_scopes": access.client_scopes,
		"limits": access.limits,
	}


@lru_cache(maxsize=MOST)
def parsed(raw: bytes) -> tuple[PresentedToken, list[str]] | None:
	"""Return a cached bearer, and the marks under which it is valid; None for the text of an older version, which does not
	say all that must be known."""
	said = json.loads(raw)
	try:
		return _access(said), said["marks"]
	except KeyError:
		return None


def _access(said: dict[str, Any]) -> PresentedToken:
	pair = TokenPair(
		access_digest=said["access_digest"],
		client_id=said["client_id"],
		user=said["user"],
		scopes=tuple(said["scopes"]),
		granted_scopes=tuple(said["granted_scopes"]),
		issued_at=clock.from_epoch(said["issued_at"]),
		expires_at=clock.from_epoch(said["expires_at"]),
		family=said["family"],
		resources=tuple(said.get("resources") or ()),
		delegation=tuple(said.get("delegation") or ()),
		dpop_jkt=said["dpop_jkt"],
	)
	return PresentedToken(
		pair,
		family_is_live=True,
		client_is_enabled=True,
		user_is_enabled=True,
		gates=gates_of(gate_named(said.get("enforcement")), said.get("exceptions")),
		networks=tuple(said.get("networks") or ()),
		is_tied=said.get("is_tied", True),
		client_scopes=tuple(said.get("client_scopes", said["scopes"])),
		requires_dpop_nonce=said["requires_dpop_nonce"],
		limits=said["limits"] and tuple(said["limits"]),
	)
