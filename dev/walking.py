"""Walking, as a browser does, and showing the person what was asked and what came back."""

from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import requests

from dev.forms import Form
from dev.standin.console import say

PATIENCE = 60  # seconds for an answer
REDIRECTS = (301, 302, 303, 307, 308)


class DidNotHold(Exception):
	"""A step of the journey went otherwise than it must."""


@dataclass
class Walk:
	"""Who walks where, and what was seen last."""

	site: str
	app: str
	email: str
	password: str
	browser: requests.Session = field(default_factory=requests.Session)
	page: requests.Response | None = None
	seen: int = 0  # exchanges of the app that were shown
	back_to: str = ""  # where the login leads to
	decision: Form | None = None
	forms: dict[str, Form] = field(default_factory=dict)  # of the app's page, by path
	first: dict = field(default_factory=dict)  # the first token answer

	def go(self, address: str, data: dict | None = None) -> requests.Response:
		"""Follow a link, or send a form with its data, but follow no redirect."""
		method = "GET" if data is None else "POST"
		self.page = self.browser.request(method, address, data=data, allow_redirects=False, timeout=PATIENCE)
		target = f" to {place(self.next_stop())}" if self.page.status_code in REDIRECTS else ""
		say(f"     {method} {place(self.page.url)} → {self.page.status_code}{target}")
		return self.page

	def next_stop(self) -> str:
		"""Return the address that the last answer sends the browser to."""
		must(self.page.status_code in REDIRECTS, f"a redirect was due, not {self.page.status_code}")
		return urljoin(self.page.url, self.page.headers["Location"])


def must(holds: object, otherwise: str) -> None:
	"""Raise DidNotHold with the sentence, unless the condition holds."""
	if not holds:
		raise DidNotHold(otherwise)


def press(walk: Walk, path: str) -> dict:
	"""Press a button of the app's page. Returns the one request that the app then made of the site."""
	form = walk.forms[path]
	walk.go(form.action, form.pressed())
	(exchange,) = new_exchanges(walk, 1)
	return exchange


def new_exchanges(walk: Walk, expected: int) -> list[dict]:
	"""Show and return the requests of the app since the last look."""
	history = walk.browser.get(f"{walk.app}/history.json", timeout=PATIENCE).json()
	fresh = history["exchanges"][walk.seen :]
	walk.seen += len(fresh)
	for exchange in fresh:
		show(exchange)
	must(len(fresh) == expected, f"{expected} requests were due, not {len(fresh)}: {history['note']}")
	return fresh


def show(exchange: dict) -> None:
	"""Print one request of the app, and what came back."""
	authorization = f"   Authorization: {exchange['authorization']}" if exchange["authorization"] else ""
	say(f"     app → site  {exchange['method']} {exchange['path']}{authorization}")
	if exchange["sent"]:
		say(f"       sent      {fields(exchange['sent'])}")
	say(f"       received  {exchange['status']} {fields(exchange['received'])}")
	if exchange["www_authenticate"]:
		say(f"       WWW-Authenticate: {exchange['www_authenticate']}")


def fields(content: object) -> str:
	"""Names and values in one line."""
	if not isinstance(content, dict):
		return cut(str(content), 120)
	return ", ".join(f"{name}: {cut(str(value), 60)}" for name, value in content.items())


def place(address: str) -> str:
	"""Return an address without its query, which can be long and secret."""
	parts = urlsplit(address)
	return f"{parts.scheme}://{parts.netloc}{parts.path}{'?…' if parts.query else ''}"


def cut(value: str, length: int = 40) -> str:
	"""Return a value that fits into a line."""
	return value if len(value) <= length else f"{value[:length]}…"
