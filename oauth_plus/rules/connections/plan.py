"""Plan of a new client: what its answers and its kind make of it, each setting with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from oauth_plus.rules import service_user, token_exchange
from oauth_plus.rules.client_metadata import ClientMetadata
from oauth_plus.rules.connections.answers import FRAPPE_LOGIN, KEY, STAYS, TOKEN_LIVES, Answers
from oauth_plus.rules.connections.kind import ConnectionWay, Question, Setting
from oauth_plus.rules.connections.settings import DEVICE, NEVER_REFRESHED, TYPE
from oauth_plus.rules.credentials import AuthMethod

METHOD = "token_endpoint_auth_method"

REASONS = {
	AuthMethod.NONE: "The app proves each sign-in with PKCE, because it has no secret to prove itself with.",
	AuthMethod.BASIC: "The app sends its secret with each request for a token. You see the secret once, at the end.",
	AuthMethod.PRIVATE_KEY_JWT: "The app signs with a key that never leaves it. This site knows only the public key.",
}

REDIRECT_URIS = "The site sends its answers only there. It compares each letter."
ROLES = "Others see a page that says why they cannot use the app."
SERVICE_USER_REASON = "The app acts as this user: it can never do more than their roles allow."
NETWORKS = "Whoever steals the secret cannot use it from elsewhere."
EXCHANGES_OF = "The gateway can use the tokens of these apps, and of no other."
IDLE = "Who does not use the app for so long signs in again."
ABSOLUTE = "After this time, users sign in and allow the app again."
ACCESS = "A stolen token is worth nothing after this time. The app gets the next one by itself."
SCOPES = "The app can do this and nothing else, whatever its users may do."

SENTENCES = (
	*REASONS.values(),
	REDIRECT_URIS,
	ROLES,
	SERVICE_USER_REASON,
	NETWORKS,
	EXCHANGES_OF,
	IDLE,
	ABSOLUTE,
	ACCESS,
	SCOPES,
)
"""Every text for people in this file, for their translation."""

PLACES = {
	"app_name": Question.NAME,
	"redirect_uris": Question.REDIRECT_URIS,
	"default_redirect_uri": Question.REDIRECT_URIS,
	"oauth_plus_open_to": Question.OPEN_TO,
	"allowed_roles": Question.ROLES,
	service_user.FIELD: Question.SERVICE_USER,
	"oauth_plus_jwks": Question.KEYS,
	"oauth_plus_jwks_uri": Question.KEYS,
	"oauth_plus_networks": Question.NETWORKS,
	token_exchange.LIST: Question.EXCHANGES_OF,
	"oauth_plus_refresh_idle_lifetime": Question.STAY,
	"oauth_plus_refresh_absolute_lifetime": Question.STAY,
	"oauth_plus_access_lifetime": Question.TOKEN_LIFE,
	"scopes": Question.SCOPES,
}
"""Question at which a fault of a field is shown."""


@dataclass(frozen=True)
class Plan:
	"""Client that would be created. `settings` are in the order of the summary."""

	metadata: ClientMetadata
	settings: tuple[Setting, ...]

	@property
	def own(self) -> dict[str, Any]:
		"""Columns that no metadata fill."""
		of_metadata = (TYPE, METHOD, "redirect_uris", "scopes", "oauth_plus_jwks", "oauth_plus_jwks_uri")
		return {each.field: each.value for each in self.settings if each.field not in of_metadata}

	@property
	def grant_types(self) -> tuple[str, ...]:
		"""Grant types that the client can use (RFC 7591 §2); empty for a gateway that only introspects."""
		chosen = {each.field: each.value for each in self.settings}
		asks_users = bool(self.metadata.redirect_uris) or DEVICE.field in chosen
		has = {
			"authorization_code": bool(self.metadata.redirect_uris),
			"urn:ietf:params:oauth:grant-type:device_code": DEVICE.field in chosen,
			"refresh_token": asks_users and NEVER_REFRESHED not in self.settings,
			"client_credentials": service_user.FIELD in chosen,
			token_exchange.GRANT: token_exchange.MARK in chosen,
		}
		return tuple(grant for grant, is_there in has.items() if is_there)


def planned(way: ConnectionWay, answers: Answers) -> Plan:
	"""Return the plan for these answers, which may have faults."""
	method = AuthMethod.PRIVATE_KEY_JWT if answers.proof == KEY else way.method
	has_address = answers.keys.startswith("https://")
	uris = (f"{answers.site}{FRAPPE_LOGIN}",) if answers.site else answers.redirect_uris
	metadata = ClientMetadata(
		name=answers.name,
		redirect_uris=uris,
		method=method,
		scopes=answers.scopes,
		keys="" if has_address or method is not AuthMethod.PRIVATE_KEY_JWT else answers.keys,
		keys_uri=answers.keys if has_address and method is AuthMethod.PRIVATE_KEY_JWT else "",
	)
	kind, *rest = way.settings
	settings = (kind, Setting(METHOD, method.value, REASONS[method]), *_answered(metadata, answers), *rest)
	return Plan(metadata, settings)


def place_of(field: str, way: ConnectionWay) -> str:
	"""Return the question of this way at which a fault of the field is shown; empty for none of them."""
	asked = PLACES.get(field)
	if asked is Question.REDIRECT_URIS and Question.SITE in way.asks:
		asked = Question.SITE
	return asked.value if asked and asked in (Question.NAME, *way.asks) else ""


def _answered(metadata: ClientMetadata, answers: Answers) -> Iterator[Setting]:
	"""Yield what the answers set, without what was left empty."""
	idle, absolute = STAYS.get(answers.stay, (0, 0))
	access = int(answers.token_life) if answers.token_life in TOKEN_LIVES else 0
	rows = (
		("redirect_uris", "\n".join(metadata.redirect_uris), REDIRECT_URIS),
		("oauth_plus_open_to", answers.open_to, ROLES),
		("allowed_roles", [{"role": role} for role in answers.roles], ROLES),
		(service_user.FIELD, answers.service_user, SERVICE_USER_REASON),
		("oauth_plus_networks", answers.networks, NETWORKS),
		(token_exchange.LIST, "\n".join(answers.exchanges_of), EXCHANGES_OF),
		("oauth_plus_refresh_idle_lifetime", idle, IDLE),
		("oauth_plus_refresh_absolute_lifetime", absolute, ABSOLUTE),
		("oauth_plus_access_lifetime", access, ACCESS),
		("scopes", " ".join(metadata.scopes), SCOPES),
	)
	return (Setting(*row) for row in rows if row[1])
