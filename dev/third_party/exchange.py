"""What went over the wire between the app and the site, fit to be shown: nothing in it can be used."""

from urllib.parse import parse_qsl, urlsplit

from requests import Response

SECRET = {"access_token", "refresh_token", "id_token", "token", "code", "client_secret", "code_verifier"}
VISIBLE = 6  # characters of a token: enough to distinguish two
LONGEST = 400  # characters of a body that is not JSON

Exchange = dict[str, object]
"""One request of the app and the answer to it."""


def record(response: Response) -> Exchange:
	"""Return what a person may see of a request and its answer."""
	request = response.request
	body = request.body.decode() if isinstance(request.body, bytes) else request.body or ""
	scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
	return {
		"method": request.method,
		"path": urlsplit(request.url).path,
		"authorization": f"{scheme} {credentials[:VISIBLE]}…" if credentials else "",
		"sent": shorten(dict(parse_qsl(body))),
		"status": response.status_code,
		"received": _content(response),
		"www_authenticate": response.headers.get("WWW-Authenticate", ""),
		"cache_control": response.headers.get("Cache-Control", ""),
	}


def shorten(value: object, name: str = "") -> object:
	"""Return the same, with every secret in it cut off after a few characters."""
	if isinstance(value, dict):
		return {key: shorten(inner, key) for key, inner in value.items()}
	if isinstance(value, list):
		return [shorten(inner) for inner in value]
	return f"{value[:VISIBLE]}…" if name in SECRET and isinstance(value, str) else value


def _content(response: Response) -> object:
	try:
		return shorten(response.json())
	except ValueError:
		return response.text[:LONGEST]
