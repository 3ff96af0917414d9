"""What went over the wire between the app and the site, fit to be shown: nothing in it can be used."""

from dataclasses import asdict, dataclass
from urllib.parse import parse_qsl, urlsplit

from requests import Response

SECRET = {"access_token", "refresh_token", "id_token", "token", "code", "client_secret", "code_verifier"}
VISIBLE = 6  # characters of a token: enough to tell two apart
LONGEST = 400  # characters of a body that is not JSON


@dataclass(frozen=True)
class Exchange:
	"""One request of the app and the answer to it."""

	method: str
	path: str
	authorization: str
	sent: dict[str, str]
	status: int
	received: object
	www_authenticate: str
	cache_control: str

	def as_dict(self) -> dict:
		return asdict(self)


def record(response: Response) -> Exchange:
	"""What a person may see of a request and its answer."""
	request = response.request
	body = request.body.decode() if isinstance(request.body, bytes) else request.body or ""
	return Exchange(
		method=request.method,
		path=urlsplit(request.url).path,
		authorization=_shorten_header(request.headers.get("Authorization", "")),
		sent=shorten(dict(parse_qsl(body))),
		status=response.status_code,
		received=_content(response),
		www_authenticate=response.headers.get("WWW-Authenticate", ""),
		cache_control=response.headers.get("Cache-Control", ""),
	)


def shorten(value: object, name: str = "") -> object:
	"""The same, with every secret in it cut off after a few characters."""
	if isinstance(value, dict):
		return {key: shorten(inner, key) for key, inner in value.items()}
	if isinstance(value, list):
		return [shorten(inner) for inner in value]
	if name in SECRET and isinstance(value, str):
		return f"{value[:VISIBLE]}…"
	return value


def _shorten_header(header: str) -> str:
	scheme, _, credentials = header.partition(" ")
	return f"{scheme} {credentials[:VISIBLE]}…" if credentials else ""


def _content(response: Response) -> object:
	try:
		return shorten(response.json())
	except ValueError:
		return response.text[:LONGEST]
