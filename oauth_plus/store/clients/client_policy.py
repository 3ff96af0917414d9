"""Policy for one client: its own values before those of the site."""

from oauth_plus.platform.request_state import state
from oauth_plus.rules.lifetime import Lifetimes
from oauth_plus.rules.policy import Policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.site import settings, token_lifetimes


def policy_for(client: Client) -> Policy:
	"""What holds for this client; worked out once for each time that it was read."""
	here = state()
	known, policy = here.policy
	if known is not client:
		policy = _policy_for(client)
		here.policy = (client, policy)
	return policy


def _policy_for(client: Client) -> Policy:
	return Policy(
		enforcement=client.enforcement,
		lifetimes=lifetimes(client),
		rotation=client.rotation,
		refresh_tokens=client.refresh_tokens,
		allows_administrator=settings.allows_administrator(),
	)


def lifetimes(client: Client | None) -> Lifetimes:
	"""Return the lifetimes for this client, in seconds: its own before those of the site, value by value. Those of the
	site where the client is None."""
	site = token_lifetimes.lifetimes()
	return site.overridden(client.lifetimes, "this client") if client else site
