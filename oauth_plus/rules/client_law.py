"""Rules for clients: all faults of one client at once.

The form, REST, dynamic registration and `bench oauth-plus check-clients` use the same rules. Values from the database
(the scopes of the site, its lifetimes) are arguments.
"""

from collections.abc import Iterable, Iterator

from oauth_plus.rules import (
	client_keys,
	client_limits,
	client_sign_on,
	fapi,
	redirect_uri,
	redirect_uri_fitness,
	scope_list,
	service_user,
	token_exchange,
)
from oauth_plus.rules.client_faults import Fault, FaultKind
from oauth_plus.rules.client_keys import UnfitKeys
from oauth_plus.rules.client_profile import ClientProfile
from oauth_plus.rules.lifetime import Lifetimes
from oauth_plus.rules.policy import Hardening
from oauth_plus.rules.sentence import Sentence


def faults_of(
	client: ClientProfile, *, unknown_scopes: Iterable[str] = (), site: Lifetimes | None = None
) -> tuple[Fault, ...]:
	"""Return all faults, in the order of the form. `unknown_scopes` are those of the client's scopes that this site
	does not know. `site` has the lifetimes for those that the client does not set. The empty tuple is a client at
	Enforce."""
	return (
		*_grant_faults(client),
		*_redirect_uri_faults(client),
		*_signing_faults(client),
		*_key_faults(client),
		*_scope_faults(client, unknown_scopes),
		*service_user.faults_of(client),
		*token_exchange.faults_of(client),
		*client_limits.faults_of(client, site or Lifetimes()),
		*client_sign_on.faults_of(client),
		*fapi.faults_of(client, site or Lifetimes()),
	)


def _grant_faults(client: ClientProfile) -> Iterator[Fault]:
	if client.has_implicit_grant:  # RFC 9700 §2.1.2
		yield Fault(
			FaultKind.IMPLICIT_GRANT,
			"grant_type",
			cause="The client is registered for the implicit grant, which puts tokens into the address bar",
			fix="Choose Authorization Code on the OAuth Client",
			hardening=Hardening.IMPLICIT_GRANT,
		)


def _redirect_uri_faults(client: ClientProfile) -> Iterator[Fault]:
	uris = tuple(dict.fromkeys((*client.redirect_uris, *client.default_redirect_uris)))
	if not uris and not (
		client.service_user
		or client.has_device_flow
		or client.exchanges_tokens
		or client.introspects_all  # a gateway that only asks what tokens are worth
	):  # RFC 7591 §2: no browser is sent back
		yield Fault(
			FaultKind.NO_REDIRECT_URI,
			"redirect_uris",
			cause="The client has no redirect URI",
			fix="Enter a redirect URI on the OAuth Client",
			hardening=Hardening.REDIRECT_URI_FORM,
			described="redirect_uris is missing",
		)
	for number, uri in enumerate(uris, 1):
		reason = redirect_uri_fitness.unfitness(
			uri, is_public=client.is_public, may_be_private_http=client.allows_private_http
		)
		if reason:
			yield Fault(
				FaultKind.UNFIT_REDIRECT_URI,
				"redirect_uris" if uri in client.redirect_uris else "default_redirect_uri",
				cause=Sentence("The redirect URI {0} {1}", redirect_uri.shown(uri), reason),
				fix="Let the app use another redirect URI, and register that URI",
				hardening=Hardening.REDIRECT_URI_FORM,
				values=(uri, reason),
				described=Sentence("redirect_uris: number {0} {1}", number, reason),
			)


def _signing_faults(client: ClientProfile) -> Iterator[Fault]:
	if client.is_public and client.verifies_with_secret:  # OpenID Connect Core §10.1
		yield Fault(
			FaultKind.PUBLIC_SYMMETRIC_SIGNING,
			"oauth_plus_id_token_signing",
			cause="The ID tokens of a public client are signed with a key that is not secret",
			fix="Let the app verify ID tokens with the keys at jwks_uri. Then set ID Token Signing to Site Key",
			hardening=Hardening.ID_TOKEN_KEY,
		)


def _key_faults(client: ClientProfile) -> Iterator[Fault]:
	if client.keys.strip() and client.is_public:  # RFC 6749 §2.1
		yield Fault(
			FaultKind.PUBLIC_WITH_KEYS,
			"oauth_plus_jwks",
			cause="A public client proves itself with no key: whatever it holds, everybody holds",
			fix="Choose Confidential on the OAuth Client, or remove the keys",
		)
	try:
		client_keys.keys_of(client.keys)
	except UnfitKeys as error:
		yield Fault(
			FaultKind.UNFIT_KEYS,
			"oauth_plus_jwks",
			cause=Sentence("The public keys cannot be used. {0}", error.sentence),
			fix="Have the app's developer send the JWK Set of its public keys",
			values=(error.sentence,),
		)


def _scope_faults(client: ClientProfile, unknown: Iterable[str]) -> Iterator[Fault]:
	for word in dict.fromkeys(unknown):  # RFC 6749 §3.3
		yield Fault(
			FaultKind.UNKNOWN_SCOPE,
			"scopes" if word in client.scopes else "oauth_plus_default_scopes",
			cause=Sentence("The scope {0} is unknown on this site", scope_list.shown(word)),
			fix="Create an OAuth Plus Scope of that name, or remove the scope from the OAuth Client",
			hardening=Hardening.SCOPE,
			values=(word,),
		)
