"""Resources that a request names (RFC 8707 §2): of this site, and of what was granted."""

from urllib.parse import urlsplit

from oauth_plus.exceptions import InvalidTarget, InvalidToken
from oauth_plus.grants import refusal_events
from oauth_plus.grants.gate import gate
from oauth_plus.rules import resource
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store.clients import client_policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.presented_tokens.presented_token import PresentedToken
from oauth_plus.store.site import resources, site_issuer
from oauth_plus.store.tokens.token_pair import TokenPair


def requested(asked: tuple[str, ...], client: Client, user: str | None) -> tuple[str, ...]:
	"""Return the resources that a request names; those that are known here where the client's gate does not enforce it.
	Raises InvalidTarget."""
	if not asked:
		return ()
	known = tuple(uri for uri in asked[: resource.MOST] if _is_known(uri))
	with gate(client, Hardening.RESOURCE, user):
		if known != asked:
			raise InvalidTarget(
				"resource is no URI of this site or of a resource that it declares",
				cause="The client asked for tokens for a resource that this site does not have",
				fix="Have the app name the resource as its metadata spell it, or create an OAuth Plus Resource for it",
			)
	return known


def narrowed(
	asked: tuple[str, ...], granted: tuple[str, ...], client: Client, user: str | None
) -> tuple[str, ...]:
	"""Return the resources of the next access token: those that the request names, or else all that were granted (RFC
	8707 §2.2). Raises InvalidTarget for one that was not granted."""
	named = requested(asked, client, user)
	with gate(client, Hardening.RESOURCE, user):
		if named and not resource.covered(named, granted, resources.declared()):
			raise InvalidTarget(
				"resource asks for more than was granted",
				cause="The client asked for tokens for another resource than its user agreed to",
				fix="Have the app send the resource with the authorization request too",
			)
		return named or granted
	return granted


def opens(bound: tuple[str, ...], path: str) -> bool:
	"""Return whether a token that is bound to these resources opens a path of the site; True for none (RFC 8707 §2)."""
	return resource.is_whole_site(bound) or resource.opens(bound, path, resources.declared())


def is_let_in(pair: TokenPair, client: Client | None, uri: str) -> bool:
	"""Return whether the token is for the resource at this address, or its client is an old one (RFC 8707 §2)."""
	is_held = client is None or client_policy.policy_for(client).gate(Hardening.RESOURCE) is Gate.ENFORCE
	return not is_held or opens(pair.resources, urlsplit(uri).path)


def limits(asked: tuple[str, ...]) -> tuple[str, ...]:
	"""Return the resources that a consent is limited to; empty for the whole site."""
	return () if resource.is_whole_site(asked) else asked


def shown(asked: tuple[str, ...]) -> tuple[str, ...]:
	"""Return the resources as the consent page names them: by their title, or their URI; empty for the whole site."""
	declared, issuer = resources.declared() if asked else {}, site_issuer.issuer()
	named = ((uri, declared.get(resource.path_of(uri, issuer) or "")) for uri in limits(asked))
	return tuple(each.title if each else uri for uri, each in named)


def require_open(access: PresentedToken, path: str) -> None:
	"""The token is for the resource at this path; the empty path stands for a call that names its method elsewhere.
	Raises InvalidToken where the client's gate enforces it (RFC 6750 §3.1, RFC 8707 §2)."""
	pair, level = access.pair, access.gates[Hardening.RESOURCE]
	if level is Gate.OFF or opens(pair.resources, path):
		return
	refusal = InvalidToken(
		"The access token is for another resource",
		cause=Sentence(
			"A token for {0} was sent to another address of the site", " ".join(pair.resources)[:300]
		),
		fix="Have the app ask for a token without resource, or for one of this address",
		reason=Hardening.RESOURCE.value,
	)
	refusal_events.hold(level, refusal, pair)


def _is_known(uri: str) -> bool:
	return resource.is_known(resource.path_of(uri, site_issuer.issuer()), resources.declared())
