"""Access tokens of one client: what its fields say of their form, and of whose tokens it may exchange."""

from dataclasses import dataclass
from typing import Any

from oauth_plus.rules import scope_list
from oauth_plus.rules.token_exchange import LIST, MARK

FORMAT = "oauth_plus_access_token_format"

SIGNED = "JWT"
"""Choice for access tokens that gateways verify by themselves (RFC 9068)."""

COLUMNS = [FORMAT, MARK, LIST]


@dataclass(frozen=True)
class AccessTokens:
	"""Form of a client's access tokens, and its part in token exchange (RFC 8693). `exchangeable` are the clients whose tokens
	it may exchange; `*` stands for all."""

	are_jwt: bool = False
	may_exchange: bool = False
	exchangeable: tuple[str, ...] = ()


def from_row(row: Any) -> AccessTokens:
	"""Return the value of a row of COLUMNS, or of a document of the client."""
	return AccessTokens(
		are_jwt=row.get(FORMAT) == SIGNED,
		may_exchange=bool(row.get(MARK)),
		exchangeable=scope_list.split(row.get(LIST)),
	)
