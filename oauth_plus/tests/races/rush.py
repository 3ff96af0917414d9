"""Many requests at once, over real HTTP: all are sent before any answer is read.

One thread does it. Fifty threads of this process would wait for each other, and for the two cores that the
server needs; fifty connections whose requests lie at the server's door do not.
"""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from oauth_plus.tests import handed_out

TIMEOUT = 120


@dataclass(frozen=True)
class Asked:
	"""A request on its way."""

	path: str
	body: bytes = field(repr=False)
	method: str = "POST"
	headers: Mapping[str, str] = field(
		default_factory=lambda: {"Content-Type": "application/x-www-form-urlencoded"}, repr=False
	)


@dataclass(frozen=True)
class Answer:
	"""What came back."""

	status: int
	text: str = field(repr=False)

	@property
	def said(self) -> dict[str, Any]:
		return json.loads(self.text)


def form(path: str, values: dict[str, str]) -> Asked:
	"""A form, as an app posts it."""
	return Asked(path, urlencode(values).encode())


def change(doctype: str, name: str, key: tuple[str, str], **values: Any) -> Asked:
	"""Somebody with an API key edits a document, as Desk does."""
	headers = {"Content-Type": "application/json", "Authorization": f"token {':'.join(key)}"}
	return Asked(f"/api/resource/{quote(doctype)}/{quote(name)}", json.dumps(values).encode(), "PUT", headers)


def at_once(address: str, *asked: Asked) -> list[Answer]:
	"""The answers, in the order of the requests."""
	lines = [http.client.HTTPConnection(urlsplit(address).netloc, timeout=TIMEOUT) for _ in asked]
	try:
		for line in lines:
			line.connect()
		for line, one in zip(lines, asked, strict=True):
			line.request(one.method, one.path, one.body, dict(one.headers))
		return [_answer(line) for line in lines]
	finally:
		for line in lines:
			line.close()


def _answer(line: http.client.HTTPConnection) -> Answer:
	response = line.getresponse()
	text = response.read().decode()
	handed_out.note_answer(text, response.getheader("Location"))
	return Answer(response.status, text)
