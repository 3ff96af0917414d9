"""One HTTP request to an address of an app: to a checked IP address, without redirects, within five seconds."""

import contextlib
import http.client
import socket
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as OutOfTime
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

from oauth_plus.platform import certificates
from oauth_plus.rules import networks
from oauth_plus.rules.sentence import Explained, Sentence

SECONDS = 5
"""Time for the whole request: the name, the connection, and the last byte of the answer."""

MOST = 16_384
"""Bytes of an answer that are read."""


class NotSent(Explained):
	"""Request that was not sent or not answered; the message says why, as the end of a sentence."""


@dataclass(frozen=True)
class Answer:
	"""HTTP status of an answer, the beginning of its body, and its headers, with names in lower case."""

	status: int
	body: bytes
	headers: Mapping[str, str] = field(default_factory=dict)


class GuardedRequest:
	"""One request in a thread of its own, which ends with its socket: no name server and no slow answer holds the caller
	longer than SECONDS.

	The name is resolved once, and the connection goes to an address that was checked: a name server cannot answer
	otherwise the second time.
	"""

	def __init__(self, url: str, *, may_be_private: bool) -> None:
		self.parts = urlsplit(url)
		self.may_be_private = may_be_private
		self._handle: socket.socket | None = None
		self._is_over = False

	def run(self, method: str, headers: dict[str, str], body: bytes | None = None) -> Answer:
		"""Return the answer. Raises NotSent, also when the time is over."""
		done: Future[Answer] = Future()
		arguments = (done, method, headers, body)
		threading.Thread(target=self._settle, args=arguments, daemon=True).start()
		try:
			return done.result(timeout=SECONDS)
		except OutOfTime as error:
			raise NotSent("did not answer in time") from error
		finally:
			self._end()

	def _settle(self, done: Future[Answer], *request: Any) -> None:
		try:
			done.set_result(self._answer(*request))
		except BaseException as error:
			done.set_exception(error)

	def _answer(self, method: str, headers: dict[str, str], body: bytes | None) -> Answer:
		parts = self.parts
		target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
		known = {"Host": parts.netloc, "User-Agent": "oauth_plus", "Connection": "close"}
		try:
			with contextlib.closing(http.client.HTTPConnection(parts.netloc)) as connection:
				connection.sock = self._connected()
				connection.request(method, target, body, known | headers)
				answer = connection.getresponse()
				named = {name.lower(): value for name, value in answer.getheaders()}
				return Answer(answer.status, answer.read(MOST + 1), named)
		except (http.client.HTTPException, OSError, ValueError) as error:
			raise NotSent(Sentence("did not answer ({0})", type(error).__name__)) from error

	def _connected(self) -> socket.socket:
		port = _port(self.parts)
		plain = socket.create_connection((self._address(), port), timeout=SECONDS)
		self._handle = plain.dup()  # TLS takes the socket itself away
		if self._is_over:
			self._end()
		if self.parts.scheme == "http":
			return plain
		context = certificates.context()
		return context.wrap_socket(plain, server_hostname=self.parts.hostname)

	def _address(self) -> str:
		"""Every address of the name must be allowed, so that nobody hides one among others."""
		try:
			found = socket.getaddrinfo(self.parts.hostname, _port(self.parts), type=socket.SOCK_STREAM)
		except (OSError, UnicodeError) as error:
			raise NotSent("has a host that is not found") from error
		addresses = [str(entry[4][0]) for entry in found]
		if not addresses:
			raise NotSent("has a host that is not found")
		if not self.may_be_private and not all(map(networks.is_public, addresses)):
			raise NotSent("leads into a private network")
		return addresses[0]

	def _end(self) -> None:
		"""Close the connection, also while the thread still reads from it."""
		self._is_over = True
		if handle := self._handle:
			with contextlib.suppress(OSError):
				handle.shutdown(socket.SHUT_RDWR)
			handle.close()


def _port(parts: SplitResult) -> int:
	return parts.port or (80 if parts.scheme == "http" else 443)
