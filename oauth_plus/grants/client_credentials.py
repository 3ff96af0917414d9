"""Client credentials grant (RFC 6749 §4.4): a confidential client acts by itself, as its Service User."""

from datetime import datetime, timedelta

from oauth_plus.exceptions import InvalidClient, UnauthorizedClient
from oauth_plus.grants import targets
from oauth_plus.grants.client import AuthenticatedClient, require_enabled
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.grant import Grant, GrantType, Issuance
from oauth_plus.grants.issuance import access_lifetime
from oauth_plus.grants.scopes import requested, require_any
from oauth_plus.platform import clock
from oauth_plus.rules import scope_list, secret, service_user
from oauth_plus.rules.client_profile import ClientProfile
from oauth_plus.store.clients import capabilities, client_policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import service_grants, standing
from oauth_plus.store.grants.standing import Standing

FIX = "Choose a Service User on the form of the OAuth Client, which has to be confidential"


def decide(request: ClientRequest, sender: AuthenticatedClient, now: datetime) -> Grant:
	"""Return the grant of a client that has proven itself, after every check. Raises UnauthorizedClient, InvalidClient or
	InvalidScope.

	Client, Service User, secret and grant stay locked until the request ends: who ends one of them waits. Allowed Roles
	are for users who are asked; an administrator has named this one.
	"""
	client = sender.client
	require_service_user(client)  # RFC 6749 §4.4: confidential clients alone
	proven_by = require_proof(sender)  # §4.4.2
	hint = service_grants.hinted(client.client_id, proven_by)
	found = require_standing(standing.lock(client.client_id, proven_by, hint), client)
	user = found.service_user
	scopes, asked = scopes_of(request, client, user)  # §3.3
	target = targets.requested(request.resources, client, user)  # RFC 8707 §2.2
	lifetime = access_lifetime(client_policy.policy_for(client), found.secret_ends_at, now)
	until = now + timedelta(seconds=lifetime)
	family = _open_grant(found, client, proven_by, scopes, until)
	return Grant(
		user,
		scopes,
		family or secret.new_identifier(),
		asked,
		issuance=Issuance.ADDED if family else Issuance.NEW,
		ends_at=found.secret_ends_at,
		targets=target,
		secret=proven_by,
		open_until=_open_until(found, until, lifetime),
	)


def scopes_of(request: ClientRequest, client: Client, user: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
	"""Return the scopes of the client, and those that the request asks for, empty for all (RFC 6749 §3.3). Raises
	InvalidScope."""
	named = scope_list.requested(request.form.get("scope")) or client.default_scopes
	scopes = requested(client.scopes, client, user)
	asked = requested(named, client, user) if named else ()
	require_any(scopes)
	return scopes, asked


def require_service_user(client: Client) -> None:
	"""Raises UnauthorizedClient for a client that acts for nobody by itself."""
	if client.is_public or not client.service_user:
		cause = "The client is public" if client.is_public else "The client has no Service User"
		raise UnauthorizedClient("The client may not use client_credentials", cause=cause, fix=FIX)


def require_proof(sender: AuthenticatedClient) -> str:
	"""Return the name of the secret that the client has proven itself with. Raises InvalidClient, whatever its gate."""
	if not sender.proven_by:
		raise InvalidClient(
			"Client authentication failed",
			cause="client_credentials came without a valid client_secret or assertion, or with a secret that is not digested yet",
			fix="Send client_secret (Basic or form) or client_assertion, or make a new secret with the button New Secret",
		)
	return sender.proven_by


def require_standing(found: Standing | None, client: Client) -> Standing:
	"""Return what the client stands on, as the database says now. Raises InvalidClient for what has ended since the
	cache was filled, UnauthorizedClient where the law of clients forbids the Service User."""
	require_enabled(client, is_enabled=found is not None and found.client_is_enabled)
	# It may have ended while this request waited for the lock.
	if found is None or not found.has_secret(clock.now()):
		raise InvalidClient("Client authentication failed", cause="The secret has ended")
	profile = ClientProfile(
		(),
		is_public=found.client_is_public,
		service_user=found.service_user,
		service_user_is_enabled=found.user_is_enabled,
	)
	for fault in service_user.faults_of(profile):
		raise UnauthorizedClient(
			"The client may not use client_credentials", cause=fault.cause, fix=fault.fix
		)
	if not found.service_user:
		raise UnauthorizedClient("The client may not use client_credentials", fix=FIX)
	return found


def _open_grant(
	found: Standing, client: Client, proven_by: str, scopes: tuple[str, ...], until: datetime
) -> str:
	"""Return the grant that takes this token, and is locked; empty where a new one begins."""
	if found.takes(scopes, until):
		return found.family
	family = service_grants.find_open(client.client_id, found.service_user, proven_by, scopes, until)
	service_grants.keep_in_mind(client.client_id, proven_by, family)
	if not family:
		return ""
	again = standing.lock(client.client_id, proven_by, family)
	return family if again and again.takes(scopes, until) else ""


def _open_until(found: Standing, until: datetime, lifetime: int) -> datetime:
	"""Return when a grant that begins now ends: with its last token, and no later than the secret."""
	ends_at = clock.unambiguous(until + max(service_grants.WINDOW, timedelta(seconds=lifetime)))
	return min(ends_at, found.secret_ends_at or ends_at)


CLIENT_CREDENTIALS = GrantType(
	"client_credentials",
	decide,
	is_advertised=lambda: capabilities.includes(capabilities.MACHINES),
	may_be_registered=False,
)
