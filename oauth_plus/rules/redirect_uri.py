"""TODO."""

import re
from collections.abc import Iterable
from itertools import takewhile
from urllib.parse import quote

from oauth_plus.rules import secret
from oauth_plus.rules.redirect_uri_kinds import LOOPBACK, host, is_claimed

LONGEST = 2000

FRAPPE_LOGIN_NEEDS = ("profile", "email")

ORIGIN = re.compile(
	r"[a-z][a-z0-9+.-]*://(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|localhost|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?=[/?#]|$)"
)

FIRST_PART = re.compile(r"/?[^/?#@]*")


def split(text: str | None) -> tuple[str, ...]:
	"""URIs one a line or separated by spaces, in order, each once."""
	return tuple(dict.fromkeys((text or "").split()))


def matching(presented: str, registered: Iterable[str], *, is_public: bool) -> bool:
	"""By exact string; only the port of a native app's loopback URI may vary (RFC 8252 §7.3)."""
	known = set(registered)
	if presented in known:
		return True
	if not is_public or len(presented) > LONGEST:
		return False
	return (portless := _portless(presented)) is not None and portless in map(_portless, known)


def proven_host(uri: str, redirect_uris: Iterable[str]) -> str:
	"""The host of an app's home page, where every answer to the app goes to the same one over https; empty where the
	home page is a mere claim."""
	named = host(uri) if is_claimed(uri) else ""
	uris = tuple(redirect_uris)
	is_proven = bool(uris) and all(is_claimed(each) and host(each) == named for each in uris)
	return named if is_proven else ""


def is_frappe_login(uri: str) -> bool:
	"""The button "Login with Frappe" of another Frappe site: it asks for `openid` alone, and lets nobody in of whom it
	is not told an e-mail address."""
	return uri.partition("?")[0].endswith("/api/method/frappe.integrations.oauth2_logins.login_via_frappe")


def with_parameters(uri: str, parameters: dict[str, str], *, in_fragment: bool = False) -> str:
	"""The URI with parameters added and not a letter of it changed (RFC 6749 §4.1.2, §4.2.2)."""
	added = "&".join(
		f"{name}={quote(value, safe='', errors='surrogateescape')}" for name, value in parameters.items()
	)
	if in_fragment:
		return f"{uri}#{added}"
	return f"{uri}{'&' if '?' in uri else '?'}{added}"


def shown(uri: str, registered: Iterable[str] = ()) -> str:
	"""For the audit trail: its scheme and host, or all that it has in common with a registered one, and a hint of
	what comes next. User name, password, path, query and fragment may hold a secret."""
	origin = ORIGIN.match(uri)
	common = [_common_start(uri, each) for each in registered]
	known = max([origin[0] if origin else "", *common], key=len)
	rest = uri[len(known) :]
	return f"{known}{secret.hint(FIRST_PART.match(rest)[0]) or '…'}" if rest else known


def _common_start(one: str, other: str) -> str:
	return "".join(
		sign for sign, _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
	)


def _portless(uri: str) -> tuple[str, str] | None:
	match = LOOPBACK.fullmatch(uri)
	return match and match.groups()
