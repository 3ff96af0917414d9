"""Members of a client's metadata that have choices (RFC 7591 §2, OpenID Connect Registration §2, RP-Initiated Logout §3.1,
Back-Channel Logout §2.2)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from oauth_plus.rules import redirect_uri, redirect_uri_kinds
from oauth_plus.rules.client_faults import Fault, FaultKind
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.metadata_fields import MetadataFields

CODE = "authorization_code"
"""Grant type of every client that registers itself, and the default (RFC 7591 §2)."""

METHOD = "token_endpoint_auth_method"

WEB, NATIVE = "web", "native"
"""Values of `application_type` (OpenID Connect Registration §2)."""

WITH_SECRET = (AuthMethod.BASIC, AuthMethod.POST)

HS256 = "HS256"


@dataclass(frozen=True)
class SignOnMetadata:
	"""Members about ID tokens, subjects and sign-out. `needs_session`: logout tokens must have a `sid`."""

	is_pairwise: bool = False
	verifies_with_secret: bool = False
	post_logout_redirect_uris: tuple[str, ...] = ()
	backchannel_uri: str = ""
	needs_session: bool = False


def method(fields: MetadataFields, uris: Iterable[str]) -> AuthMethod:
	"""Return the authentication method. A program on users' devices cannot keep a secret, whatever it sends (RFC 8252
	§8.5)."""
	if any(map(redirect_uri_kinds.is_private_use, uris)):
		return AuthMethod.NONE
	sent = fields.sent.get(METHOD)
	if sent in (None, ""):
		return AuthMethod.BASIC
	found = next((each for each in AuthMethod if each.value == sent), None)
	if found is None:
		known = ", ".join(each.value for each in AuthMethod)
		fields.add_unsupported(
			METHOD, f"{METHOD}: this server knows {known}", f"Have the app register one of {known}"
		)
	return found or AuthMethod.BASIC


def keys(fields: MetadataFields) -> tuple[str, str]:
	"""Return the JWK Set in JSON of a client that will prove itself with it, or its address: one of the two (RFC 7591 §2:
	jwks, jwks_uri)."""
	sent, uri = fields.sent.get("jwks"), fields.text("jwks_uri", redirect_uri.LONGEST)
	if bool(sent) == bool(uri):
		fields.add_unsupported(
			"jwks",
			"jwks: private_key_jwt needs either the public keys in jwks or their address in jwks_uri",
			"Have the app send one of jwks and jwks_uri",
		)
	return json.dumps(sent) if sent else "", uri


def application_type(fields: MetadataFields, uris: tuple[str, ...]) -> str:
	"""Return `application_type`; where none is sent, what the redirect URIs say, because apps leave it out by habit. A web
	client has no private-use scheme."""
	sent = fields.text("application_type")
	if sent not in ("", WEB, NATIVE):
		fields.add_unsupported(
			"application_type",
			"application_type: this server knows web and native",
			"Have the app register one of them",
		)
	if sent == WEB and (odd := [uri for uri in uris if redirect_uri_kinds.is_private_use(uri)]):
		fields.faults.append(
			Fault(
				FaultKind.UNFIT_REDIRECT_URI,
				"redirect_uris",
				cause="A redirect URI has a private-use scheme, and application_type is web",
				fix="Have the app register itself as native",
				values=(odd[0], "is not for a web client"),
			)
		)
	return sent or (NATIVE if any(map(redirect_uri_kinds.is_native, uris)) else WEB)


def sign_on(fields: MetadataFields, auth_method: AuthMethod, algorithms: Iterable[str]) -> SignOnMetadata:
	"""Return the members about sign-on. `algorithms` are those of the site's own keys."""
	return SignOnMetadata(
		is_pairwise=_is_pairwise(fields),
		verifies_with_secret=_verifies_with_secret(fields, auth_method, algorithms),
		post_logout_redirect_uris=tuple(
			dict.fromkeys(fields.texts("post_logout_redirect_uris", redirect_uri.LONGEST))
		),
		backchannel_uri=fields.text("backchannel_logout_uri", redirect_uri.LONGEST),
		needs_session=fields.flag("backchannel_logout_session_required"),
	)


def _is_pairwise(fields: MetadataFields) -> bool:
	sent = fields.text("subject_type")
	if sent not in ("", "public", "pairwise"):
		fields.add_unsupported(
			"subject_type",
			"subject_type: this server knows public and pairwise",
			"Have the app register one of them",
		)
	if sent == "pairwise" and fields.sent.get("sector_identifier_uri"):
		fields.add_unsupported(
			"sector_identifier_uri",
			"sector_identifier_uri: the one host of redirect_uris is the sector here",
			"Have the app leave it out",
		)
	return sent == "pairwise"


def _verifies_with_secret(fields: MetadataFields, auth_method: AuthMethod, algorithms: Iterable[str]) -> bool:
	"""HS256 needs a secret that is the client's alone (OpenID Connect Core §10.1)."""
	name = "id_token_signed_response_alg"
	sent, possible = fields.text(name), tuple(algorithms)
	may_be_secret = auth_method in WITH_SECRET
	if sent and sent not in possible and not (sent == HS256 and may_be_secret):
		known = ", ".join((*possible, HS256) if may_be_secret else possible)
		fields.add_unsupported(name, f"{name}: this client may have {known}", "Have the app verify with it")
	return sent == HS256 and may_be_secret


def require_code(fields: MetadataFields) -> None:
	"""The response type `code` is among those that the client registers, or it names none (RFC 7591 §2)."""
	if "code" not in fields.texts("response_types", default=("code",)):
		fields.add_unsupported(
			"response_types",
			"response_types: this server answers with a code alone",
			"Have the app register the response type code",
		)


def grant_types(fields: MetadataFields, offered: Iterable[str]) -> tuple[str, ...]:
	"""Return those of the registered grant types that are offered here."""
	sent = fields.texts("grant_types", default=(CODE,))
	known = tuple(each for each in offered if each in sent)
	if CODE not in known:
		fields.add_unsupported(
			"grant_types",
			"grant_types: this server registers clients of authorization_code alone",
			"Have the app register the grant type authorization_code",
		)
	return known
