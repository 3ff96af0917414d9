"""Grant that a request was found to deserve, and the kinds of grant that the token endpoint knows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants.successor import Successor
from oauth_plus.store.tokens.token_pair import TokenPair


class Issuance(Enum):
	"""How the pair that is handed out comes about."""

	NEW = "a grant begins"
	ROTATED = "a new generation follows the one that was presented"
	KEPT = "the refresh token stays, with another access token"
	REPEATED = "the pair that was issued just before is returned once more"


@dataclass(frozen=True)
class Grant:
	"""Consent of a user to a client, as it stands.

	`scopes` is all that was consented to; `asked` is what this request asks for, empty for all of it. `generation` is
	the one that is handed out. `before` is the pair that it follows, or that is repeated; `presented` is the refresh
	token of that pair, and `repeated` holds the tokens that are returned once more. `stored_scopes` is the text of
	`scopes` that this request read in the grant's row: one that was narrowed since is not written over. `resources` are
	all that tokens of the grant may be for, and `targets` those that the access token is for now (RFC 8707 §2).
	"""

	user: str
	scopes: tuple[str, ...]
	family: str
	asked: tuple[str, ...] = ()
	generation: int = 1
	issuance: Issuance = Issuance.NEW
	before: TokenPair | None = None
	ends_at: datetime | None = None
	nonce: str | None = None
	auth_time: float | None = None
	stored_scopes: str = ""
	resources: tuple[str, ...] = ()
	targets: tuple[str, ...] = ()
	presented: str = field(default="", repr=False)
	repeated: Successor | None = field(default=None, repr=False)

	@property
	def pair_before(self) -> TokenPair:
		"""The pair that is followed or repeated. Raises LookupError for a new grant, which has none."""
		if self.before is None:
			raise LookupError("A new grant follows no pair")
		return self.before


def _every_client(client: Client) -> None:
	"""Raise nothing: any client may use this grant type."""


@dataclass(frozen=True)
class GrantType:
	"""One value of `grant_type` (RFC 6749 §4).

	`decide` returns the grant that a request of an authenticated client deserves, or raises a Refusal. It writes
	nothing but what the grant has to spend (a code), and what a replay ends.
	`require_allowed` raises a Refusal for a client that may not use it.
	`is_advertised` says whether metadata name it, and whether clients may register for it.
	`gives_id_token`: with the scope `openid`, an ID token is issued too (OpenID Connect Core §3.1.3.3, §12.2).
	"""

	name: str
	decide: Callable[[ClientRequest, AuthenticatedClient, datetime], Grant]
	require_allowed: Callable[[Client], None] = _every_client
	is_advertised: bool = True
	gives_id_token: bool = False
