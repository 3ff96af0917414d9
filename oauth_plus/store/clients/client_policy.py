"""Policy for one client. Its own values come before those of the site."""

from functools import lru_cache

from oauth_plus.platform.request_state import state
from oauth_plus.rules import gates
from oauth_plus.rules.lifetime import Lifetimes
from oauth_plus.rules.policy import Gate, Policy, RefreshTokenMode
from oauth_plus.rules.rotation import Rotation
from oauth_plus.store.clients.client import Client
from oauth_plus.store.site import settings, token_lifetimes

CLIENT = "this client"
"""Source of a lifetime that is set on the client itself."""


def policy_for(client: Client) -> Policy:
	"""Return the policy for this client; its lifetimes are in seconds. It is computed once for the same
	inputs."""
	here = state()
	known, policy = here.policy
	if known is not client:
		stored = settings.document()
		policy = _policy(
			client.enforcement,
			token_lifetimes.lifetimes_in(stored),
			tuple(client.lifetimes.items()),
			client.rotation,
			client.refresh_tokens,
			bool(stored.allow_administrator),
			client.exceptions,
			stored.get("exceptions") or "",
		)
		here.policy = (client, policy)
	return policy


def lifetimes(client: Client | None) -> Lifetimes:
	"""Return the lifetimes for this client, in seconds: its own before those of the site, value by value. Those of the
	site where the client is None."""
	site = token_lifetimes.lifetimes()
	return site.overridden(client.lifetimes, CLIENT) if client else site


@lru_cache(maxsize=256)
def _policy(
	enforcement: Gate,
	site: Lifetimes,
	own: tuple[tuple[str, int], ...],
	rotation: Rotation,
	refresh_tokens: RefreshTokenMode,
	allows_administrator: bool,
	own_exceptions: str,
	exceptions_of_site: str,
) -> Policy:
	return Policy(
		enforcement=enforcement,
		lifetimes=site.overridden(dict(own), CLIENT),
		rotation=rotation,
		refresh_tokens=refresh_tokens,
		allows_administrator=allows_administrator,
		exceptions=gates.exceptions_of(own_exceptions, exceptions_of_site),
	)
