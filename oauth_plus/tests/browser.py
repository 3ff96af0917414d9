"""A browser, or an app's HTTP library: it talks to the WSGI application as a web server would."""

import contextlib
import http.client
import json
import re
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import frappe
import frappe.app
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Request

from oauth_plus.tests import handed_out

METHOD = "/api/method/"
OAUTH = METHOD + "frappe.integrations.oauth2."

_worker = ThreadPoolExecutor(max_workers=1)

_served_at: list[str] = []
"""Where requests go: nowhere but this process, or the address that was named last."""


class Browser:
	"""One cookie jar."""

	def __init__(self) -> None:
		self._client = Client(_application)

	def open(self, path: str, method: str = "GET", **kwargs: Any) -> TestResponse:
		"""One request, on a thread that has no Frappe context; redirects are not followed."""
		if threading.current_thread() is not threading.main_thread():
			return self._open(path, method, kwargs)  # one of several `at_once`
		frappe.db.commit()
		frappe.app._site, frappe.app._sites_path = frappe.local.site, "."
		response = _worker.submit(self._open, path, method, kwargs).result()
		frappe.db.rollback()
		return response

	def _open(self, path: str, method: str, kwargs: dict[str, Any]) -> TestResponse:
		response = self._client.open(path, method=method, buffered=True, **kwargs)
		handed_out.note_answer(response.text if response.is_json else "", response.headers.get("Location"))
		return response

	def get(self, path: str, query: dict[str, Any] | str | None = None, **kwargs: Any) -> TestResponse:
		asked = {} if query is None else {"query_string": query}
		return self.open(path, "GET", **asked, **kwargs)

	def post(self, path: str, data: Any = None, **kwargs: Any) -> TestResponse:
		return self.open(path, "POST", data=data, **kwargs)

	def set_cookie(self, name: str, value: str) -> "Browser":
		"""What a person, or a script on a neighbouring domain, can plant in a browser."""
		self._client.set_cookie(name, value)
		return self

	def cookie(self, name: str) -> str:
		"""The value of a cookie that the site has set."""
		return self._client.get_cookie(name).value

	def cookies(self) -> dict[str, str]:
		"""Of all cookies the values."""
		return {cookie.key: cookie.value for cookie in self._client._cookies.values()}

	def login(self, user: str, password: str) -> "Browser":
		answer = self.post(METHOD + "login", {"usr": user, "pwd": password})
		assert answer.status_code == 200, answer.text
		return self

	def submit(self, page: TestResponse, **pressed: str) -> TestResponse:
		"""Press a button of the one form on a page."""
		form = form_of(page)
		return self.post(form.action, form.fields | pressed)


@contextlib.contextmanager
def through(address: str) -> Iterator[None]:
	"""Requests go to a web server; browsers keep their cookies."""
	_served_at.append(urlsplit(address).netloc)
	try:
		yield
	finally:
		_served_at.pop()


def _application(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
	"""Frappe's WSGI application, or one that hands the request on to where the site is served."""
	if not _served_at:
		return frappe.app.application(environ, start_response)
	request = Request(environ)
	server = http.client.HTTPConnection(_served_at[-1], timeout=60)
	target = f"{quote(request.path)}?{request.query_string.decode('latin-1')}"
	server.request(request.method, target, request.get_data(), dict(request.headers))
	answer = server.getresponse()
	body = answer.read()
	start_response(f"{answer.status} {answer.reason}", answer.getheaders())
	server.close()
	return [body]


def browser_of(user: str) -> Browser:
	"""With a session such as `bench browse` opens, for somebody whose password is not known here."""
	frappe.db.commit()
	sid = _worker.submit(_open_session, frappe.local.site, user).result()
	frappe.db.rollback()
	return Browser().set_cookie("sid", sid)


def _open_session(site: str, user: str) -> str:
	from frappe.auth import CookieManager, LoginManager

	frappe.init(site, sites_path=".")
	frappe.connect()
	frappe.utils.set_request(path="/")
	frappe.local.cookie_manager = CookieManager()
	frappe.local.login_manager = LoginManager()
	frappe.local.login_manager.login_as(user)
	sid = frappe.session.sid
	frappe.db.commit()
	frappe.destroy()
	return sid


def at_once(*acts: Callable[[], TestResponse]) -> list[TestResponse]:
	"""Acts that send requests, each in a thread and a database connection of its own, let go together."""
	gate = threading.Barrier(len(acts))

	def act_when_all_are_ready(act: Callable[[], TestResponse]) -> TestResponse:
		gate.wait(timeout=30)
		return act()

	frappe.db.commit()
	frappe.app._site, frappe.app._sites_path = frappe.local.site, "."
	with ThreadPoolExecutor(max_workers=len(acts)) as threads:
		responses = list(threads.map(act_when_all_are_ready, acts))
	frappe.db.rollback()
	return responses


class form_of(HTMLParser):
	"""The one form that posts, with its hidden fields."""

	def __init__(self, page: TestResponse) -> None:
		super().__init__()
		self.action, self.fields, self.buttons = "", {}, []
		self._inside = False
		self.feed(page.text)
		assert self.action, f"no form on the page: {page.status_code} {page.text[:2000]}"

	def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
		attributes = dict(pairs)
		if tag == "form" and attributes.get("method", "").lower() == "post":
			self.action, self._inside = attributes["action"], True
		elif self._inside and tag == "input":
			self.fields[attributes["name"]] = attributes.get("value") or ""
		elif self._inside and tag == "button":
			self.buttons.append(attributes.get("value"))

	def handle_endtag(self, tag: str) -> None:
		self._inside = self._inside and tag != "form"


def sent_to(response: TestResponse) -> dict[str, str]:
	"""The parameters that a redirect carries, from the query or the fragment."""
	assert response.status_code in (302, 303), f"{response.status_code}: {response.text[:2000]}"
	parts = urlsplit(response.headers["Location"])
	return {k: v[0] for k, v in parse_qs(parts.query or parts.fragment, keep_blank_values=True).items()}


def link_to_login(page: TestResponse) -> str:
	"""The address of the login page that a page of ours links to."""
	[address] = re.findall(r'href="(/login\?[^"]+)"', page.text)
	return unescape(address)


def body(response: TestResponse) -> dict[str, Any]:
	"""The JSON of an answer."""
	return json.loads(response.text)
