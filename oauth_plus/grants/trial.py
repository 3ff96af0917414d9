"""Authorization request as a client would send it, for an administrator who wants to see what its users see.

Nobody redeems the code: its PKCE verifier is thrown away here, so the code is worth nothing to anybody.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from urllib.parse import urlencode

from oauth_plus.grants.eligibility import ADMINISTRATOR
from oauth_plus.rules import pkce, pushed_request, redirect_uri_kinds, scope_list, secret
from oauth_plus.rules.policy import Gate, Hardening
from oauth_plus.store.clients import client_policy
from oauth_plus.store.clients.client import Client
from oauth_plus.store.grants import consents
from oauth_plus.store.people import users
from oauth_plus.store.sealed import pushed_requests
from oauth_plus.store.site import settings

AUTHORIZE = "/api/method/frappe.integrations.oauth2.authorize"

TOKEN = "Token"  # noqa: S105 a choice of Frappe's field


class Meeting(str, Enum):
	"""What a user meets at the authorization page, and after it."""

	DISABLED = "disabled"
	WRONG_USER = "wrong_user"
	ADMINISTRATOR = "administrator"
	NO_PAGE = "no_page"
	KNOWN_CONSENT = "known_consent"
	CONSENT = "consent"
	LEADS_BACK = "leads_back"
	LEADS_TO_PROGRAM = "leads_to_program"
	PUSHED = "pushed"


@dataclass(frozen=True)
class Trial:
	"""Request, and what the user meets. `address` is a path of this site, so that whoever is signed in in Desk is signed in
	there too. `parameters` are those of the request, also if the address only names them."""

	address: str
	parameters: dict[str, str]
	meetings: tuple[Meeting, ...]
	redirect_uri: str


def prepare(client: Client, redirect_uri: str, user: str, now: datetime) -> Trial:
	"""Return the request of a client to one of its redirect URIs, with a new state and a new challenge. A client that has to
	push its requests gets one pushed, for 90 seconds. Raises TemporarilyUnavailable."""
	parameters = _parameters(client, redirect_uri)
	is_pushed = client.owes_push or settings.requires_pushed_requests()
	sent = _pushed(client, parameters, now) if is_pushed else parameters
	address = f"{AUTHORIZE}?{urlencode(sent)}"
	meetings = _refusals(client, user) or _ways(client, redirect_uri, user, parameters["scope"])
	pushed = (Meeting.PUSHED,) if is_pushed else ()
	return Trial(address, parameters, (*meetings, *pushed), redirect_uri)


def _parameters(client: Client, redirect_uri: str) -> dict[str, str]:
	scopes = client.default_scopes or client.scopes
	asked = {
		"client_id": client.public_id,
		"redirect_uri": redirect_uri,
		"response_type": _response_type(client),
		"scope": " ".join(scopes),
		"state": secret.new_token(),
	}
	if scope_list.OPENID in scopes:
		asked["nonce"] = secret.new_token()
	challenge = {"code_challenge": pkce.s256(secret.new_token()), "code_challenge_method": pkce.S256}
	return asked | (challenge if asked["response_type"] == "code" else {})


def _response_type(client: Client) -> str:
	"""Return the client's own response type; `code` where tokens in the address bar are refused (RFC 9700 §2.1.2)."""
	is_implicit = client.response_type == TOKEN and not _enforces(client, Hardening.IMPLICIT_GRANT)
	return "token" if is_implicit else "code"


def _enforces(client: Client, hardening: Hardening) -> bool:
	return client_policy.policy_for(client).gate(hardening) is Gate.ENFORCE


def _pushed(client: Client, parameters: dict[str, str], now: datetime) -> dict[str, str]:
	form = pushed_request.form_to_push(parameters, (), client.public_id)
	reference = pushed_requests.keep(pushed_request.stored(form), client.public_id, now)
	return {"client_id": client.public_id, "request_uri": pushed_request.PREFIX + reference}


def _refusals(client: Client, user: str) -> tuple[Meeting, ...]:
	if not client.is_enabled:
		return (Meeting.DISABLED,)
	if not client.may_be_used_by(users.roles(user)):
		return (Meeting.WRONG_USER,)
	if user == ADMINISTRATOR and _enforces(client, Hardening.ADMINISTRATOR):
		return (Meeting.ADMINISTRATOR,)
	return ()


def _ways(client: Client, redirect_uri: str, user: str, scope: str) -> tuple[Meeting, ...]:
	is_program = redirect_uri_kinds.is_private_use(redirect_uri)
	back = Meeting.LEADS_TO_PROGRAM if is_program else Meeting.LEADS_BACK
	if client.skips_consent and not client.is_public:
		return (Meeting.NO_PAGE, back)
	is_provable = not client.is_public or redirect_uri_kinds.is_claimed(redirect_uri)  # RFC 8252 §8.6
	if (
		is_provable
		and settings.skips_known_consent()
		and consents.covers(user, client.client_id, scope_list.split(scope))
	):
		return (Meeting.KNOWN_CONSENT, back)
	return (Meeting.CONSENT, back)
