"""Requests that this site sends to addresses of apps: to a checked IP address, without redirects, and soon over."""

import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlencode, urlsplit

import urllib3

from oauth_plus.platform import certificates
from oauth_plus.rules import networks

SECONDS = 5
"""Time for the connection, and for each part of the answer."""

MOST = 16_384
"""Bytes of an answer that are read."""


class NotSent(Exception):
	"""Request that was not sent or not answered; the message says why, as the end of a sentence."""


@dataclass(frozen=True)
class Answer:
	"""HTTP status of an answer, and the beginning of its body."""

	status: int
	body: bytes


def post_form(url: str, form: dict[str, str], *, may_be_private: bool = False) -> Answer:
	"""POST a form and return the answer, whatever its status. Raises NotSent.

	The name is resolved once, and the connection goes to the address that was checked: a name server cannot answer
	otherwise the second time. `may_be_private` allows addresses of private networks.
	"""
	parts = urlsplit(url)
	address = _address_of(parts, may_be_private=may_be_private)
	target = parts.path or "/"
	target += f"?{parts.query}" if parts.query else ""
	headers = {
		"Host": parts.netloc,
		"Content-Type": "application/x-www-form-urlencoded",
		"Accept": "*/*",
		"User-Agent": "oauth_plus",
	}
	with _pool(parts, address) as pool:
		try:
			answer = pool.urlopen(
				"POST",
				target,
				body=urlencode(form),
				headers=headers,
				redirect=False,
				retries=False,
				assert_same_host=False,
				preload_content=False,
			)
			return Answer(answer.status, answer.read(MOST, decode_content=False))
		except (urllib3.exceptions.HTTPError, OSError) as error:
			raise NotSent(f"did not answer ({type(error).__name__})") from error


def _pool(parts: SplitResult, address: str) -> urllib3.HTTPConnectionPool:
	timeout = urllib3.Timeout(connect=SECONDS, read=SECONDS)
	if parts.scheme == "http":
		return urllib3.HTTPConnectionPool(address, _port(parts), timeout=timeout)
	return urllib3.HTTPSConnectionPool(
		address,
		_port(parts),
		timeout=timeout,
		ssl_context=certificates.context(),
		assert_hostname=parts.hostname,
		server_hostname=parts.hostname,
	)


def _port(parts: SplitResult) -> int:
	return parts.port or (80 if parts.scheme == "http" else 443)


def _address_of(parts: SplitResult, *, may_be_private: bool) -> str:
	"""Every address of the name must be allowed, so that nobody hides one among others."""
	try:
		found = socket.getaddrinfo(parts.hostname, _port(parts), type=socket.SOCK_STREAM)
	except (OSError, UnicodeError) as error:
		raise NotSent("has a host that is not found") from error
	addresses = [str(entry[4][0]) for entry in found]
	if not addresses:
		raise NotSent("has a host that is not found")
	if not may_be_private and not all(map(networks.is_public, addresses)):
		raise NotSent("leads into a private network")
	return addresses[0]
