"""An app's address for logout tokens: a web server on this machine that keeps what it is sent."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


@dataclass
class Listener:
	"""`status` is what it answers, `location` where it redirects to, `body` how many bytes it sends."""

	address: str = ""
	status: int = 200
	location: str = ""
	body: int = 2
	received: list[dict[str, str]] = field(default_factory=list)
	headers: list[dict[str, str]] = field(default_factory=list)


@contextlib.contextmanager
def listening(**values: object) -> Iterator[Listener]:
	"""Such a server, for a while."""
	listener = Listener(**values)

	class Handler(BaseHTTPRequestHandler):
		def do_POST(self) -> None:
			sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
			listener.received.append({name: value[0] for name, value in parse_qs(sent).items()})
			listener.headers.append(dict(self.headers))
			self.send_response(listener.status)
			if listener.location:
				self.send_header("Location", listener.location)
			self.end_headers()
			with contextlib.suppress(OSError):
				self.wfile.write(b"x" * listener.body)

		do_GET = do_POST

		def log_message(self, *_args: object) -> None:
			pass

	server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
	listener.address = f"http://127.0.0.1:{server.server_port}/logout?from=erp"
	threading.Thread(target=server.serve_forever, daemon=True).start()
	try:
		yield listener
	finally:
		server.shutdown()
		server.server_close()
