"""Every secret that this run of the suite was given: codes, tokens, client secrets and passwords.

A test at the end of the run looks for each of them wherever the site keeps what it keeps.
"""

import json
import time
from urllib.parse import parse_qs, urlsplit

from oauth_plus.rules.secret import is_mask

SHORTEST = 16
"""Characters. What is shorter (`code=123`) is no secret of ours."""

CREDENTIALS = (
	"access_token",
	"refresh_token",
	"id_token",
	"code",
	"client_secret",
	"registration_access_token",
)

values: set[str] = set()

began = time.time()
"""When this run did."""


def note(value: str) -> str:
	"""Remember one, and give it back. Of a signed token, the signature: the rest is no secret."""
	kept = value.rpartition(".")[2]
	if len(kept) >= SHORTEST and not is_mask(kept):
		values.add(kept)
	return value


def note_answer(body: str, location: str | None) -> None:
	"""Whatever credentials an answer carries, in its JSON or in the address that it redirects to."""
	for name, value in [*_in_address(location or ""), *_in_json(body)]:
		if name in CREDENTIALS and isinstance(value, str):
			note(value)


def _in_address(location: str) -> list[tuple[str, str]]:
	parts = urlsplit(location)
	both = parse_qs(parts.query) | parse_qs(parts.fragment)
	return [(name, held[0]) for name, held in both.items()]


def _in_json(body: str) -> list[tuple[str, object]]:
	if not (body.startswith("{") and any(f'"{name}"' in body for name in CREDENTIALS)):
		return []
	said = json.loads(body)
	message = said.get("message")
	return [*said.items(), *(message.items() if isinstance(message, dict) else ())]
