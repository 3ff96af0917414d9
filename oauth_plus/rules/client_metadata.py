"""Metadata that a client sends to register itself (RFC 7591 §2), read with all faults at once."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from oauth_plus.rules import client_law, redirect_uri, redirect_uri_kinds, scope_list
from oauth_plus.rules.client_faults import Fault, FaultKind
from oauth_plus.rules.client_profile import ClientProfile
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.metadata_fields import MetadataFields

MOST_URIS = 50
"""Redirect URIs of one client that registers itself."""

LONGEST_SCOPE = 4_000
"""Characters of the parameter `scope`."""

CODE = "authorization_code"
"""Grant type of every client that registers itself, and the default (RFC 7591 §2)."""

LINES = ("client_uri", "logo_uri", "tos_uri", "policy_uri", "software_id", "software_version")
"""Members that are stored as sent. Pages show only what the redirect URIs prove (RFC 7591 §5)."""

NAMELESS = "An app without a name"


@dataclass(frozen=True)
class ClientMetadata:
	"""Metadata of a client that will be made. `keys` is its JWK Set in JSON; empty for one that has none.
	`requires_dpop` is dpop_bound_access_tokens (RFC 9449 §5.2)."""

	name: str
	redirect_uris: tuple[str, ...]
	method: AuthMethod = AuthMethod.BASIC
	grant_types: tuple[str, ...] = (CODE,)
	scopes: tuple[str, ...] = ()
	contacts: tuple[str, ...] = ()
	lines: Mapping[str, str] = field(default_factory=dict)
	keys: str = ""
	requires_dpop: bool = False
	requires_push: bool = False

	@property
	def is_public(self) -> bool:
		"""Whether the client keeps no secret (RFC 6749 §2.1)."""
		return self.method is AuthMethod.NONE


@dataclass(frozen=True)
class Registration:
	"""Metadata of a request, as far as they can be read, and all faults of them, in the order of the fields."""

	metadata: ClientMetadata
	faults: tuple[Fault, ...]


def read(sent: Any, offered: Iterable[str]) -> Registration:
	"""Read the body of a registration request. Words that are not understood are left out (RFC 7591 §2), and so are
	grant types other than those that are `offered` here. Raises nothing: every fault is returned."""
	fields = MetadataFields(sent if isinstance(sent, dict) else {})
	metadata = _read(fields, offered)
	if isinstance(sent, dict):
		return Registration(metadata, tuple(fields.faults))
	cause, fix = "The body is not JSON object", "Send the metadata of the client as a JSON object"
	return Registration(metadata, (Fault(FaultKind.MALFORMED_METADATA, "", cause, fix),))


def _read(fields: MetadataFields, offered: Iterable[str]) -> ClientMetadata:
	uris = tuple(dict.fromkeys(fields.texts("redirect_uris", redirect_uri.LONGEST)))
	method = _method(fields, uris)
	keys = _keys(fields) if method is AuthMethod.PRIVATE_KEY_JWT else ""
	_judge(fields, uris, is_public=method is AuthMethod.NONE, keys=keys)
	if "code" not in fields.texts("response_types", default=("code",)):
		fields.add_unsupported(
			"response_types",
			"response_types: this server answers with a code alone",
			"Have the app register the response type code",
		)
	grant_types = _known_grant_types(fields, offered)
	return ClientMetadata(
		name=fields.text("client_name") or redirect_uri_kinds.host(uris[0] if uris else "") or NAMELESS,
		redirect_uris=uris,
		method=method,
		grant_types=grant_types,
		scopes=tuple(scope_list.requested(fields.text("scope", LONGEST_SCOPE))),
		contacts=fields.texts("contacts"),
		lines={name: value for name in LINES if (value := fields.text(name))},
		keys=keys,
		requires_dpop=fields.flag("dpop_bound_access_tokens"),
		requires_push=fields.flag("require_pushed_authorization_requests"),  # RFC 9126 §6
	)


def _method(fields: MetadataFields, uris: Iterable[str]) -> AuthMethod:
	"""Return the authentication method. A program on users' devices cannot keep a secret, whatever it sends (RFC 8252
	§8.5)."""
	if any(map(redirect_uri_kinds.is_private_use, uris)):
		return AuthMethod.NONE
	name = "token_endpoint_auth_method"
	sent = fields.sent.get(name)
	if sent in (None, ""):
		return AuthMethod.BASIC
	method = next((each for each in AuthMethod if each.value == sent), None)
	if method is None:
		known = ", ".join(each.value for each in AuthMethod)
		fields.add_unsupported(
			name, f"{name}: this server knows {known}", f"Have the app register one of {known}"
		)
	return method or AuthMethod.BASIC


def _keys(fields: MetadataFields) -> str:
	"""Return the JWK Set of a client that will prove itself with it (RFC 7591 §2: jwks), in JSON."""
	sent = fields.sent.get("jwks")
	if not sent:
		fields.add_unsupported(
			"jwks",
			"jwks: private_key_jwt needs the public keys themselves, not their address",
			"Have the app send its JWK Set in jwks",
		)
	return json.dumps(sent) if sent else ""


def _judge(fields: MetadataFields, uris: tuple[str, ...], *, is_public: bool, keys: str) -> None:
	"""Hold the redirect URIs and the keys against the law of clients, unless the URIs could not be read."""
	if fields.is_faulty("redirect_uris"):
		return
	if len(uris) <= MOST_URIS:
		fields.faults += client_law.faults_of(ClientProfile(uris, is_public=is_public, keys=keys))
		return
	fields.faults.append(
		Fault(
			FaultKind.TOO_MANY_REDIRECT_URIS,
			"redirect_uris",
			cause=f"redirect_uris: no more than {MOST_URIS}",
			fix="Let the app register fewer redirect URIs",
		)
	)


def _known_grant_types(fields: MetadataFields, offered: Iterable[str]) -> tuple[str, ...]:
	sent = fields.texts("grant_types", default=(CODE,))
	known = tuple(each for each in offered if each in sent)
	if CODE not in known:
		fields.add_unsupported(
			"grant_types",
			"grant_types: this server registers clients of authorization_code alone",
			"Have the app register the grant type authorization_code",
		)
	return known
