"""Client as the rules for clients see it: stored, about to be stored, or about to be registered."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from oauth_plus.rules.rotation import Mode


@dataclass(frozen=True)
class ClientProfile:
	"""All that the law looks at. `lifetimes` are the client's own, in seconds, and `grace` is in seconds.
	`service_user` is empty for none; it is enabled if it exists and may sign in. Of the site, what the profile
	FAPI 2.0 needs."""

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
	keys: str = ""
	has_device_flow: bool = False
	introspects_all: bool = False
	service_user: str = ""
	service_user_is_enabled: bool = True
	groups_claim: str = ""
	is_pairwise: bool = False
	post_logout_redirect_uris: tuple[str, ...] = ()
	backchannel_uri: str = ""
	allows_private_backchannel: bool = False
	has_jwt_access_tokens: bool = False
	exchanges_tokens: bool = False
	exchanges_of: tuple[str, ...] = ()
	requires_push: bool = False
	is_fapi: bool = False
	site_algorithm: str = ""
	site_is_https: bool = True
