"""Single sign-on of one client: what its fields say of claims, subjects and sign-out."""

from dataclasses import dataclass
from typing import Any

from oauth_plus.rules import redirect_uri

PAIRWISE = "Pairwise"
"""Choice for subjects of the client's own (OpenID Connect Core §8)."""

COLUMNS = [
	"oauth_plus_groups_claim",
	"oauth_plus_subject_type",
	"oauth_plus_post_logout_redirect_uris",
	"oauth_plus_ends_with_session",
	"oauth_plus_backchannel_logout_uri",
	"oauth_plus_backchannel_private",
]


@dataclass(frozen=True)
class SignOn:
	"""What an administrator has set for one client. `groups_claim` is a second name for the roles, `backchannel_uri` where
	logout tokens are sent; each may be empty."""

	groups_claim: str = ""
	is_pairwise: bool = False
	post_logout_redirect_uris: tuple[str, ...] = ()
	ends_with_session: bool = False
	backchannel_uri: str = ""
	allows_private_backchannel: bool = False


def from_row(row: Any) -> SignOn:
	"""Return the value of a row of COLUMNS, or of a document of the client."""
	return SignOn(
		groups_claim=(row.get("oauth_plus_groups_claim") or "").strip(),
		is_pairwise=row.get("oauth_plus_subject_type") == PAIRWISE,
		post_logout_redirect_uris=redirect_uri.split(row.get("oauth_plus_post_logout_redirect_uris")),
		ends_with_session=bool(row.get("oauth_plus_ends_with_session")),
		backchannel_uri=(row.get("oauth_plus_backchannel_logout_uri") or "").strip(),
		allows_private_backchannel=bool(row.get("oauth_plus_backchannel_private")),
	)
