"""Client as the law of clients sees it, whether it is stored, about to be stored, or asks to be registered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from oauth_plus.rules.rotation import Mode


@dataclass(frozen=True)
class ClientProfile:
	"""All that the law looks at. `lifetimes` are the client's own, in seconds, and `grace` is in seconds."""

	redirect_uris: tuple[str, ...]
	is_public: bool
	default_redirect_uris: tuple[str, ...] = ()
	allows_private_http: bool = False
	has_implicit_grant: bool = False
	verifies_with_secret: bool = False
	scopes: tuple[str, ...] = ()
	default_scopes: tuple[str, ...] = ()
	networks: tuple[str, ...] = ()
	origins: tuple[str, ...] = ()
	lifetimes: Mapping[str, int] = field(default_factory=dict)
	allows_long_lifetimes: bool = False
	rotation: Mode = Mode.ROTATE
	grace: int = 0
