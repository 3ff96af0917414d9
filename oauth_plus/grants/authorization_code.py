"""Authorization code grant (RFC 6749 §4.1.3): a code is redeemed once, with the PKCE verifier (RFC 7636)."""

from datetime import datetime, timedelta

from oauth_plus.exceptions import InvalidGrant, InvalidRequest
from oauth_plus.grants import dpop, targets
from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.eligibility import require_live_user
from oauth_plus.grants.gate import gate
from oauth_plus.grants.grant import Grant, GrantType
from oauth_plus.mail import user_emails
from oauth_plus.rules import expiry_words, pkce, redirect_uri, redirect_uri_difference, secret
from oauth_plus.rules.policy import Hardening
from oauth_plus.store import metrics
from oauth_plus.store.clients import client_policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import codes, revocation
from oauth_plus.store.grants.codes import Code


def decide(request: ClientRequest, sender: AuthenticatedClient, now: datetime) -> Grant:
	"""Return the grant of a code, after every check in protocol order. The last check spends the code. Raises
	InvalidRequest, InvalidGrant or InvalidTarget."""
	presented, client = request.form.get("code"), sender.client
	if not presented:
		raise InvalidRequest("code is missing")
	code = codes.lock(secret.digest(presented))
	if code is None:
		raise InvalidGrant("The code is unknown")
	bound_to(code, client)  # RFC 6749 §4.1.3
	same_redirect(code, request.form.get("redirect_uri"), client)  # RFC 6749 §4.1.3
	prove_possession(code, request.form.get("code_verifier"), client)  # RFC 7636 §4.6
	dpop.require_key_of_code(code.dpop_jkt, sender)  # RFC 9449 §10
	unexpired(code, client, now)  # RFC 6749 §4.1.2
	require_live_user(code.user, client)
	target = targets.narrowed(request.resources, code.resources, client, code.user)  # RFC 8707 §2.2
	unspent(code, client)  # last: only the rightful holder can trip the replay alarm
	return Grant(
		code.user,
		code.scopes,
		code.family or secret.new_identifier(),
		nonce=code.nonce,
		sign_in=code.sign_in,
		resources=code.resources,
		targets=target,
	)


def bound_to(code: Code, client: Client) -> None:
	"""Raises InvalidGrant for another client's code, which stays valid for its owner (RFC 6749 §4.1.3)."""
	if code.client_id != client.client_id:
		raise InvalidGrant("The code was issued to another client")


def same_redirect(code: Code, uri: str | None, client: Client) -> None:
	"""Raises InvalidGrant unless the redirect URI is that of the authorization request, if one was sent there
	(RFC 6749 §4.1.3)."""
	with gate(client, Hardening.CODE_REDIRECT_URI, code.user):
		if (uri or "") != code.redirect_uri and (code.redirect_uri or uri != client.default_redirect_uri):
			raise InvalidGrant(
				"redirect_uri differs from the one in the authorization request",
				fix="Send exactly the redirect_uri of the authorization request with the code",
			)
	if uri and not redirect_uri.matching(uri, client.redirect_uris, is_public=client.is_public):
		raise InvalidGrant(
			"redirect_uri is not registered for this client",
			cause=redirect_uri_difference.difference(uri, client.redirect_uris),
			fix="Register the URI on the OAuth Client, or send one that is registered",
		)


def prove_possession(code: Code, verifier: str | None, client: Client) -> None:
	"""Raises InvalidGrant unless the verifier matches the code's challenge (RFC 7636 §4.6). One wrong verifier spends
	the code."""
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
	"""Raises InvalidGrant for a code that is older than its lifetime, by default 60 seconds (RFC 6749 §4.1.2). Codes
	from before installation have no expiry of their own."""
	lifetime = timedelta(seconds=client_policy.policy_for(client).lifetimes.code.seconds)
	issued = code.issued_at or now
	with gate(client, Hardening.CODE_LIFETIME, code.user):
		if now >= (ended_at := code.expires_at or issued + lifetime):
			raise InvalidGrant(
				"The code has expired",
				cause=expiry_words.expired(expiry_words.CODE, now - ended_at),
				fix="Redeem the code at once",
			)


def unspent(code: Code, client: Client) -> None:
	"""Spend the code. Raises InvalidGrant for a used or withdrawn code. A second use ends the grant of the first one
	(RFC 9700 §4.2.4)."""
	if code.is_withdrawn:
		raise InvalidGrant("The code was withdrawn", cause="The grants of its user or client have ended")
	if codes.spend(code):
		return
	try:
		with gate(client, Hardening.CODE_REUSE, code.user):
			raise InvalidGrant(
				"The code was used before",
				cause="The code was redeemed twice. All tokens from its first use are revoked",
				fix="If the app did not retry the request, somebody else may have the code",
			)
	except InvalidGrant:
		if revocation.end(
			[code.family], "code_reused", cause="The code that began the grant was redeemed twice"
		):
			metrics.note_replay("code")
			user_emails.tell_of_alarm(code.user, code.client_id)
		raise
	raise InvalidGrant("The code was used before")


AUTHORIZATION_CODE = GrantType("authorization_code", decide, gives_id_token=True)
