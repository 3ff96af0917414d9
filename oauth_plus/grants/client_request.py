"""Request of a client to one of its own endpoints, as a frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from oauth_plus.rules.credentials import Credentials, presented


@dataclass(frozen=True)
class ClientRequest:
	"""Parameters and credentials of one request to the token, revocation or introspection endpoint (RFC 6749 §3.2).

	`form` holds the parameters; `came_by` is the HTTP method of a request whose parameters stood in its address; empty where they stood in the body.
	`resources` are all values of `resource`, which may be repeated (RFC 8707 §2).
	`is_retry` is set on the second attempt of a refresh that lost to another one: it decides under the grant's lock.
	"""

	form: Mapping[str, str] = field(default_factory=dict, repr=False)
	authorization: str | None = field(default=None, repr=False)
	came_by: str = ""
	is_retry: bool = False
	resources: tuple[str, ...] = ()

	def __post_init__(self) -> None:
		"""Leave out what was sent empty, which is the same as absent (RFC 6749 §3.2)."""
		object.__setattr__(self, "form", {name: value for name, value in self.form.items() if value})

	@property
	def credentials(self) -> Credentials:
		"""Credentials as presented, not verified (RFC 6749 §2.3). Raises InvalidRequest for two different ones."""
		return presented(self.authorization, self.form.get("client_id"), self.form.get("client_secret"))
