"""The parameter `claims`: single claims that an app asks for (OpenID Connect Core §5.5)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from oauth_plus.exceptions import InvalidRequest
from oauth_plus.rules import claims
from oauth_plus.rules.sentence import Sentence

MEMBERS = ("userinfo", "id_token")
"""Members of the request; others are ignored (OpenID Connect Core §5.5)."""


@dataclass(frozen=True)
class ClaimsRequest:
	"""Claims that are asked for, by name. `subject` is the user that the ID token must be about, None for any;
	`classes`: the ID token must name one of these classes of authentication (OpenID Connect Core §5.5.1.1), None for
	any."""

	names: tuple[str, ...] = ()
	subject: str | None = None
	classes: tuple[str, ...] | None = None

	def scopes(self, groups_claim: str = "") -> tuple[str, ...]:
		"""Return the scopes that give the claims which this server has, each once (OpenID Connect Core §5.4).
		`groups_claim` is the client's second name for the roles."""
		return tuple(dict.fromkeys(_scopes_of(self.names, groups_claim)))


def read(text: str | None) -> ClaimsRequest:
	"""Read the parameter; an absent one asks for nothing. Raises InvalidRequest for one that is malformed."""
	if text is None:
		return ClaimsRequest()
	try:
		sent = json.loads(text)
	except (ValueError, RecursionError) as error:
		raise InvalidRequest("claims is no JSON") from error
	if not isinstance(sent, dict):
		raise InvalidRequest("claims is no JSON object")
	asked = {member: _claims_in(sent, member) for member in MEMBERS}
	names = tuple(dict.fromkeys(name for each in asked.values() for name in each))
	subject = (asked["id_token"].get("sub") or {}).get("value")
	if subject is not None and not isinstance(subject, str):
		raise InvalidRequest("claims asks for a sub that is no text")
	return ClaimsRequest(names, subject, _classes_in(asked["id_token"].get("acr") or {}))


def _claims_in(sent: dict[str, Any], member: str) -> dict[str, Any]:
	asked = sent.get(member)
	if asked is None:
		return {}
	if not isinstance(asked, dict) or not all(map(_is_request, asked.values())):
		raise InvalidRequest(Sentence("{0} in claims is no object of claims", member))
	return asked


def _is_request(value: Any) -> bool:
	"""A single claim is asked for by null, or by an object (OpenID Connect Core §5.5.1)."""
	if value is None:
		return True
	return (
		isinstance(value, dict)
		and isinstance(value.get("essential", False), bool)
		and isinstance(value.get("values", []), list)
	)


def _classes_in(acr: dict[str, Any]) -> tuple[str, ...] | None:
	"""Return the classes of authentication of which one must be met; None where any other will do too."""
	if acr.get("essential") is not True or not ("value" in acr or "values" in acr):
		return None
	return tuple(
		each for each in (acr.get("value"), *acr.get("values", ())) if isinstance(each, str) and each
	)


def _scopes_of(names: Iterable[str], groups_claim: str) -> Iterable[str]:
	for name in names:
		if name in claims.KNOWN:
			yield claims.scope_of(name)
		elif groups_claim and name == groups_claim:
			yield claims.ROLES
