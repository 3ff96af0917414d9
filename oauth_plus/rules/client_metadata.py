"""Metadata that a client sends to register itself (RFC 7591 §2), read with all faults at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from oauth_plus.rules import (
	client_law,
	client_metadata_members,
	redirect_uri,
	redirect_uri_kinds,
	scope_list,
	sign_on_metadata,
)
from oauth_plus.rules.client_faults import Fault, FaultKind
from oauth_plus.rules.client_metadata_members import CODE, WEB
from oauth_plus.rules.client_profile import ClientProfile
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.metadata_fields import MetadataFields
from oauth_plus.rules.sentence import Sentence
from oauth_plus.rules.sign_on_metadata import SignOnMetadata

MOST_URIS = 50
"""URIs in one list of a client that registers itself."""

LONGEST_SCOPE = 4_000
"""Characters of the parameter `scope`."""

LINES = ("client_uri", "logo_uri", "tos_uri", "policy_uri", "software_id", "software_version")
"""Members that are stored as sent. Pages show only what the redirect URIs prove (RFC 7591 §5)."""

NAMELESS = "An app without a name"


@dataclass(frozen=True)
class ClientMetadata:
	"""Metadata of a client that will be made. `keys` is its JWK Set in JSON; `keys_uri` is where they are read.
	Both are empty for a client without keys. `requires_dpop` is dpop_bound_access_tokens (RFC 9449 §5.2)."""

	name: str
	redirect_uris: tuple[str, ...]
	method: AuthMethod = AuthMethod.BASIC
	grant_types: tuple[str, ...] = (CODE,)
	scopes: tuple[str, ...] = ()
	contacts: tuple[str, ...] = ()
	lines: Mapping[str, str] = field(default_factory=dict)
	keys: str = ""
	keys_uri: str = ""
	application_type: str = WEB
	sign_on: SignOnMetadata = field(default_factory=SignOnMetadata)
	requires_dpop: bool = False
	requires_push: bool = False

	@property
	def is_public(self) -> bool:
		"""Whether the client keeps no secret (RFC 6749 §2.1)."""
		return self.method is AuthMethod.NONE

	@property
	def profile(self) -> ClientProfile:
		"""The client as the law of clients sees it."""
		return ClientProfile(
			self.redirect_uris,
			is_public=self.is_public,
			keys=self.keys,
			verifies_with_secret=self.sign_on.verifies_with_secret,
			is_pairwise=self.sign_on.is_pairwise,
			post_logout_redirect_uris=self.sign_on.post_logout_redirect_uris,
			backchannel_uri=self.sign_on.backchannel_uri,
		)


@dataclass(frozen=True)
class Registration:
	"""Metadata of a request, as far as they can be read, and all faults of them, in the order of the fields."""

	metadata: ClientMetadata
	faults: tuple[Fault, ...]


def read(sent: Any, offered: Iterable[str], algorithms: Iterable[str] = ("RS256",)) -> Registration:
	"""Read the body of a registration request. Words that are not understood are left out (RFC 7591 §2), and so are
	grant types other than those that are `offered` here. `algorithms` sign ID tokens here. Raises nothing: every fault
	is returned."""
	fields = MetadataFields(sent if isinstance(sent, dict) else {})
	metadata = _read(fields, offered, algorithms)
	if isinstance(sent, dict):
		return Registration(metadata, tuple(fields.faults))
	cause, fix = "The body is not JSON object", "Send the metadata of the client as a JSON object"
	return Registration(metadata, (Fault(FaultKind.MALFORMED_METADATA, "", cause, fix),))


def _read(fields: MetadataFields, offered: Iterable[str], algorithms: Iterable[str]) -> ClientMetadata:
	uris = tuple(dict.fromkeys(fields.texts("redirect_uris", redirect_uri.LONGEST)))
	method = client_metadata_members.method(fields, uris)
	has_keys = method is AuthMethod.PRIVATE_KEY_JWT
	keys, keys_uri = client_metadata_members.keys(fields) if has_keys else ("", "")
	metadata = ClientMetadata(
		name=redirect_uri_kinds.host(uris[0] if uris else "") or NAMELESS,
		redirect_uris=uris,
		method=method,
		keys=keys,
		keys_uri=keys_uri,
		application_type=client_metadata_members.application_type(fields, uris),
		sign_on=sign_on_metadata.read(fields, method, algorithms),
	)
	_judge(fields, metadata)
	client_metadata_members.require_code(fields)
	grant_types = client_metadata_members.grant_types(fields, offered)
	return replace(
		metadata,
		grant_types=grant_types,
		name=fields.text("client_name") or metadata.name,
		scopes=tuple(scope_list.requested(fields.text("scope", LONGEST_SCOPE))),
		contacts=fields.texts("contacts"),
		lines={name: value for name in LINES if (value := fields.text(name))},
		requires_dpop=fields.flag("dpop_bound_access_tokens"),
		requires_push=fields.flag("require_pushed_authorization_requests"),  # RFC 9126 §6
	)


def _judge(fields: MetadataFields, metadata: ClientMetadata) -> None:
	"""Hold the URIs and the keys against the law of clients, unless the redirect URIs could not be read."""
	if fields.is_malformed("redirect_uris"):
		return
	many = [
		name
		for name, uris in (
			("redirect_uris", metadata.redirect_uris),
			("post_logout_redirect_uris", metadata.sign_on.post_logout_redirect_uris),
		)
		if len(uris) > MOST_URIS
	]
	if not many:
		fields.faults += client_law.faults_of(metadata.profile)
	for name in many:
		fields.faults.append(
			Fault(
				FaultKind.TOO_MANY_REDIRECT_URIS,
				name,
				cause=Sentence("{0}: no more than {1}", name, MOST_URIS),
				fix="Let the app register fewer URIs",
			)
		)
