"""Members of a client's metadata that have choices (RFC 7591 §2, OpenID Connect Registration §2)."""

import json
from collections.abc import Iterable

from oauth_plus.rules import redirect_uri, redirect_uri_kinds
from oauth_plus.rules.client_faults import Fault, FaultKind
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.metadata_fields import MetadataFields
from oauth_plus.rules.sentence import Sentence

CODE = "authorization_code"
"""Grant type of every client that registers itself, and the default (RFC 7591 §2)."""

METHOD = "token_endpoint_auth_method"

WEB, NATIVE = "web", "native"
"""Values of `application_type` (OpenID Connect Registration §2)."""


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
			METHOD,
			Sentence("{0}: this server knows {1}", METHOD, known),
			Sentence("Have the app register one of {0}", known),
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
