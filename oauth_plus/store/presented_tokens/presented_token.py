"""Presented token, with the state of all that it depends on."""

from dataclasses import dataclass, field

from oauth_plus.rules.gates import ENFORCED, Gates
from oauth_plus.store.grants.family import Family
from oauth_plus.store.scopes import scope_lookup
from oauth_plus.store.tokens.token_pair import TokenPair


@dataclass(frozen=True)
class PresentedToken:
	"""Presented token with the state of its family, client and user.

	`gates` has the gate of every hardening. `networks` are those that the client may call from, and empty for all. `is_tied`: `User.restrict_ip` limits the
	user's addresses. `family` is not cached. `client_scopes` are those that the client has now.
	`requires_dpop_nonce`: its proofs need a nonce (RFC 9449 §9). `own_limits` are the calls in a minute that the client's
	form allows, for the client and for each user, and 0 where the site's apply. `limits` are those that apply
	(`call_limits.EACH`), and None until they are known.
	"""

	pair: TokenPair
	family_is_live: bool
	client_is_enabled: bool
	user_is_enabled: bool
	gates: Gates = field(default_factory=lambda: ENFORCED)
	networks: tuple[str, ...] = ()
	is_tied: bool = True
	family: Family | None = None
	client_scopes: tuple[str, ...] = ()
	requires_dpop_nonce: bool = False
	own_limits: tuple[int, int] = (0, 0)
	limits: tuple[int, int, int] | None = None

	@property
	def scopes(self) -> tuple[str, ...]:
		"""Return the scopes of the access token that its client still has (RFC 6749 §3.3); empty for none."""
		return scope_lookup.left(self.pair.scopes, self.client_scopes)
