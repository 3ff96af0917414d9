"""What somebody is being given, on its way from the check of a code, token or password to the new pair."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from oauthlib.common import Request

from oauth_plus.exceptions import AccessDenied, InvalidGrant
from oauth_plus.grants.gate import gate
from oauth_plus.rules import secret
from oauth_plus.rules.policy import Hardening
from oauth_plus.store import events, moments, settings, tokens, users
from oauth_plus.store.clients import Client

ADMINISTRATOR = "Administrator"


@dataclass(frozen=True)
class Grant:
	"""A person's consent as it stands. `scopes` is all that was consented, whatever one token carries."""

	user: str
	scopes: tuple[str, ...]
	family: str
	ends_at: datetime | None = None
	nonce: str | None = None


def new_grant(user: str, scopes: list[str]) -> Grant:
	"""A grant that begins with this request."""
	return Grant(user, tuple(scopes), secret.new_family())


def require_live_user(user: str, client: Client) -> None:
	"""The person still exists, may sign in, and is one for whom tokens are made."""
	if not users.is_enabled(user):
		raise InvalidGrant("The user is disabled", fix="Enable the user, who then signs in again")
	with gate(client, Hardening.ADMINISTRATOR, user):
		require_no_administrator(user)


def require_no_administrator(user: str) -> None:
	"""Administrator passes every permission check, so a leaked token of his is a lost site."""
	if user == ADMINISTRATOR:
		raise AccessDenied(
			"Administrator gets no token on this site",
			fix="Use a user of its own with the roles that the app needs, or allow it in OAuth Plus Settings",
		)


def issue(token: dict[str, object], request: Request) -> None:
	"""Store the pair that oauthlib made, by digest, with its ends (RFC 6749 §5.1, RFC 9700 §4.14.2)."""
	grant: Grant = getattr(request, "grant", None) or new_grant(request.user, request.scopes)
	client: Client = request.client
	now = moments.now()
	lifetimes = settings.policy_for(client).lifetimes
	absolute = grant.ends_at or now + timedelta(seconds=lifetimes.refresh_absolute.seconds)
	refresh_token = token.get("refresh_token")
	tokens.issue_pair(
		tokens.TokenPair(
			access_digest=secret.digest(str(token["access_token"])),
			refresh_digest=secret.digest(str(refresh_token)) if refresh_token else None,
			client_id=client.client_id,
			user=grant.user,
			scopes=tuple(request.scopes),
			granted_scopes=grant.scopes,
			issued_at=now,
			expires_at=now + timedelta(seconds=int(str(token["expires_in"]))),
			family=grant.family,
			refresh_expires_at=min(absolute, now + timedelta(seconds=lifetimes.refresh_idle.seconds)),
			grant_expires_at=absolute,
		)
	)
	events.record(
		"token_issued",
		reason=request.grant_type or request.response_type,
		client_id=client.client_id,
		user=grant.user,
	)
