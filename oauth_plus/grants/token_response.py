"""Successful answer of the token endpoint, as a frozen value."""

from dataclasses import dataclass, field
from typing import Any

from oauth_plus.rules.dpop import SCHEME


@dataclass(frozen=True)
class TokenResponse:
	"""Issued tokens (RFC 6749 §5.1, OpenID Connect Core §3.1.3.3). `expires_in` is in seconds. `dpop_jkt` is the thumbprint
	of the key that the access token is bound to (RFC 9449 §5), `issued_token_type` the type of an exchanged one (RFC 8693
	§2.2.1); both are empty for any other."""

	access_token: str = field(repr=False)
	expires_in: int
	scopes: tuple[str, ...]
	refresh_token: str | None = field(default=None, repr=False)
	id_token: str | None = field(default=None, repr=False)
	issued_token_type: str = ""
	dpop_jkt: str = ""

	def body(self) -> dict[str, Any]:
		"""Return the members of the JSON object (RFC 6749 §5.1)."""
		members = {
			"access_token": self.access_token,
			"expires_in": self.expires_in,
			"token_type": SCHEME if self.dpop_jkt else "Bearer",
			"scope": " ".join(self.scopes),
		}
		optional = {
			"refresh_token": self.refresh_token,
			"id_token": self.id_token,
			"issued_token_type": self.issued_token_type,
		}
		return members | {name: value for name, value in optional.items() if value}
