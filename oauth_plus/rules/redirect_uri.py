"""Which redirect URIs may be registered, and which match (RFC 9700 §2.1 and §4.1.3, RFC 8252 §7)."""

import re
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from itertools import takewhile
from urllib.parse import quote, urlsplit

from oauth_plus.rules import paths, secret

LONGEST = 2000
LOOPBACK = re.compile(
	r"(http://(?:127\.0\.0\.1|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*localhost|\[::1\]))(?::[0-9]{1,5})?((?:/[^#]*)?)"
)
"""RFC 8252 §7.3; names below `localhost` lead there too (RFC 6761 §6.3), as those of every developer's bench do."""
SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")

OF_OTHERS = frozenset(
	[
		"about",
		"acct",
		"blob",
		"browser",
		"cap",
		"chrome",
		"chrome-extension",
		"cid",
		"content",
		"coap",
		"coaps",
		"data",
		"dict",
		"dns",
		"facetime",
		"fax",
		"feed",
		"file",
		"filesystem",
		"ftp",
		"ftps",
		"geo",
		"git",
		"gopher",
		"im",
		"imap",
		"info",
		"intent",
		"ipp",
		"irc",
		"ircs",
		"itms",
		"itms-apps",
		"jar",
		"javascript",
		"ldap",
		"ldaps",
		"livescript",
		"magnet",
		"mailto",
		"maps",
		"market",
		"mid",
		"mms",
		"moz-extension",
		"ms-settings",
		"news",
		"nfs",
		"nntp",
		"openid",
		"pop",
		"pres",
		"prs",
		"resource",
		"rtsp",
		"s3",
		"safari-extension",
		"search",
		"search-ms",
		"sftp",
		"sip",
		"sips",
		"sms",
		"smsto",
		"smb",
		"snmp",
		"ssh",
		"tel",
		"telnet",
		"tftp",
		"turn",
		"urn",
		"vbscript",
		"view-source",
		"wais",
		"webcal",
		"ws",
		"wss",
		"x-apple-data-detectors",
		"xmpp",
	]
)
"""Schemes that browsers and devices give a meaning of their own: an answer there would run, be shown or be sent."""

PRIVATE_NAMES = (".local", ".lan", ".internal", ".home.arpa", ".intranet", ".home", ".corp")
"""Ends of names that no public name server knows (RFC 6762, RFC 8375)."""

FRAPPE_LOGIN_NEEDS = ("profile", "email")

ENCODED_DOTS = re.compile(r"/(?:\.|%2e){1,2}(?:/|\?|$)", re.IGNORECASE)
VISIBLE = re.compile(r"[\x21-\x7e]+")
SITE_FILE = re.compile(r"/(?:files|assets)/[\w .()@%/-]+")
ORIGIN = re.compile(
	r"[a-z][a-z0-9+.-]*://(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|localhost|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?=[/?#]|$)"
)
FIRST_PART = re.compile(r"/?[^/?#@]*")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\]")


class UnfitRedirectURI(ValueError):
	"""The URI may not be registered; the message says why, as the end of a sentence."""


def split(text: str | None) -> tuple[str, ...]:
	"""URIs one a line or separated by spaces, in order, each once."""
	return tuple(dict.fromkeys((text or "").split()))


def require_fit(uri: str, *, is_public: bool, may_be_private_http: bool = False) -> None:
	"""The URI may be registered for such a client. Raises UnfitRedirectURI."""
	_plain_text(uri)
	scheme, parts = _parsed(uri)
	if scheme == "https":
		_web_host(parts)
	elif scheme == "http":
		if may_be_private_http and is_private_http(uri):
			_web_host(parts)
		else:
			_loopback(uri)
	else:
		_private_use(scheme, is_public)


def is_private_use(uri: str) -> bool:
	"""A program on the person's own device takes the answer by its scheme (RFC 8252 §7.1): nothing else has such a
	URI."""
	scheme, colon, _rest = uri.partition(":")
	return bool(colon and SCHEME.fullmatch(scheme)) and scheme not in ("http", "https", *OF_OTHERS)


def is_native(uri: str) -> bool:
	"""The answer goes to a program on the person's own device (RFC 8252 §7), which keeps no secret."""
	return is_private_use(uri) or is_loopback(uri)


def is_private_http(uri: str) -> bool:
	"""Plain http to a private network: nobody vouches for who answers there (RFC 9700 §2.6)."""
	named = host(uri)
	if not uri.startswith("http://") or not named or is_loopback(uri):
		return False
	try:
		return ip_address(named).is_private
	except ValueError:
		return "." not in named or named.endswith(PRIVATE_NAMES)


def caution(uri: str) -> str:
	"""What an administrator should know of a URI that may be registered, as the end of a sentence; mostly nothing."""
	if is_private_use(uri) and "." not in uri.partition(":")[0]:
		return (
			"uses a scheme that any other program on the device may take for itself; one that is a domain name of "
			"yours turned round, such as com.example.app, is rarely taken (RFC 8252 §7.1, §8.4)"
		)
	if is_private_http(uri):
		return "sends the answer unencrypted: whoever can read along on that network sees the code"
	return ""


def matching(presented: str, registered: Iterable[str], *, is_public: bool) -> bool:
	"""By exact string; only the port of a native app's loopback URI may vary (RFC 8252 §7.3)."""
	known = set(registered)
	if presented in known:
		return True
	if not is_public or len(presented) > LONGEST:
		return False
	return (portless := _portless(presented)) is not None and portless in map(_portless, known)


def host(uri: str) -> str:
	"""The host that an address names; empty where it names none."""
	try:
		return urlsplit(uri).hostname or ""
	except ValueError:
		return ""


def proven_host(uri: str, redirect_uris: Iterable[str]) -> str:
	"""The host of an app's home page, where every answer to the app goes to the same one over https; empty where the
	home page is a mere claim."""
	named = host(uri) if is_claimed(uri) else ""
	uris = tuple(redirect_uris)
	is_proven = bool(uris) and all(is_claimed(each) and host(each) == named for each in uris)
	return named if is_proven else ""


def on_this_site(path: str | None) -> str:
	"""The path of a public file of the site; empty for anything else (RFC 9700 §4.2.4)."""
	return path if path and SITE_FILE.fullmatch(path) and paths.is_plain(path) else ""


def is_frappe_login(uri: str) -> bool:
	"""The button "Login with Frappe" of another Frappe site: it asks for `openid` alone, and lets nobody in of whom it
	is not told an e-mail address."""
	return uri.partition("?")[0].endswith("/api/method/frappe.integrations.oauth2_logins.login_via_frappe")


def origin(uri: str) -> str:
	"""Whose scripts an https or loopback URI is a page of (RFC 6454 §4); empty for any other. A loopback one stands
	without its port, which may vary (RFC 8252 §7.3)."""
	try:
		parts = urlsplit(uri)
		port = parts.port
	except ValueError:
		return ""
	named = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
	if is_loopback(uri):
		return f"http://{named}"
	if not named or not is_claimed(uri):
		return ""
	return f"https://{named}" if port in (None, 443) else f"https://{named}:{port}"


def is_claimed(uri: str) -> bool:
	"""The answer reaches nobody but who holds the host's certificate (RFC 8252 §7.2, §8.6)."""
	return uri.startswith("https://")


def is_loopback(uri: str) -> bool:
	"""The answer goes to whatever program listens on the person's own machine (RFC 8252 §7.3)."""
	return LOOPBACK.fullmatch(uri) is not None


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


def _plain_text(uri: str) -> None:
	if len(uri) > LONGEST:
		raise UnfitRedirectURI(f"is longer than {LONGEST} characters")
	if not VISIBLE.fullmatch(uri):
		raise UnfitRedirectURI("holds a character that is not visible ASCII: write it percent-encoded")
	if any(sign in uri for sign in '\\"<>^`{|}'):
		raise UnfitRedirectURI("holds a character that no URI may hold (RFC 3986)")
	if "#" in uri:
		raise UnfitRedirectURI("has a fragment, which is not allowed (RFC 6749 §3.1.2)")
	if "*" in uri:
		raise UnfitRedirectURI("has a wildcard: it is compared as an exact string")
	if ENCODED_DOTS.search(uri):
		raise UnfitRedirectURI("has dot segments: write the path that they lead to")


def _parsed(uri: str):
	scheme, colon, _rest = uri.partition(":")
	if not colon or not SCHEME.fullmatch(scheme):
		raise UnfitRedirectURI("is not absolute: it must begin with a scheme such as https://")
	if scheme != scheme.lower():
		raise UnfitRedirectURI("has a scheme in capitals: write it in lower case")
	try:
		parts = urlsplit(uri)
		_ = parts.port
		if "[" in parts.netloc:
			IPv6Address(parts.hostname or "")  # Python 3.10 does not look at it
	except ValueError as error:
		raise UnfitRedirectURI("has a malformed host or port") from error
	if parts.username is not None or parts.password is not None:
		raise UnfitRedirectURI("has a user name or password in it")
	return scheme, parts


def _web_host(parts) -> None:
	if not parts.hostname:
		raise UnfitRedirectURI("has no host")
	host = parts.netloc.rsplit("@")[-1].removesuffix(f":{parts.port}")
	if not HOST.fullmatch(host):
		raise UnfitRedirectURI("has a host that is not lower-case ASCII (write IDN names as punycode)")


def _loopback(uri: str) -> None:
	if not LOOPBACK.fullmatch(uri):
		raise UnfitRedirectURI("uses http, which is open to loopback addresses only: use https")


def _private_use(scheme: str, is_public: bool) -> None:
	if scheme in OF_OTHERS:
		raise UnfitRedirectURI(
			f"uses the scheme {scheme}, which is no app's own: use https, or a private-use scheme that is a domain name "
			"of yours turned round, such as com.example.app (RFC 8252 §7.1)"
		)
	if not is_public:
		raise UnfitRedirectURI("uses a private-use scheme, which is open to public clients only")
