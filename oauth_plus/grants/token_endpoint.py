"""The token endpoint (RFC 6749 §3.2): exchange a grant for tokens."""

from dataclasses import replace
from datetime import datetime

from oauth_plus.exceptions import InvalidRequest, LimitReached, TemporarilyUnavailable, UnsupportedGrantType
from oauth_plus.grants import dpop
from oauth_plus.grants.authorization_code import AUTHORIZATION_CODE
from oauth_plus.grants.client import authenticate, require_allowed_address
from oauth_plus.grants.client_credentials import CLIENT_CREDENTIALS
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.device_code import DEVICE_CODE
from oauth_plus.grants.grant import GrantType
from oauth_plus.grants.issuance import issue
from oauth_plus.grants.password import PASSWORD
from oauth_plus.grants.refresh_token import REFRESH_TOKEN
from oauth_plus.grants.scopes import narrowed
from oauth_plus.grants.token_exchange import TOKEN_EXCHANGE
from oauth_plus.grants.token_response import TokenResponse
from oauth_plus.platform import transaction
from oauth_plus.store.grants.families import RotationConflict
from oauth_plus.store.limits import users
from oauth_plus.store.presented_tokens import plain_credentials
from oauth_plus.store.tokens import token_rows

GRANTS = {
	grant_type.name: grant_type
	for grant_type in (
		AUTHORIZATION_CODE,
		REFRESH_TOKEN,
		CLIENT_CREDENTIALS,
		DEVICE_CODE,
		TOKEN_EXCHANGE,
		PASSWORD,
	)
}
"""All grant types. Metadata, registration and `exchange` read them. A new one needs a file, and a line here."""


def exchange(request: ClientRequest, now: datetime) -> TokenResponse:
	"""Return the tokens for a request (RFC 6749 §5.1), or raise a Refusal (§5.2).

	Before `issue`, only this is written: the digest of a plain credential that the request presents, the last use of the
	client's secret, the events of gates at Warn, and what `decide` writes (see GrantType). The last line is the second
	attempt of a refresh.
	"""
	plain_credentials.convert_presented(request.form.get("refresh_token"), request.form.get("code"))
	grant_type = supported(request.form.get("grant_type"))  # RFC 6749 §5.2
	sender = authenticate(
		request, lambda: token_rows.owner_of(request.form.get("refresh_token"))
	)  # §2.3, §3.2.1
	require_allowed_address(sender.client)
	if grant_type.require_allowed:
		grant_type.require_allowed(sender.client)
	sender = dpop.proven(request, sender, now)  # RFC 9449 §5
	grant = grant_type.decide(request, sender, now)
	_require_room(grant.user)
	scopes = narrowed(grant, sender.client)  # §3.3, §6
	try:
		return issue(grant, scopes, sender, grant_type, now)
	except RotationConflict:
		if request.is_retry:
			raise
	return exchange(replace(request, is_retry=True), now)


def _require_room(user: str) -> None:
	"""Raises LimitReached or TemporarilyUnavailable; then, what the grant has spent works again."""
	try:
		users.require_room(user)
	except (LimitReached, TemporarilyUnavailable):
		transaction.undo()
		raise


def supported(name: str | None) -> GrantType:
	"""Return the grant type of this name. Raises InvalidRequest or UnsupportedGrantType (RFC 6749 §5.2)."""
	if not name:
		raise InvalidRequest("grant_type is missing")
	if name not in GRANTS:
		raise UnsupportedGrantType("This grant type is not supported")
	return GRANTS[name]


def advertised() -> tuple[str, ...]:
	"""Return the names of the grant types that metadata name (RFC 8414 §2)."""
	return tuple(name for name, grant_type in GRANTS.items() if grant_type.is_advertised())


def open_to_registration() -> tuple[str, ...]:
	"""Return the names of the grant types that a client may register itself for (RFC 7591 §2)."""
	return tuple(name for name, grant_type in GRANTS.items() if grant_type.may_be_registered)
