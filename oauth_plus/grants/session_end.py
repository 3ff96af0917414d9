"""End of a browser's session: grants that end with it, and the apps that are told of it (OpenID Connect Back-Channel
Logout §2.5)."""

from collections.abc import Iterable

from oauth_plus.platform import clock, queue
from oauth_plus.rules import scope_list
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import client_lookup, events
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import revocation
from oauth_plus.store.people import sessions
from oauth_plus.store.people.sessions import Participant

SEND = "oauth_plus.tasks.send_logout_tokens"


def end(session: str) -> int:
	"""End what began in a session and ends with it, and owe a logout token to each client that wants one. `session` is
	its digest. Returns the number of grants that named the session; of two calls, one finds them."""
	participants = sessions.close(session)
	if not participants:
		return 0
	clients = _clients(participants)
	ending = [each.grant for each in participants if _ends(each, clients.get(each.client_id))]
	revocation.end(ending, "session_ended")
	_owe_logout_tokens(participants, clients)
	return len(participants)


def end_those_of(user: str) -> int:
	"""End what began in sessions of a user that Frappe has deleted. Returns the number of grants."""
	return sum(map(end, sessions.ended_of(user)))


def _clients(participants: Iterable[Participant]) -> dict[str, Client]:
	found = {each.client_id: client_lookup.find(each.client_id) for each in participants}
	return {client_id: client for client_id, client in found.items() if client}


def _ends(participant: Participant, client: Client | None) -> bool:
	"""The client wants it so, and the user did not allow access while they are away (OpenID Connect Core §11)."""
	if client is None or not participant.is_live or not client.sign_on.ends_with_session:
		return False
	return scope_list.OFFLINE_ACCESS not in participant.scopes


def _owe_logout_tokens(participants: Iterable[Participant], clients: dict[str, Client]) -> None:
	"""One to each client, by the first of its grants: however often a user signed in there, it was one session."""
	first = {each.client_id: each for each in reversed(list(participants))}
	now = clock.now().timestamp()
	told = [each for each in first.values() if (client := clients.get(each.client_id)) and _is_told(client)]
	for each in told:
		sessions.owe_logout(each.grant, now)
	if told:
		named = ", ".join(sorted(each.client_id for each in told))
		events.record(
			"session_ended", cause=Sentence("Logout tokens are owed to {0}", named), user=told[0].user
		)
		queue.after_commit(SEND)


def _is_told(client: Client) -> bool:
	return client.is_enabled and bool(client.sign_on.backchannel_uri)
