"""Which redirect URIs may be registered (RFC 6749 §3.1.2, RFC 9700 §2.6, RFC 8252 §7)."""

import re
from ipaddress import IPv6Address
from urllib.parse import SplitResult, urlsplit

from oauth_plus.rules.redirect_uri import LONGEST
from oauth_plus.rules.redirect_uri_kinds import LOOPBACK, SCHEME, is_private_http, is_private_use
from oauth_plus.rules.sentence import Explained, Sentence
from oauth_plus.rules.uri_schemes import RESERVED

ENCODED_DOTS = re.compile(r"/(?:\.|%2e){1,2}(?:/|\?|$)", re.IGNORECASE)

VISIBLE = re.compile(r"[\x21-\x7e]+")

HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?\.?|\[[0-9a-f:.]+\]")


class UnfitRedirectURI(Explained, ValueError):
	"""Redirect URI that may not be registered; the message says why, as the end of a sentence."""


def require_fit(uri: str, *, is_public: bool, may_be_private_http: bool = False) -> None:
	"""Refuse a URI that may not be registered for such a client (RFC 6749 §3.1.2, RFC 8252 §7).

	`may_be_private_http` allows plain http in a private network. Raises UnfitRedirectURI.
	"""
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


def unfitness(uri: str, *, is_public: bool, may_be_private_http: bool = False) -> str:
	"""Return why a URI may not be registered for such a client, as the end of a sentence; empty where it may."""
	try:
		require_fit(uri, is_public=is_public, may_be_private_http=may_be_private_http)
	except UnfitRedirectURI as error:
		return error.sentence
	return ""


def caution(uri: str) -> str:
	"""Return the risk of a URI that may be registered, as the end of a sentence; mostly empty (RFC 8252 §7.1,
	§8.4)."""
	if is_private_use(uri) and "." not in uri.partition(":")[0]:
		return Sentence(
			"uses a scheme that any other program on the device can claim. A scheme that is your domain name in "
			"reverse order, such as com.example.app, is safer (RFC 8252 §7.1, §8.4)"
		)
	if is_private_http(uri):
		return Sentence(
			"sends the answer unencrypted: anyone who can read the traffic of that network can read the code"
		)
	return ""


def _plain_text(uri: str) -> None:
	if len(uri) > LONGEST:
		raise UnfitRedirectURI(Sentence("is longer than {0} characters", LONGEST))
	if not VISIBLE.fullmatch(uri):
		raise UnfitRedirectURI("has a character that is not visible ASCII: percent-encode it")
	if any(sign in uri for sign in '\\"<>^`{|}'):
		raise UnfitRedirectURI("has a character that is not allowed in a URI (RFC 3986)")
	if "#" in uri:
		raise UnfitRedirectURI("has a fragment, which is not allowed (RFC 6749 §3.1.2)")
	if "*" in uri:
		raise UnfitRedirectURI("has a wildcard: it is compared as an exact string")
	if ENCODED_DOTS.search(uri):
		raise UnfitRedirectURI("has dot segments: write the path without them")


def _parsed(uri: str) -> tuple[str, SplitResult]:
	scheme, colon, _rest = uri.partition(":")
	if not colon or not SCHEME.fullmatch(scheme):
		raise UnfitRedirectURI("is not absolute: it must begin with a scheme such as https://")
	if scheme != scheme.lower():
		raise UnfitRedirectURI("has a scheme in upper case: write it in lower case")
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


def _web_host(parts: SplitResult) -> None:
	if not parts.hostname:
		raise UnfitRedirectURI("has no host")
	host = parts.netloc.rsplit("@")[-1].removesuffix(f":{parts.port}")
	if not HOST.fullmatch(host):
		raise UnfitRedirectURI("has a host that is not lower-case ASCII (write IDN names as punycode)")


def _loopback(uri: str) -> None:
	if not LOOPBACK.fullmatch(uri):
		raise UnfitRedirectURI("uses http, which is allowed for loopback addresses only: use https")


def _private_use(scheme: str, is_public: bool) -> None:
	if scheme in RESERVED:
		raise UnfitRedirectURI(
			Sentence(
				"uses the scheme {0}, which is reserved: use https, or a private-use scheme that is your domain "
				"name in reverse order, such as com.example.app (RFC 8252 §7.1)",
				scheme,
			)
		)
	if not is_public:
		raise UnfitRedirectURI("uses a private-use scheme, which is allowed for public clients only")
