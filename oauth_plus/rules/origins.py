"""Origins of scripts (RFC 6454 §6.1), as an administrator lists them for a client."""

import re

from oauth_plus.rules import redirect_uri_kinds

ORIGIN = re.compile(
	r"[a-z][a-z0-9+.-]*://(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::(?!80$|443$)[0-9]{1,5})?"
)
"""Scheme, host and port as browsers write them: in lower case, without a default port, without a path."""


def is_fit(text: str) -> bool:
	"""Return whether scripts of this origin may be let in: https, a developer's own machine, or the scheme of an app
	with a web view (RFC 8252 §7)."""
	kinds = (redirect_uri_kinds.is_claimed, redirect_uri_kinds.is_loopback, redirect_uri_kinds.is_private_use)
	return bool(ORIGIN.fullmatch(text)) and any(is_of_kind(text) for is_of_kind in kinds)


def compared(text: str) -> str:
	"""Return an origin as it is compared: that of a developer's own machine without its port, which may vary (RFC 8252
	§7.3)."""
	return redirect_uri_kinds.origin(text) if redirect_uri_kinds.is_loopback(text) else text
