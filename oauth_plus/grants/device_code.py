"""Device code grant (RFC 8628 §3.4): a device asks again and again whether its user has allowed it, and gets one pair."""

from datetime import datetime, timedelta
from typing import NoReturn

from oauth_plus.exceptions import (
	AccessDenied,
	AuthorizationPending,
	ExpiredToken,
	InvalidGrant,
	InvalidRequest,
	SlowDown,
)
from oauth_plus.grants import targets
from oauth_plus.grants.client import AuthenticatedClient
from oauth_plus.grants.client_request import ClientRequest
from oauth_plus.grants.device_authorization import require_device_flow
from oauth_plus.grants.eligibility import require_live_user
from oauth_plus.grants.grant import Grant, GrantType
from oauth_plus.rules import secret
from oauth_plus.rules.sign_in import SignIn
from oauth_plus.store.clients import capabilities
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import device_requests
from oauth_plus.store.grants.device_requests import ALLOWED, DENIED, PENDING, DeviceRequest

SLOWER = 5
"""Seconds that a device waits longer after each slow_down (RFC 8628 §3.5)."""

TOLERANCE = timedelta(seconds=1)
"""A poll may be that early: networks are not even."""


def decide(request: ClientRequest, sender: AuthenticatedClient, now: datetime) -> Grant:
	"""Return the grant that a user has allowed a device, after every check; the device code is spent by the last one.

	Raises InvalidRequest, InvalidGrant, and what RFC 8628 §3.5 has: AuthorizationPending, SlowDown, ExpiredToken,
	AccessDenied. A poll is written down also where it is refused.
	"""
	presented, client = request.form.get("device_code"), sender.client
	if not presented:
		raise InvalidRequest("device_code is missing")
	waiting = device_requests.lock(secret.digest(presented))
	if waiting is None:
		raise InvalidGrant("The device code is unknown")
	bound_to(waiting, client)
	if waiting.state == DENIED:
		raise AccessDenied("The user said no")
	if waiting.state in (PENDING, ALLOWED) and now >= waiting.expires_at:
		raise ExpiredToken("The device code has expired", fix="The device begins again")
	if waiting.state == PENDING:
		_refuse_for_now(waiting, now)
	if waiting.state != ALLOWED:
		raise InvalidGrant("The device code was used before or withdrawn")
	require_live_user(waiting.user, client)
	target = targets.narrowed(request.resources, (), client, waiting.user)  # RFC 8707 §2.2
	if not device_requests.spend(waiting):
		raise InvalidGrant("The device code was used before or withdrawn")
	sign_in = SignIn(waiting.auth_time)
	return Grant(waiting.user, waiting.scopes, waiting.family, sign_in=sign_in, targets=target)


def bound_to(waiting: DeviceRequest, client: Client) -> None:
	"""Raises InvalidGrant for another client's code, which goes on for its owner (RFC 8628 §3.4)."""
	if waiting.client_id != client.client_id:
		raise InvalidGrant("The device code was issued to another client")


def _refuse_for_now(waiting: DeviceRequest, now: datetime) -> NoReturn:
	"""Raises AuthorizationPending, or SlowDown for a poll before its time (RFC 8628 §3.5)."""
	due = waiting.polled_at and waiting.polled_at + timedelta(seconds=waiting.interval) - TOLERANCE
	if due and now < due:
		device_requests.note_poll(waiting, now, waiting.interval + SLOWER)
		raise SlowDown(waiting.interval + SLOWER)
	device_requests.note_poll(waiting, now, waiting.interval)
	raise AuthorizationPending


DEVICE_CODE = GrantType(
	"urn:ietf:params:oauth:grant-type:device_code",
	decide,
	require_device_flow,
	is_advertised=lambda: capabilities.includes(capabilities.DEVICES),
	may_be_registered=False,
	gives_id_token=True,
)
