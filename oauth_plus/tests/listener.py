"""An app's address for logout tokens: a web server on this machine that keeps what it is sent."""

import contextlib
import datetime
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass
class Listener:
	"""`status` is what it answers, `location` where it redirects to, `body` how many bytes it sends. `slow`: it answers
	once that is set. `texts` are the bodies that it was sent."""

	address: str = ""
	status: int = 200
	location: str = ""
	body: int = 2
	received: list[dict[str, str]] = field(default_factory=list)
	headers: list[dict[str, str]] = field(default_factory=list)
	texts: list[str] = field(default_factory=list)
	slow: threading.Event | None = None


@contextlib.contextmanager
def listening(certificate: Path | None = None, **values: object) -> Iterator[Listener]:
	"""Such a server, for a while; over https if it has a certificate."""
	listener = Listener(**values)

	class Handler(BaseHTTPRequestHandler):
		def do_POST(self) -> None:
			sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
			listener.received.append({name: value[0] for name, value in parse_qs(sent).items()})
			listener.headers.append(dict(self.headers))
			listener.texts.append(sent)
			if listener.slow:
				listener.slow.wait(30)
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
	if certificate:
		context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
		context.load_cert_chain(certificate)
		server.socket = context.wrap_socket(server.socket, server_side=True)
	scheme = "https" if certificate else "http"
	listener.address = f"{scheme}://127.0.0.1:{server.server_port}/logout?from=erp"
	threading.Thread(target=server.serve_forever, daemon=True).start()
	try:
		yield listener
	finally:
		server.shutdown()
		server.server_close()


def own_certificate(folder: Path) -> Path:
	"""Return a file with a key and its certificate for this machine, which no authority has signed."""
	key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
	now, machine = datetime.datetime.now(datetime.UTC), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
	certificate = (
		x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
		.not_valid_before(now - datetime.timedelta(days=1))
		.not_valid_after(now + datetime.timedelta(days=1))
		.add_extension(x509.SubjectAlternativeName([machine]), critical=True)
		.sign(key, hashes.SHA256())
	)
	pem = serialization.Encoding.PEM
	shape = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
	file = folder / "own.pem"
	file.write_bytes(key.private_bytes(pem, *shape) + certificate.public_bytes(pem))
	return file
