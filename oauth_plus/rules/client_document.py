"""Client ID Metadata Documents: a client_id that is the address of what the app says of itself
(draft-ietf-oauth-client-id-metadata-document)."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from oauth_plus.rules import client_metadata, networks, redirect_uri_kinds, secret, web_address
from oauth_plus.rules.client_faults import Fault, FaultKind
from oauth_plus.rules.client_metadata import Registration
from oauth_plus.rules.client_metadata_members import METHOD
from oauth_plus.rules.credentials import AuthMethod
from oauth_plus.rules.redirect_uri_fitness import unfitness
from oauth_plus.rules.sentence import Sentence

PREFIX = "document-"
"""Beginning of the row names of clients with a document: an address may be too long for a name."""

SCHEMES = ("https://", "http://")

METHODS = (AuthMethod.NONE.value, AuthMethod.PRIVATE_KEY_JWT.value)
"""A document is public, so that nobody can share a secret by it (§4.1)."""

OF_SECRETS = ("client_secret", "client_secret_expires_at")


def is_address(client_id: str | None) -> bool:
	"""Return whether a client_id is written as an address."""
	return (client_id or "").startswith(SCHEMES)


def is_about_documents(client_id: str) -> bool:
	"""Return whether a client_id is an address, or the name of its row. A client may not use that name, because its document
	would not be read."""
	return client_id.startswith((*SCHEMES, PREFIX))


def row_name(client_id: str) -> str:
	"""Return the name of the client's row: the client_id itself; for an address, PREFIX and its SHA-256."""
	return f"{PREFIX}{secret.digest(client_id)}" if client_id.startswith(SCHEMES) else client_id


def unfit_address(url: str, *, may_be_private: bool) -> str:
	"""Return why an address cannot be a client_id (§3), as the end of a sentence; empty where it can."""
	if not url.startswith("https://") and not may_be_private:
		return Sentence("is not an https address")
	if reason := unfitness(url, is_public=False, may_be_private_http=may_be_private):
		return reason
	if not urlsplit(url).path:
		return Sentence("has no path")
	named = redirect_uri_kinds.host(url)
	if not may_be_private and (redirect_uri_kinds.is_local_name(named) or networks.is_private(named)):
		return Sentence("leads into a private network")
	return ""


def is_on_one_of(url: str, sites: Iterable[str]) -> bool:
	"""Return whether an address is on the host of one of these addresses of a site, and on its port."""
	place = _place(url)
	return any(place == _place(site) for site in sites)


def _place(address: str) -> str:
	return urlsplit(web_address.normalised(address) or "").netloc


def read(
	members: dict[str, Any], url: str, offered: Iterable[str], algorithms: Iterable[str]
) -> Registration:
	"""Read a document that stands at this address (§4.1). Raises nothing: every fault is returned."""
	faults = []
	if members.get("client_id") != url:
		faults.append(_fault("client_id", "client_id is not the address of the document"))
	secrets = (name for name in OF_SECRETS if name in members)
	faults += [_fault(name, Sentence("{0}: a document holds no secret", name)) for name in secrets]
	if members.get(METHOD, METHODS[0]) not in METHODS:
		faults.append(_fault(METHOD, Sentence("{0}: a document may say {1} or {2}", METHOD, *METHODS)))
	registration = client_metadata.read({METHOD: METHODS[0]} | members, offered, algorithms)
	return Registration(registration.metadata, (*faults, *registration.faults))


def _fault(name: str, cause: str) -> Fault:
	return Fault(FaultKind.UNSUPPORTED_METADATA, name, cause, "Have the app's developer correct the document")
