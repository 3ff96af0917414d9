"""An app's web server on this machine, with the document that describes the app (Client ID Metadata Documents)."""

import contextlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import frappe

from oauth_plus.tests.factories import App


@dataclass
class Publisher:
	"""`members` is the document, to which the address is added. `body` takes its place; `pause` is in seconds, before each
	byte of the answer."""

	address: str = ""
	members: dict[str, Any] = field(default_factory=dict)
	status: int = 200
	headers: dict[str, str] = field(default_factory=dict)
	kind: str = "application/json"
	body: bytes | None = None
	pause: float = 0
	pauses_in_headers: bool = False
	read: int = 0

	@property
	def app(self) -> App:
		"""The app that is described, a public one."""
		uri = self.members["redirect_uris"][0]
		return App(self.address, "", is_public=True, redirect_uri=uri, scope="openid")

	def answer(self) -> bytes:
		if self.body is not None:
			return self.body
		return json.dumps({"client_id": self.address} | self.members).encode()


@contextlib.contextmanager
def publishing(**members: Any) -> Iterator[Publisher]:
	"""A publisher that serves its document inside a `with` block."""
	publisher = Publisher(
		members={"client_name": "Helper", "redirect_uris": ["https://helper.example.com/cb"]} | members
	)

	class Handler(BaseHTTPRequestHandler):
		def do_GET(self) -> None:
			publisher.read += 1
			with contextlib.suppress(OSError):
				if publisher.pauses_in_headers:
					self.send(b"HTTP/1.1 200 OK\r\n" + b"X-Slow: 1\r\n" * 1000)
				self.send_response(publisher.status)
				self.send_header("Content-Type", publisher.kind)
				for name, value in publisher.headers.items():
					self.send_header(name, value)
				self.end_headers()
				self.send(publisher.answer())

		def send(self, data: bytes) -> None:
			if not publisher.pause:
				self.wfile.write(data)
				return
			for byte in data:
				time.sleep(publisher.pause)
				self.wfile.write(bytes((byte,)))

		def log_message(self, *_args: object) -> None:
			pass

	server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
	folder = secrets.token_hex(4)  # ports come again
	publisher.address = f"http://127.0.0.1:{server.server_port}/{folder}/helper.json"
	threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
	try:
		yield publisher
	finally:
		server.shutdown()
		server.server_close()


def events(name: str) -> dict[str, Any]:
	"""All events of this kind, by the names of their rows: tests travel in time, so that no time says which is the newest."""
	frappe.db.rollback()
	found = frappe.get_all("OAuth Plus Event", {"event": name}, ["name", "cause", "fix", "client", "times"])
	return {row.name: row for row in found}
