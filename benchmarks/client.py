"""The client that all contestants are asked by: HTTP/1.1 by http.client, a connection for every request.

Sync workers of gunicorn close the connection after each answer, so there is nothing to keep alive. `requests`
would take three to five times as much of the processor, which client and server share here.
"""

import http.client
import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

OAUTH = "/api/method/frappe.integrations.oauth2."

PATIENCE = 300
"""Seconds for one answer: stock's refresh takes eleven at a million rows, on a machine that is quick."""

_addresses = itertools.count()


class WrongAnswer(Exception):
	"""A contestant did not do the work that it was asked for, so its speed means nothing."""


@dataclass(frozen=True)
class Answer:
	"""An answer, read to its end."""

	status: int
	headers: http.client.HTTPMessage = field(repr=False)
	body: bytes = field(repr=False)

	@property
	def json(self) -> Any:
		return json.loads(self.body)

	def expect(self, *statuses: int) -> "Answer":
		"""This answer, if its status is one of these. Raises WrongAnswer."""
		if self.status not in statuses:
			raise WrongAnswer(f"{self.status} instead of {statuses[0]}: {self.body[:300]!r}")
		return self


@dataclass(frozen=True)
class Door:
	"""A site on the server: it is told from its neighbour by the Host header alone."""

	port: int
	host: str

	def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
		return self._ask("GET", path, None, headers or {})

	def post(self, method: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
		"""A form to one of Frappe's OAuth endpoints."""
		sent = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
		return self._ask("POST", OAUTH + method, urlencode(form), sent)

	def login(self, user: str, password: str) -> dict[str, str]:
		"""The header that brings a browser's session along."""
		body = urlencode({"usr": user, "pwd": password})
		headers = {"Content-Type": "application/x-www-form-urlencoded"}
		answer = self._ask("POST", "/api/method/login", body, headers).expect(200)
		cookies = [value.split(";")[0] for value in answer.headers.get_all("Set-Cookie")]
		return {"Cookie": "; ".join(cookies)}

	def _ask(self, verb: str, path: str, body: str | None, headers: Mapping[str, str]) -> Answer:
		connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
		try:
			connection.request(verb, path, body, {"Host": self.host, **_somebody_else(), **headers})
			response = connection.getresponse()
			return Answer(response.status, response.headers, response.read())
		finally:
			connection.close()


def _somebody_else() -> dict[str, str]:
	"""Each request from an address of its own, as a proxy would tell it: no limit by address takes part."""
	serial = next(_addresses)
	return {"X-Forwarded-For": f"10.{serial >> 16 & 255}.{serial >> 8 & 255}.{serial & 255}"}
