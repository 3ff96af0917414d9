"""Webhooks: their addresses, their content, and their signatures (Standard Webhooks 1.0.0)."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from oauth_plus.rules import networks, web_address

TOKEN_FORMAT = "Security Event Token"  # noqa: S105 a word

SECRET = "whsec_"  # noqa: S105 a prefix
"""Prefix of a signing secret, before its base64."""

SECRET_BYTES = 32
"""Bytes of a signing secret; Standard Webhooks asks for 24 to 64."""

TEST = "test"
"""Event of a delivery that an administrator asks for."""

PAUSES = (60, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds before each further attempt; after the last one, a delivery is given up. They are those of Standard Webhooks, but
for the first: a job runs every five minutes."""

GONE = 410
"""HTTP status of an address that wants no more deliveries (Standard Webhooks)."""


class AddressFault(Enum):
	"""Why nothing can be sent to an address."""

	MALFORMED = "malformed"
	PLAIN = "plain"
	PRIVATE = "private"
	OWN = "own"


def fault_of(url: str, issuer: str, *, may_be_private: bool) -> AddressFault | None:
	"""Return what is wrong with an address; None for nothing. What a name leads to is checked when something is sent."""
	if web_address.normalised(url) is None or "#" in url:
		return AddressFault.MALFORMED
	parts = urlsplit(url)
	if parts.scheme != "https" and not may_be_private:
		return AddressFault.PLAIN
	host = (parts.hostname or "").rstrip(".")
	if host == (urlsplit(issuer).hostname or ""):
		return AddressFault.OWN
	if not may_be_private and (networks.is_private(host) or host == "localhost"):
		return AddressFault.PRIVATE
	return None


def content(event: str, timestamp: str, data: Mapping[str, Any]) -> str:
	"""Return the body of a JSON webhook: its type, its time in ISO 8601, and its data."""
	return json.dumps({"type": event, "timestamp": timestamp, "data": data}, ensure_ascii=False)


def headers(message_id: str, timestamp: int, body: str, secrets: Iterable[str]) -> dict[str, str]:
	"""Return the three headers of Standard Webhooks, with one signature for each secret. `timestamp` is in seconds since
	1970."""
	signed = f"{message_id}.{timestamp}.{body}".encode()
	return {
		"webhook-id": message_id,
		"webhook-timestamp": str(timestamp),
		"webhook-signature": " ".join(f"v1,{_signature(each, signed)}" for each in secrets),
	}


def secret_from(random: bytes) -> str:
	"""Return random bytes as a signing secret."""
	return SECRET + base64.b64encode(random).decode()


def pause_after(attempts: int) -> int | None:
	"""Return the seconds until the next attempt; None after the last one."""
	return PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def is_taken(status: int) -> bool:
	"""Return whether an HTTP status says that the event was taken."""
	return 200 <= status < 300


def _signature(secret: str, signed: bytes) -> str:
	try:
		key = base64.b64decode(secret.removeprefix(SECRET), validate=True)
	except binascii.Error:
		key = secret.encode()
	return base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
