"""What a client says of itself when it registers (RFC 7591 §2): read as a value, or refused in the RFC's words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from oauth_plus.exceptions import InvalidClientMetadata, InvalidRedirectURI
from oauth_plus.rules import redirect_uri, redirect_uri_fitness, redirect_uri_kinds, scope_list
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.redirect_uri_fitness import UnfitRedirectURI

LONGEST = 140
"""Characters of a line of a client, as Frappe stores them."""

MOST_URIS = 50

GRANT_TYPES = ("authorization_code", "refresh_token")

LINES = ("client_uri", "logo_uri", "tos_uri", "policy_uri", "software_id", "software_version")
"""What is kept as it is said; pages show none of it that is not proved."""


@dataclass(frozen=True)
class ClientMetadata:
	"""What will be registered."""

	name: str
	redirect_uris: tuple[str, ...]
	method: AuthMethod
	grant_types: tuple[str, ...]
	scopes: tuple[str, ...]
	contacts: tuple[str, ...]
	lines: Mapping[str, str]

	@property
	def is_public(self) -> bool:
		"""It keeps no secret."""
		return self.method is AuthMethod.NONE


def read(said: Any) -> ClientMetadata:
	"""The metadata of a request's body. Words that are not understood are left out (RFC 7591 §2), and so are grant types
	beside the one that every client here has. Raises InvalidClientMetadata or InvalidRedirectURI."""
	if not isinstance(said, dict):
		raise InvalidClientMetadata("Send the metadata of the client as a JSON object")
	uris = tuple(dict.fromkeys(_texts(said, "redirect_uris", redirect_uri.LONGEST)))
	method = _method(said.get("token_endpoint_auth_method"), uris)
	_require_fit(uris, is_public=method is AuthMethod.NONE)
	if "code" not in _texts(said, "response_types", default=("code",)):
		raise InvalidClientMetadata("response_types: this server answers with a code alone")
	grant_types = _known_grant_types(_texts(said, "grant_types", default=GRANT_TYPES[:1]))
	return ClientMetadata(
		name=_text(said, "client_name") or redirect_uri_kinds.host(uris[0]) or "An app without a name",
		redirect_uris=uris,
		method=method,
		grant_types=grant_types,
		scopes=tuple(scope_list.requested(_text(said, "scope", 4_000))),
		contacts=tuple(_texts(said, "contacts")),
		lines={name: value for name in LINES if (value := _text(said, name))},
	)


def _method(said: Any, uris: Iterable[str]) -> AuthMethod:
	"""A program on people's own devices keeps no secret, whatever it says (RFC 8252 §8.5)."""
	if any(map(redirect_uri_kinds.is_private_use, uris)):
		return AuthMethod.NONE
	if said in (None, ""):
		return AuthMethod.BASIC
	method = next((each for each in AuthMethod if each.value == said), None)
	if method is None:
		known = ", ".join(each.value for each in AuthMethod)
		raise InvalidClientMetadata(f"token_endpoint_auth_method: this server knows {known}")
	return method


def _require_fit(uris: tuple[str, ...], *, is_public: bool) -> None:
	if not uris:
		raise InvalidRedirectURI("redirect_uris is missing")
	if len(uris) > MOST_URIS:
		raise InvalidRedirectURI(f"redirect_uris: no more than {MOST_URIS}")
	for number, uri in enumerate(uris, 1):
		try:
			redirect_uri_fitness.require_fit(uri, is_public=is_public)
		except UnfitRedirectURI as error:
			shown = redirect_uri.shown(uri)
			raise InvalidRedirectURI(
				f"redirect_uris: number {number} {error}", cause=f"The redirect URI {shown} {error}"
			) from error


def _known_grant_types(said: tuple[str, ...]) -> tuple[str, ...]:
	known = tuple(each for each in GRANT_TYPES if each in said)
	if GRANT_TYPES[0] not in known:
		raise InvalidClientMetadata("grant_types: this server registers clients of authorization_code alone")
	return known


def _texts(
	said: dict[str, Any], name: str, longest: int = LONGEST, default: tuple[str, ...] = ()
) -> tuple[str, ...]:
	values = said.get(name)
	if values is None:
		return default
	if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
		raise InvalidClientMetadata(f"{name} is a list of texts")
	if any(len(each) > longest for each in values):
		raise InvalidClientMetadata(f"{name}: one is longer than {longest} characters")
	return tuple(values)


def _text(said: dict[str, Any], name: str, longest: int = LONGEST) -> str:
	value = said.get(name)
	if value is None:
		return ""
	if not isinstance(value, str) or "\0" in value:
		raise InvalidClientMetadata(f"{name} is a text")
	if len(value) > longest:
		raise InvalidClientMetadata(f"{name} is longer than {longest} characters")
	return value.strip()
