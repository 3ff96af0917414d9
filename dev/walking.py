"""Walking, as a browser does, and showing the person what was asked and what came back."""

from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import requests

from dev.console import say
from dev.forms import Form

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

	def get(self, address: str) -> requests.Response:
		"""Follow a link, but no redirect."""
		return self._note("GET", self.browser.get(address, allow_redirects=False, timeout=PATIENCE))

	def post(self, address: str, data: dict) -> requests.Response:
		"""Send a form, but follow no redirect."""
		return self._note("POST", self.browser.post(address, data, allow_redirects=False, timeout=PATIENCE))

	def next_stop(self) -> str:
		"""Where the last answer sends the browser."""
		must(self.page.status_code in REDIRECTS, f"a redirect was due, not {self.page.status_code}")
		return urljoin(self.page.url, self.page.headers["Location"])

	def _note(self, method: str, page: requests.Response) -> requests.Response:
		self.page = page
		target = f" to {place(self.next_stop())}" if page.status_code in REDIRECTS else ""
		say(f"     {method} {place(page.url)} → {page.status_code}{target}")
		return page


def must(holds: object, otherwise: str) -> None:
	"""Raises DidNotHold with the sentence, unless the condition holds."""
	if not holds:
		raise DidNotHold(otherwise)


def press(walk: Walk, path: str) -> None:
	"""Press a button of the app's page."""
	form = walk.forms[path]
	walk.post(form.action, form.pressed())


def new_exchanges(walk: Walk, expected: int) -> list[dict]:
	"""Show what the app and the site said to each other since the last look."""
	told = walk.browser.get(f"{walk.app}/history.json", timeout=PATIENCE).json()
	fresh = told["exchanges"][walk.seen :]
	walk.seen += len(fresh)
	for exchange in fresh:
		show(exchange)
	must(len(fresh) == expected, f"{expected} requests of the app were due, not {len(fresh)}: {told['note']}")
	return fresh


def show(exchange: dict) -> None:
	"""One request of the app, and what came back."""
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
	"""An address without its query, which can be long and secret."""
	parts = urlsplit(address)
	return f"{parts.scheme}://{parts.netloc}{parts.path}{'?…' if parts.query else ''}"


def cut(value: str, length: int = 40) -> str:
	"""A value that fits into a line."""
	return value if len(value) <= length else f"{value[:length]}…"
