"""Grant of a token request, and the grant types of the token endpoint."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.rules.sign_in import SignIn
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants.successor import Successor
from oauth_plus.store.tokens.token_pair import TokenPair


class Issuance(Enum):
	"""How a pair of tokens is issued."""

	NEW = "a grant begins"
	ROTATED = "a new generation follows the one that was presented"
	KEPT = "the refresh token stays, with another access token"
	ADDED = "one more access token of a grant that its client has by itself"
	REPEATED = "the pair that was issued just before is returned once more"


@dataclass(frozen=True)
class Grant:
	"""Consent of a user to a client, in its present state.

	`scopes` were consented to. `asked` is requested now, and empty for all. `generation` is that of the issued pair.
	`before` is the pair that is superseded or repeated. `presented` is its refresh token. `repeated` holds the tokens
	that are returned again. `stored_scopes` is the text of `scopes` as this request read it in the grant's row, so
	that a grant that was narrowed since is not overwritten. `sign_in` is how the user had signed in; of a refresh, only
	the session is known. `secret` names the client's secret whose proof is all that the grant began with (RFC 6749
	§4.4), and `open_until` is when such a grant ends; it has no refresh token. `resources` are all that tokens of the
	grant may be for, and `targets` those that the access token is for now (RFC 8707 §2). `dpop_jkt` is the thumbprint of
	the key that the access token is bound to, and the refresh token too where `binds_refresh_token` (RFC 9449 §5).
	`delegation` is the chain of a token that is exchanged, of which `issued_type` is the type (RFC 8693 §2.2.1); both are
	empty for any other.
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
	sign_in: SignIn = field(default_factory=SignIn)
	stored_scopes: str = ""
	secret: str = ""
	open_until: datetime | None = None
	resources: tuple[str, ...] = ()
	targets: tuple[str, ...] = ()
	delegation: tuple[str, ...] = ()
	issued_type: str = ""
	dpop_jkt: str = ""
	binds_refresh_token: bool = False
	presented: str = field(default="", repr=False)
	repeated: Successor | None = field(default=None, repr=False)

	@property
	def may_be_refreshed(self) -> bool:
		"""A refresh token may be issued: a user gave the consent, and to this client (RFC 6749 §4.4.3, RFC 8693 §2.2.1)."""
		return not (self.secret or self.delegation)

	@property
	def pair_before(self) -> TokenPair:
		"""Return the pair that is superseded or repeated. Raises LookupError for a new grant, which has none."""
		if self.before is None:
			raise LookupError("A new grant has no previous pair")
		return self.before


def _always() -> bool:
	return True


@dataclass(frozen=True)
class GrantType:
	"""Value of `grant_type` (RFC 6749 §4).

	`decide` returns the grant of an authenticated client's request, or raises a Refusal. It writes only what the
	grant spends (a code), the poll of a device, what a replay ends, and the grant of a pair from before installation.
	`require_allowed` raises a Refusal for a client that may not use
	it; None where every client may. `is_advertised` returns whether metadata name it: it works for a client of this
	site. `may_be_registered` says whether a client may name it when it registers itself. `gives_id_token`: the scope
	`openid` also gives an ID token (OpenID Connect Core §3.1.3.3, §12.2).
	"""

	name: str
	decide: Callable[[ClientRequest, AuthenticatedClient, datetime], Grant]
	require_allowed: Callable[[Client], None] | None = None
	is_advertised: Callable[[], bool] = _always
	may_be_registered: bool = True
	gives_id_token: bool = False
