"""The FAPI 2.0 Security Profile, as far as the form of a client and the site's Settings can break it (§5.3.2, §5.4)."""

from collections.abc import Iterator

from oauth_plus.rules import client_keys, redirect_uri, redirect_uri_kinds, scope_list
from oauth_plus.rules.client_assertion import FAPI_ALGORITHMS
from oauth_plus.rules.client_faults import Fault, FaultKind
from oauth_plus.rules.client_keys import UnfitKeys
from oauth_plus.rules.client_profile import ClientProfile
from oauth_plus.rules.lifetime import Lifetimes
from oauth_plus.rules.rotation import Mode
from oauth_plus.rules.sentence import Sentence, as_sentence

LONGEST_CODE = 60
"""Seconds (§5.3.2.1, item 11)."""


def faults_of(client: ClientProfile, site: Lifetimes) -> Iterator[Fault]:
	"""Yield what a client of the profile lacks; nothing for another client. Each is refused at every gate. `site` has the
	lifetimes, in seconds, for those that the client does not set."""
	if client.is_fapi:
		yield from _type_faults(client)
		yield from _request_faults(client)
		yield from _token_faults(client, site)
		yield from _site_faults(client)


def _type_faults(client: ClientProfile) -> Iterator[Fault]:
	if client.is_public:  # §5.3.2.1, item 3
		yield _fault(
			FaultKind.FAPI_PUBLIC,
			"oauth_plus_client_type",
			"the client is public",
			"Choose Confidential on the OAuth Client",
		)
	if not client.keys.strip():  # §5.3.2.1, item 6
		yield _fault(
			FaultKind.FAPI_WITHOUT_KEYS,
			"oauth_plus_jwks",
			"the client has no public keys, with which alone it may authenticate (private_key_jwt)",
			"Enter the JWK Set of the app's public keys on the OAuth Client",
		)
	if any("alg" in key and key["alg"] not in FAPI_ALGORITHMS for key in _keys(client)):  # §5.4.1, item 1
		known = ", ".join(FAPI_ALGORITHMS)
		yield _fault(
			FaultKind.FAPI_KEY_ALGORITHM,
			"oauth_plus_jwks",
			Sentence("a public key of the client is for an algorithm other than {0}", known),
			Sentence("Have the app use one of {0}", known),
			known,
		)


def _request_faults(client: ClientProfile) -> Iterator[Fault]:
	if client.has_device_flow:  # §5.3.2.2, item 3
		yield _fault(
			FaultKind.FAPI_DEVICE_FLOW,
			"oauth_plus_device_flow",
			"the client may use the device flow, whose requests are not pushed",
			"Untick Device Flow on the OAuth Client",
		)
	if not client.requires_push:  # §5.3.2.2, item 3
		yield _fault(
			FaultKind.FAPI_WITHOUT_PUSH,
			"oauth_plus_requires_push",
			"the client does not have to push its authorization requests",
			"Tick Require Pushed Authorization Requests on the OAuth Client",
		)
	for uri in dict.fromkeys((*client.redirect_uris, *client.default_redirect_uris)):
		if uri.startswith("http:") and not redirect_uri_kinds.is_loopback(uri):  # §5.3.2.2, item 8
			yield _fault(
				FaultKind.FAPI_PLAIN_HTTP,
				"redirect_uris",
				Sentence("the redirect URI {0} sends codes unencrypted", redirect_uri.shown(uri)),
				"Register an https address of the app on the OAuth Client",
				uri,
			)


def _token_faults(client: ClientProfile, site: Lifetimes) -> Iterator[Fault]:
	if client.lifetimes.get("code", site.code.seconds) > LONGEST_CODE:  # §5.3.2.1, item 11
		yield _fault(
			FaultKind.FAPI_CODE_LIFETIME,
			"oauth_plus_code_lifetime",
			Sentence("authorization codes live for more than {0} seconds", LONGEST_CODE),
			Sentence("Set the Authorization Code Lifetime to {0} on the OAuth Client", LONGEST_CODE),
			str(LONGEST_CODE),
		)
	if client.rotation is not Mode.STATIC:  # §5.3.2.1, item 9
		yield _fault(
			FaultKind.FAPI_ROTATION,
			"oauth_plus_rotation",
			"the refresh tokens of the client rotate",
			"Choose Static on the OAuth Client",
		)
	if client.verifies_with_secret:  # §5.4.1, item 1
		yield _fault(
			FaultKind.FAPI_SYMMETRIC_SIGNING,
			"oauth_plus_id_token_signing",
			"ID tokens are signed with the client's secret",
			"Set ID Token Signing to Site Key on the OAuth Client",
		)


def _site_faults(client: ClientProfile) -> Iterator[Fault]:
	has_id_tokens = scope_list.OPENID in (*client.scopes, *client.default_scopes)
	signs = has_id_tokens or client.has_jwt_access_tokens
	if signs and client.site_algorithm not in FAPI_ALGORITHMS:  # §5.4.1, item 1
		yield _fault(
			FaultKind.FAPI_SITE_KEY,
			"scopes",
			Sentence("the site signs ID tokens and JWT access tokens with {0}", client.site_algorithm),
			"Choose ES256 as the Signing Algorithm in OAuth Plus Settings, or use neither the scope openid nor JWTs",
			client.site_algorithm,
		)
	if not client.site_is_https:  # §5.2.1
		yield _fault(
			FaultKind.FAPI_SITE_HTTP,
			"oauth_plus_profile",
			"the issuer of the site is no https address",
			"Serve the site over TLS, and set host_name or the Issuer in OAuth Plus Settings to its https address",
		)


def _fault(kind: FaultKind, field: str, cause: str, fix: str, *values: str) -> Fault:
	return Fault(kind, field, Sentence("FAPI 2.0: {0}", as_sentence(cause)), fix, values=values)


def _keys(client: ClientProfile) -> tuple[dict[str, object], ...]:
	try:
		return client_keys.keys_of(client.keys)
	except UnfitKeys:  # a fault of its own, of every client
		return ()
