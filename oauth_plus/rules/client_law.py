"""The law of clients: all faults of one client at once.

The form, REST, dynamic registration and `bench oauth-plus check-clients` obey this one law. What the database knows
(the scopes of the site, its lifetimes) comes in as an argument.
"""

from collections.abc import Iterable, Iterator

from oauth_plus.rules import client_limits, client_sign_on, redirect_uri, redirect_uri_fitness, scope_list
from oauth_plus.rules.client_faults import Fault, FaultKind
from oauth_plus.rules.client_profile import ClientProfile
from oauth_plus.rules.lifetime import Lifetimes
from oauth_plus.rules.policy import Hardening
from oauth_plus.rules.redirect_uri_fitness import UnfitRedirectURI


def faults_of(
	client: ClientProfile, *, unknown_scopes: Iterable[str] = (), site: Lifetimes | None = None
) -> tuple[Fault, ...]:
	"""Return all faults, in the order of the form. `unknown_scopes` are those of the client's words that mean
	nothing on this site; `site` has the lifetimes that hold where the client sets none. The empty tuple is a client
	at Enforce."""
	return (
		*_grant_faults(client),
		*_redirect_uri_faults(client),
		*_signing_faults(client),
		*_scope_faults(client, unknown_scopes),
		*client_limits.faults_of(client, site or Lifetimes()),
		*client_sign_on.faults_of(client),
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
	if not uris:  # RFC 7591 §2
		yield Fault(
			FaultKind.NO_REDIRECT_URI,
			"redirect_uris",
			cause="The client has no redirect URI",
			fix="Enter one on the OAuth Client",
			hardening=Hardening.REDIRECT_URI_FORM,
			described="redirect_uris is missing",
		)
	for number, uri in enumerate(uris, 1):
		if reason := _unfit(uri, client):
			yield Fault(
				FaultKind.UNFIT_REDIRECT_URI,
				"redirect_uris" if uri in client.redirect_uris else "default_redirect_uri",
				cause=f"The redirect URI {redirect_uri.shown(uri)} {reason}",
				fix="Have the app use another redirect URI, and register that one",
				hardening=Hardening.REDIRECT_URI_FORM,
				values=(uri, reason),
				described=f"redirect_uris: number {number} {reason}",
			)


def _unfit(uri: str, client: ClientProfile) -> str:
	try:
		redirect_uri_fitness.require_fit(
			uri, is_public=client.is_public, may_be_private_http=client.allows_private_http
		)
	except UnfitRedirectURI as error:
		return str(error)
	return ""


def _signing_faults(client: ClientProfile) -> Iterator[Fault]:
	if client.is_public and client.verifies_with_secret:  # OpenID Connect Core §10.1
		yield Fault(
			FaultKind.PUBLIC_SYMMETRIC_SIGNING,
			"oauth_plus_id_token_signing",
			cause="The ID tokens of a public client are signed with a key that is not secret",
			fix="Have the app verify ID tokens with the keys at jwks_uri, then choose Site Key",
			hardening=Hardening.ID_TOKEN_KEY,
		)


def _scope_faults(client: ClientProfile, unknown: Iterable[str]) -> Iterator[Fault]:
	for word in dict.fromkeys(unknown):  # RFC 6749 §3.3
		yield Fault(
			FaultKind.UNKNOWN_SCOPE,
			"scopes" if word in client.scopes else "oauth_plus_default_scopes",
			cause=f"The scope {scope_list.shown(word)} is unknown on this site",
			fix="Create an OAuth Plus Scope of that name, or remove the scope from the OAuth Client",
			hardening=Hardening.SCOPE,
			values=(word,),
		)
