"""Service User of a client: the user that it acts as by itself, without anybody's consent (RFC 6749 §4.4)."""

from collections.abc import Iterator

from oauth_plus.rules.client_faults import Fault, FaultKind
from oauth_plus.rules.client_profile import ClientProfile
from oauth_plus.rules.sentence import Sentence

FIELD = "oauth_plus_service_user"

NOBODYS = {
	"Administrator": Sentence("passes every permission check"),
	"Guest": Sentence("stands for everybody who is not signed in"),
}
"""Users that no client may act as by itself, whatever Settings allow, with the reasons."""

DISABLED = Sentence("does not exist or is disabled")


def faults_of(client: ClientProfile) -> Iterator[Fault]:
	"""Yield the faults of a client's Service User; none for a client without one."""
	if not client.service_user:
		return
	if client.is_public:  # RFC 6749 §4.4: confidential clients alone
		yield Fault(
			FaultKind.PUBLIC_SERVICE_USER,
			FIELD,
			cause="A public client has a Service User: anybody could act as that user, for there is no secret to prove",
			fix="Make the OAuth Client confidential, or remove its Service User",
		)
	if reason := unfitness(client.service_user, is_enabled=client.service_user_is_enabled):
		yield Fault(
			FaultKind.UNFIT_SERVICE_USER,
			FIELD,
			cause=Sentence("The Service User of the client {0}", reason),
			fix="Choose an enabled user with the roles that the app needs, and no others, on the OAuth Client",
			values=(client.service_user, reason),
		)


def unfitness(user: str, *, is_enabled: bool) -> str:
	"""Return why no client may act as this user by itself; empty where one may."""
	return NOBODYS.get(user) or ("" if is_enabled else DISABLED)
