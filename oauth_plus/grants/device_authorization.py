"""The device authorization endpoint (RFC 8628 §3.1): a device begins to wait, and shows its user a code."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from oauth_plus.exceptions import ServerError, TooManyRequests, UnauthorizedClient
from oauth_plus.grants.client import authenticate, require_allowed_address
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.person import GUEST
from oauth_plus.grants.scopes import requested, require_any
from oauth_plus.rules import scope_list, secret, user_code
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import events
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import device_requests
from oauth_plus.store.grants.device_requests import DeviceRequest
from oauth_plus.store.limits import attempts
from oauth_plus.store.site import ip_address, site_issuer

LIFETIME = timedelta(minutes=10)
"""For a user to find the page, sign in, and decide (RFC 8628 §3.2: expires_in)."""

INTERVAL = 5
"""Seconds between two polls (RFC 8628 §3.2)."""

MOST = 600
"""Devices of one client that begin to wait within ten minutes from one address: a warehouse switches its scanners on."""

PAGE = "/oauth-device"
"""The address that people type (RFC 8628 §3.2: verification_uri)."""


@dataclass(frozen=True)
class DeviceResponse:
	"""Answer of the device authorization endpoint (RFC 8628 §3.2)."""

	device_code: str = field(repr=False)
	user_code: str = field(repr=False)

	def body(self) -> dict[str, str | int]:
		"""Return the members of the JSON object (RFC 8628 §3.2); times in seconds."""
		page, code = f"{site_issuer.issuer()}{PAGE}", user_code.shown(self.user_code)
		return {
			"device_code": self.device_code,
			"user_code": code,
			"verification_uri": page,
			"verification_uri_complete": f"{page}?user_code={code}",
			"expires_in": int(LIFETIME.total_seconds()),
			"interval": INTERVAL,
		}


def begin(request: ClientRequest, user_agent: str, now: datetime) -> DeviceResponse:
	"""Return the codes of a device that begins to wait (RFC 8628 §3.2). Raises a Refusal, as the token endpoint does;
	TooManyRequests where too many begin from one address."""
	client = authenticate(request).client  # RFC 8628 §3.1, RFC 6749 §2.3
	require_allowed_address(client)
	require_device_flow(client)
	scopes = requested(scope_list.requested(request.form.get("scope")), client, None)  # RFC 6749 §3.3
	require_any(scopes)
	_require_few(client)
	return _waiting(client, scopes, user_agent, now)


def require_device_flow(client: Client) -> None:
	"""Raises UnauthorizedClient for a client that may not ask so (RFC 6749 §5.2)."""
	if not client.has_device_flow:
		raise UnauthorizedClient(
			"The client may not use the device flow",
			cause="Device Flow is not ticked for this client",
			fix="Tick 'Device Flow' on the OAuth Client",
		)


def _require_few(client: Client) -> None:
	address = ip_address.caller()
	if attempts.add("device", f"{client.client_id}:{address}") > MOST:
		raise TooManyRequests(
			"Too many devices begin to wait from this address: try again later",
			attempts.seconds_left(),
			cause=Sentence(
				"More than {0} devices of the client began to wait from one address within ten minutes", MOST
			),
		)


def _waiting(client: Client, scopes: tuple[str, ...], user_agent: str, now: datetime) -> DeviceResponse:
	for _attempt in range(3):  # two of 26 thousand million codes may be the same
		response = DeviceResponse(secret.new_token(), user_code.new())
		waiting = DeviceRequest(
			secret.digest(response.device_code),
			client.client_id,
			scopes,
			now + LIFETIME,
			ip_address.of_request(),
			user_agent,
			interval=INTERVAL,
		)
		if device_requests.create(waiting, response.user_code):
			events.record_repeat("device_waits", "", client.client_id, GUEST, ())
			return response
	raise ServerError("No user code is free")
