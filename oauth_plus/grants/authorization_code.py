"""The code: asked for with PKCE, redeemed once (RFC 6749 §4.1, RFC 7636, RFC 9700 §2.1.1)."""

from datetime import datetime, timedelta

from oauthlib.common import Request
from oauthlib.oauth2 import RequestValidator

from oauth_plus.exceptions import AccessDenied, InvalidGrant, InvalidScope, UnsupportedResponseType
from oauth_plus.grants.allowed_scopes import still_allowed
from oauth_plus.grants.gate import gate
from oauth_plus.grants.grant import Grant, require_live_user
from oauth_plus.grants.person import GUEST
from oauth_plus.mail import user_emails
from oauth_plus.platform import clock
from oauth_plus.rules import pkce, redirect_uri, scope_list, secret
from oauth_plus.rules.policy import Hardening
from oauth_plus.store import codes, events, revocation, settings, users
from oauth_plus.store import scopes as stored
from oauth_plus.store.clients import Client
from oauth_plus.store.codes import Code

RESPONSE_TYPES = ("code", "token", "id_token", "none")
"""Words of response types (OAuth 2.0 Multiple Response Type Encoding Practices)."""


def redeem(presented: str, uri: str | None, verifier: str | None, client: Client, now: datetime) -> Grant:
	"""Everything that a code owes, in protocol order; it is spent after the last check."""
	code = codes.lock(secret.digest(presented))
	if code is None:
		raise InvalidGrant("The code is unknown")
	bound_to(code, client)  # RFC 6749 §4.1.3
	same_redirect(code, uri, client)  # RFC 6749 §4.1.3
	prove_possession(code, verifier, client)  # RFC 7636 §4.6
	unexpired(code, client, now)  # RFC 6749 §4.1.2
	require_live_user(code.user, client)
	unspent(code, client)  # last: only the rightful holder can trip the replay alarm
	return Grant(
		code.user,
		code.scopes,
		code.family or secret.new_identifier(),
		nonce=code.nonce,
		auth_time=code.auth_time,
	)


def bound_to(code: Code, client: Client) -> None:
	"""Another client's code is refused, and stays good for its owner."""
	if code.client_id != client.client_id:
		raise InvalidGrant("The code was issued to another client")


def same_redirect(code: Code, uri: str | None, client: Client) -> None:
	"""The very redirect URI of the authorization request, if one was sent there."""
	with gate(client, Hardening.CODE_REDIRECT_URI, code.user):
		if (uri or "") != code.redirect_uri and (code.redirect_uri or uri != client.default_redirect_uri):
			raise InvalidGrant(
				"redirect_uri differs from the one in the authorization request",
				fix="Send the same redirect_uri, letter by letter, with the code",
			)
	if uri and not redirect_uri.matching(uri, client.redirect_uris, is_public=client.is_public):
		raise InvalidGrant("redirect_uri is not registered for this client")


def prove_possession(code: Code, verifier: str | None, client: Client) -> None:
	"""The verifier of the code's challenge; one wrong guess spends the code."""
	with gate(client, Hardening.PKCE_REQUIRED, code.user):
		if client.is_public:
			pkce.require_challenge(code.code_challenge)
	with gate(client, Hardening.PKCE_DOWNGRADE, code.user):
		pkce.require_no_downgrade(code.code_challenge, verifier)
	try:
		with gate(client, Hardening.PKCE_FORM, code.user):
			pkce.require_long_verifier(verifier, code.code_challenge)
		pkce.prove_possession(verifier, code.code_challenge, code.code_challenge_method)
	except InvalidGrant:
		codes.spend(code)
		raise


def unexpired(code: Code, client: Client, now: datetime) -> None:
	"""A minute, unless the site says otherwise; codes from before this app had no end."""
	lifetime = timedelta(seconds=settings.policy_for(client).lifetimes.code.seconds)
	issued = code.issued_at or now
	with gate(client, Hardening.CODE_LIFETIME, code.user):
		if now >= (code.expires_at or issued + lifetime):
			raise InvalidGrant(
				"The code has expired",
				cause=f"The code was redeemed {(now - issued).total_seconds():.0f} s after it was issued",
				fix="Redeem the code at once",
			)


def unspent(code: Code, client: Client) -> None:
	"""Taken here, or refused; a code that comes twice ends what it gave (RFC 9700 §4.2.4)."""
	if code.is_withdrawn:
		raise InvalidGrant("The code was withdrawn", cause="The grants of its user or its client were ended")
	if codes.spend(code):
		return
	try:
		with gate(client, Hardening.CODE_REUSE, code.user):
			raise InvalidGrant(
				"The code was used before",
				cause="A code was redeemed twice: everything that its first use gave ends",
				fix="If the app did not retry by itself, somebody else saw the code",
			)
	except InvalidGrant:
		if revocation.end(
			[code.family], "code_reused", cause="The code that began the grant was redeemed twice"
		):
			user_emails.tell_of_alarm(code.user, code.client_id)
		raise
	raise InvalidGrant("The code was used before")


def require_person(user: str | None) -> None:
	"""A code is given to somebody who can sign in, never to nobody or to Guest."""
	if not user or user == GUEST or not users.is_enabled(user):
		raise AccessDenied("Nobody is signed in who could agree")


class AuthorizationCodes(RequestValidator):
	"""oauthlib's questions about codes."""

	def validate_response_type(
		self, client_id: str, response_type: str, client: Client, request: Request, *args, **kwargs
	) -> bool:
		"""Only the code; tokens in the address bar only where an old client still may (RFC 9700 §2.1.2)."""
		if response_type == "code":
			return True
		with gate(client, Hardening.IMPLICIT_GRANT):
			raise UnsupportedResponseType(
				"Use response_type=code",
				cause=f"The client asked for {_named(response_type)}, which puts tokens into the address bar",
				fix="Use the authorization code grant with PKCE",
			)
		# an old client gets what stock gave it: its own response type, or those of OpenID Connect
		return response_type == client.response_type.lower() or "id_token" in response_type

	def is_pkce_required(self, client_id: str, request: Request) -> bool:
		"""Asked by oauthlib before anything else about PKCE: the place for our own rules."""
		with gate(request.client, Hardening.PKCE_REQUIRED, request.user):
			if request.client.is_public and "code" in (request.response_type or ""):
				pkce.require_challenge(request.code_challenge)
		with gate(request.client, Hardening.PKCE_METHOD, request.user):
			pkce.require_s256(request.code_challenge, request.code_challenge_method)
		pkce.require_storable(request.code_challenge)
		return False

	def validate_redirect_uri(self, client_id: str, uri: str, request: Request, *args, **kwargs) -> bool:
		"""By exact string, but for the port of a native app's loopback URI."""
		return redirect_uri.matching(uri, request.client.redirect_uris, is_public=request.client.is_public)

	def get_default_redirect_uri(self, client_id: str, request: Request, *args, **kwargs) -> str | None:
		"""For a request that names none (RFC 6749 §3.1.2.3)."""
		return request.client.default_redirect_uri

	def validate_scopes(
		self, client_id: str, scopes: list[str], client: Client, request: Request, *args, **kwargs
	) -> bool:
		"""Nothing but what the client is registered for, and what means something here; all else is left out."""
		asked = list(scopes)
		if asked == [scope_list.OPENID] and redirect_uri.is_frappe_login(request.redirect_uri or ""):
			asked += (each for each in redirect_uri.FRAPPE_LOGIN_NEEDS if each in client.scopes)
		left = scope_list.covered(asked, stored.obtainable(client.scopes, asked))
		known = tuple(each.name for each in stored.known(left))
		try:
			with gate(client, Hardening.SCOPE, request.user):
				scope_list.require_known(left, known)
		except InvalidScope:
			if not known:
				raise
			left = known
		request.scopes = list(left)
		return True

	def get_default_scopes(self, client_id: str, request: Request, *args, **kwargs) -> list[str]:
		"""What the client gets unasked: all that it is registered for, as stock does, unless its form says less."""
		return list(request.client.default_scopes or request.client.scopes)

	def save_authorization_code(
		self, client_id: str, code: dict[str, str], request: Request, *args, **kwargs
	) -> None:
		"""For the session's user, whatever the browser says (RFC 6749 §4.1.2)."""
		require_person(request.user)
		now, family = clock.now(), secret.new_identifier()
		lifetime = settings.policy_for(request.client).lifetimes.code.seconds
		challenge, method = pkce.kept(request.code_challenge, request.code_challenge_method)
		codes.issue(
			Code(
				digest=secret.digest(code["code"]),
				client_id=client_id,
				user=request.user,
				scopes=tuple(request.scopes),
				redirect_uri="" if request.using_default_redirect_uri else request.redirect_uri,
				family=family,
				nonce=request.nonce,
				auth_time=getattr(request, "auth_time", None),
				code_challenge=challenge,
				code_challenge_method=method,
				expires_at=now + timedelta(seconds=lifetime),
			)
		)
		left_out = _left_out(request)
		events.record("code_issued", cause=left_out, client_id=client_id, user=request.user, grants=[family])

	def validate_code(
		self, client_id: str, code: str, client: Client, request: Request, *args, **kwargs
	) -> bool:
		"""Redeem it, or raise; PKCE and the redirect URI are settled here too, in protocol order."""
		request.grant = redeem(code, request.redirect_uri, request.code_verifier, client, clock.now())
		request.user = request.grant.user
		request.scopes = list(still_allowed(request.grant.scopes, client, request.user))
		if request.grant.scopes and not request.scopes:
			raise InvalidGrant("The client may have no scope of this code any more")
		return True

	def get_code_challenge(self, code: str, request: Request) -> None:
		"""Settled in `redeem`."""

	def confirm_redirect_uri(self, *args, **kwargs) -> bool:
		"""Settled in `redeem`."""
		return True

	def invalidate_authorization_code(self, *args, **kwargs) -> None:
		"""Settled in `redeem`, under the same lock."""


def _left_out(request: Request) -> str:
	"""For the administrator, who would look for it."""
	words = [word for word in scope_list.requested(request.scope) if word not in request.scopes]
	return f"Asked for, and not given: {' '.join(map(scope_list.shown, words))}" if words else ""


def _named(response_type: str) -> str:
	return " ".join(secret.named(word, RESPONSE_TYPES) for word in response_type.split())
