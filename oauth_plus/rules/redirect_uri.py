"""Redirect URIs: which match, and how an answer is sent to one (RFC 9700 §2.1 and §4.1.3, RFC 8252 §7.3)."""

import re
from collections.abc import Iterable
from itertools import takewhile
from urllib.parse import quote

from oauth_plus.rules import secret
from oauth_plus.rules.redirect_uri_kinds import LOOPBACK, host, is_claimed

LONGEST = 2_000
"""Characters of a redirect URI."""

FRAPPE_LOGIN_NEEDS = ("profile", "email")
"""Scopes that "Login with Frappe" needs and does not request."""

ORIGIN = re.compile(
	r"[a-z][a-z0-9+.-]*://(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|localhost|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?=[/?#]|$)"
)

FIRST_PART = re.compile(r"/?[^/?#@]*")


def split(text: str | None) -> tuple[str, ...]:
	"""Return the URIs of a stored list, which spaces and lines separate, in order and each once; None is
	empty."""
	return tuple(dict.fromkeys((text or "").split()))


def matching(presented: str, registered: Iterable[str], *, is_public: bool) -> bool:
	"""Return whether the URI equals a registered one as a string (RFC 9700 §4.1.3).

	For public clients, the port of a loopback URI may vary (RFC 8252 §7.3).
	"""
	known = set(registered)
	if presented in known:
		return True
	if not is_public or len(presented) > LONGEST:
		return False
	return (portless := _portless(presented)) is not None and portless in map(_portless, known)


def proven_host(uri: str, redirect_uris: Iterable[str]) -> str:
	"""Return the host of an app's home page where every redirect URI of the app has it too, all over https.

	Empty where one differs: then the home page is only a claim (RFC 7591 §5).
	"""
	named = host(uri) if is_claimed(uri) else ""
	uris = tuple(redirect_uris)
	is_proven = bool(uris) and all(is_claimed(each) and host(each) == named for each in uris)
	return named if is_proven else ""


def is_frappe_login(uri: str) -> bool:
	"""Return whether the URI is that of "Login with Frappe" on another site.

	It requests `openid` alone (OpenID Connect Core §5.4), and refuses to sign in without an e-mail address.
	"""
	return uri.partition("?")[0].endswith("/api/method/frappe.integrations.oauth2_logins.login_via_frappe")


def with_parameters(uri: str, parameters: dict[str, str], *, in_fragment: bool = False) -> str:
	"""Return the URI with parameters added and nothing else changed (RFC 6749 §4.1.2, §4.2.2 for the
	fragment).

	Values are percent-encoded; surrogate escapes become the bytes that were sent.
	"""
	added = "&".join(
		f"{name}={quote(value, safe='', errors='surrogateescape')}" for name, value in parameters.items()
	)
	if in_fragment:
		return f"{uri}#{added}"
	return f"{uri}{'&' if '?' in uri else '?'}{added}"


def shown(uri: str, registered: Iterable[str] = ()) -> str:
	"""Return a URI as the event log shows it: scheme and host, or all that it shares with a registered URI.

	A hint of at most 15 characters follows. User name, password, path, query and fragment may hold a secret.
	"""
	origin = ORIGIN.match(uri)
	common = [common_start(uri, each) for each in registered]
	known = max([origin[0] if origin else "", *common], key=len)
	rest = uri[len(known) :]
	first = FIRST_PART.match(rest)
	return f"{known}{secret.hint(first[0] if first else '') or '…'}" if rest else known


def common_start(one: str, other: str) -> str:
	"""Return the characters with which both texts begin."""
	return "".join(
		sign for sign, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
	)


def _portless(uri: str) -> tuple[str, str] | None:
	match = LOOPBACK.fullmatch(uri)
	return (match[1], match[2]) if match else None
