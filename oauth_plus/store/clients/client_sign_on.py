"""Single sign-on of one client: what its fields say of claims, subjects and sign-out."""

from dataclasses import dataclass
from typing import Any

PAIRWISE = "Pairwise"
"""Choice for subjects of the client's own (OpenID Connect Core §8)."""

COLUMNS = ["oauth_plus_groups_claim", "oauth_plus_subject_type"]


@dataclass(frozen=True)
class SignOn:
	"""What an administrator has set for one client. `groups_claim` is a second name for the roles, or empty."""

	groups_claim: str = ""
	is_pairwise: bool = False


def from_row(row: Any) -> SignOn:
	"""Return the value of a row of COLUMNS, or of a document of the client."""
	return SignOn(
		groups_claim=(row.get("oauth_plus_groups_claim") or "").strip(),
		is_pairwise=row.get("oauth_plus_subject_type") == PAIRWISE,
	)
