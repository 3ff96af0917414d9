"""Request of a client to the token, revocation or introspection endpoint, as a frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from oauth_plus.rules.credentials import Credentials, asserted, presented
from oauth_plus.rules.dpop import SentProof


@dataclass(frozen=True)
class ClientRequest:
	"""Parameters and credentials of one request (RFC 6749 §3.2).

	`form` holds the parameters. `came_by` is the HTTP method of a request with its parameters in the address, and
	empty if they are in the body. `resources` are all values of `resource`, which may be repeated (RFC 8707 §2).
	`audiences` are all values of `audience` (RFC 8693 §2.1).
	`proof` is what came in the header DPoP (RFC 9449 §4).
	`is_retry` is set on the second attempt of a refresh after a RotationConflict: it decides under the grant's lock.
	"""

	form: Mapping[str, str] = field(default_factory=dict, repr=False)
	authorization: str | None = field(default=None, repr=False)
	came_by: str = ""
	is_retry: bool = False
	resources: tuple[str, ...] = ()
	audiences: tuple[str, ...] = ()
	proof: SentProof | None = None

	def __post_init__(self) -> None:
		"""Remove empty parameters, which count as absent (RFC 6749 §3.2)."""
		object.__setattr__(self, "form", {name: value for name, value in self.form.items() if value})

	@property
	def credentials(self) -> Credentials:
		"""Credentials as presented, not verified (RFC 6749 §2.3). Raises InvalidRequest for two different ones."""
		if assertion := self.form.get("client_assertion"):
			return asserted(assertion, self.form.get("client_assertion_type"), self.form, self.authorization)
		return presented(self.authorization, self.form.get("client_id"), self.form.get("client_secret"))
