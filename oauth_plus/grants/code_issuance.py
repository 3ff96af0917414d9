"""Issuing an authorization code (RFC 6749 §4.1.2), for the user of the session."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from oauth_plus.exceptions import AccessDenied
from oauth_plus.grants.authorization_request import AuthorizationRequest
from oauth_plus.grants.person import GUEST
from oauth_plus.rules import pkce, scope_list, secret
from oauth_plus.rules.sentence import Sentence
from oauth_plus.rules.sign_in import SignIn
from oauth_plus.store import events
from oauth_plus.store.clients import client_policy
from oauth_plus.store.grants import codes
from oauth_plus.store.grants.codes import Code
from oauth_plus.store.people import users


@dataclass(frozen=True)
class Consented:
	"""Request that a user consented to, with the scopes that they left ticked. oauthlib's request carries it.
	`sign_in` is how the user had signed in."""

	request: AuthorizationRequest
	scopes: tuple[str, ...]
	user: str
	sign_in: SignIn = field(default_factory=SignIn)


def issue_code(code: str, consented: Consented, now: datetime) -> None:
	"""Store a code as a digest, with everything that it is bound to, and record the event (RFC 6749 §4.1.2, RFC 7636
	§4.4)."""
	request, client = consented.request, consented.request.client
	require_person(consented.user)
	form, family = request.form, secret.new_identifier()
	challenge = form.get("code_challenge")
	method = form.get("code_challenge_method") or (pkce.PLAIN if challenge else None)  # RFC 7636 §4.3
	challenge, method = pkce.kept(challenge, method)
	lifetime = client_policy.policy_for(client).lifetimes.code.seconds
	codes.issue(
		Code(
			digest=secret.digest(code),
			client_id=client.client_id,
			user=consented.user,
			scopes=consented.scopes,
			redirect_uri=form.get("redirect_uri") or "",
			family=family,
			nonce=form.get("nonce"),
			sign_in=consented.sign_in,
			code_challenge=challenge,
			code_challenge_method=method,
			expires_at=now + timedelta(seconds=lifetime),
			resources=request.resources,
			dpop_jkt=form.get("dpop_jkt") or "",
		)
	)
	left_out = _left_out(request, consented.scopes)
	events.record(
		"code_issued", cause=left_out, client_id=client.client_id, user=consented.user, grants=[family]
	)


def require_person(user: str | None) -> None:
	"""Raises AccessDenied unless a user who may sign in is signed in."""
	if not user or user == GUEST or not users.is_enabled(user):
		raise AccessDenied("No user is signed in who can give consent")


def _left_out(request: AuthorizationRequest, given: tuple[str, ...]) -> str:
	"""Return a sentence about the scopes that were not granted, for the administrator."""
	words = [word for word in scope_list.requested(request.form.get("scope")) if word not in given]
	return Sentence("Asked for, and not given: {0}", " ".join(map(scope_list.shown, words))) if words else ""
