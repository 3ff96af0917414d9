"""Client information response (RFC 7591 §3.2.1, RFC 7592 §3)."""

from typing import Any
from urllib.parse import quote

from oauth_plus.grants import signing
from oauth_plus.rules.signing import HS256
from oauth_plus.store.clients.registered_clients import RegisteredClient
from oauth_plus.store.site import site_issuer

MANAGEMENT = "oauth_plus.api.register.registered_client"
"""Frappe has no such method (RFC 7592 §2)."""

WITH_SECRET = ("client_secret_basic", "client_secret_post")


def information(client: RegisteredClient, managed_by: str, new_secret: str = "") -> dict[str, Any]:
	"""Return all metadata that are registered, with the address and the token by which the client manages them; times in
	seconds since 1970. A secret is in the answer only when it was just created."""
	method = client.members["token_endpoint_auth_method"]
	shown = new_secret or client.client_secret
	proof = {"client_secret": shown, "client_secret_expires_at": 0} if shown and method in WITH_SECRET else {}
	algorithm = HS256 if client.verifies_with_secret else signing.own_algorithms()[0]
	return {
		"client_id": client.client_id,
		**({"client_id_issued_at": int(client.made_at.timestamp())} if client.made_at else {}),
		**proof,
		**client.members,
		"id_token_signed_response_alg": algorithm,
		"registration_access_token": managed_by,
		"registration_client_uri": _address(client.client_id),
	}


def _address(client_id: str) -> str:
	return f"{site_issuer.issuer()}/api/method/{MANAGEMENT}?client_id={quote(client_id, safe='')}"
