"""The app that the person comes back to: a server of a few lines that remembers what it was asked for."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, unquote_to_bytes, urlsplit

PATH = "/callback"


class Callback:
	"""Where the redirect URI of an app leads."""

	def __init__(self, port: int) -> None:
		self.redirect_uri = f"http://127.0.0.1:{port}{PATH}"
		self.asked: list[str] = []
		self.posted: list[str] = []
		self.html = "<h1>Back at the app</h1>"

	@classmethod
	@contextlib.contextmanager
	def listening(cls) -> Iterator["Callback"]:
		"""Answer requests in a thread while the block lasts."""
		server = HTTPServer(("127.0.0.1", 0), _Answer)
		server.callback = cls(server.server_port)
		thread = threading.Thread(target=server.serve_forever)
		thread.start()
		try:
			yield server.callback
		finally:
			server.shutdown()
			thread.join()
			server.server_close()

	@property
	def answer(self) -> dict[str, str]:
		"""The parameters that the browser brought back; it came once."""
		[target] = self.asked
		return {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}

	@property
	def form(self) -> dict[str, str]:
		"""The parameters that the browser posted; it did so once."""
		[text] = self.posted
		return {name: values[0] for name, values in parse_qs(text).items()}

	@property
	def state(self) -> bytes:
		"""The state as it came, byte for byte."""
		[target] = self.asked
		raw = dict(pair.split("=", 1) for pair in urlsplit(target).query.split("&"))
		return unquote_to_bytes(raw["state"].replace("+", " "))


class _Answer(BaseHTTPRequestHandler):
	def do_GET(self) -> None:
		if self.path.startswith(PATH):
			self.server.callback.asked.append(self.path)
		self._show()

	def do_POST(self) -> None:
		self.server.callback.posted.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
		self._show()

	def _show(self) -> None:
		callback: Callback = self.server.callback
		self.send_response(200)
		self.send_header("Content-Type", "text/html")
		self.end_headers()
		self.wfile.write(callback.html.encode())

	def log_message(self, *args: object) -> None:
		"""Say nothing."""
