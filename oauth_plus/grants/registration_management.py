"""A client manages its own registration (RFC 7592 §2). Its token stays the same: a lost answer must not lock it out."""

from typing import Any

from oauth_plus.exceptions import InvalidClientMetadata, InvalidToken, MissingToken
from oauth_plus.grants import registration
from oauth_plus.grants.registration_response import WITH_SECRET, information
from oauth_plus.platform.request_state import state
from oauth_plus.rules.client_metadata_members import METHOD
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import client_lookup, events, secret_rotation
from oauth_plus.store.client_secrets import secret_checks
from oauth_plus.store.clients import registered_clients
from oauth_plus.store.clients.client_creation import UnfitClient
from oauth_plus.store.clients.registered_clients import RegisteredClient
from oauth_plus.store.limits import requests
from oauth_plus.store.site import registration_settings


def read(client_id: str, token: str) -> dict[str, Any]:
	"""Return the client's metadata (RFC 7592 §2.1). Raises NotFound, LimitReached, MissingToken or
	InvalidToken."""
	return information(_managed(client_id, token), token)


def change(client_id: str, token: str, sent: Any) -> dict[str, Any]:
	"""Replace the client's metadata, and return what is registered now (RFC 7592 §2.2). Raises, beside what `read` does,
	InvalidRedirectURI or InvalidClientMetadata."""
	before = _managed(client_id, token)
	_require_own(before, sent)
	asked = registration.read(sent)
	try:
		after, changed = registered_clients.change(
			before.client_id, asked, allows_all=registration_settings.allows_all()
		)
	except UnfitClient as error:
		raise registration.refusal_of_creation(error) from error
	if changed:
		events.record(
			"registration_changed",
			cause=Sentence("The app changed {0}", ", ".join(changed)),
			client_id=before.client_id,
		)
	return information(after, token, _new_secret(before, after))


def delete(client_id: str, token: str) -> None:
	"""End the client's grants, and delete it (RFC 7592 §2.3). Raises what `read` does."""
	client = _managed(client_id, token)
	registered_clients.delete(client.client_id)
	name = client.members["client_name"]
	events.record("registration_deleted", cause=Sentence("The app {0} deleted its registration", name))


def _managed(client_id: str, token: str) -> RegisteredClient:
	"""Return the client that this token manages, its row locked. The refusal is the same whether the client is unknown,
	disabled, or somebody else's (RFC 7592 §2.1). Raises NotFound, LimitReached, MissingToken or InvalidToken."""
	registration.require_on()
	requests.require_room()
	if not token:
		raise MissingToken("Send the registration access token in the Authorization header")
	client = registered_clients.lock(client_id, token)
	if client is None:
		raise InvalidToken(
			"The registration access token is not valid",
			cause="The registration access token is not that of this client, or the client is disabled or gone",
		)
	state().client_id = client.client_id
	return client


def _require_own(client: RegisteredClient, sent: Any) -> None:
	"""Require that the request names this client, and its own secret if it names one (RFC 7592 §2.2). Raises
	InvalidClientMetadata."""
	if not isinstance(sent, dict):
		return  # refused where it is read
	if sent.get("client_id") != client.client_id:
		raise InvalidClientMetadata("client_id is not that of this client")
	sent_secret = sent.get("client_secret")
	if sent_secret is None:
		return
	known = client_lookup.find_with_secrets(client.client_id)
	is_text = isinstance(sent_secret, str)
	if not (known and is_text and secret_checks.matching(known.client, known.secrets, sent_secret)):
		raise InvalidClientMetadata("client_secret is not that of this client: it cannot be chosen")


def _new_secret(before: RegisteredClient, after: RegisteredClient) -> str:
	"""Return a new secret for a client that changes to a method with a secret; empty for any other."""
	if before.members[METHOD] in WITH_SECRET or after.members[METHOD] not in WITH_SECRET:
		return ""
	return str(secret_rotation.rotate(after.client_id, 0, "Registered").client_secret)
