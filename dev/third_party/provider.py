"""The app's side of OAuth: everything it ever asks of the site."""

from functools import lru_cache

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet

from dev.third_party.exchange import Exchange, record
from dev.third_party.settings import Settings

PATIENCE = 30  # seconds for an answer
TODOS = "/api/resource/ToDo"
TODO_FIELDS = '["name","description","status"]'


class Refused(Exception):
	"""The answer is not one that the app may accept. The message is for the person."""


@lru_cache
def discover(site: str) -> dict:
	"""The site's own description of its endpoints."""
	response = requests.get(f"{site}/.well-known/openid-configuration", timeout=PATIENCE)
	response.raise_for_status()
	metadata = response.json()
	if metadata["issuer"] != site:
		raise Refused(f"The site at {site} calls itself {metadata['issuer']}")
	return metadata


def begin(settings: Settings) -> tuple[str, dict]:
	"""Where to send the browser, and what to remember until it comes back."""
	remembered = {"state": generate_token(32), "nonce": generate_token(32), "verifier": generate_token(64)}
	address, _ = _session(settings).create_authorization_url(
		discover(settings.site)["authorization_endpoint"],
		state=remembered["state"],
		nonce=remembered["nonce"],
		code_verifier=remembered["verifier"],
	)
	return address, remembered


def finish(settings: Settings, answer: dict, remembered: dict, history: list[Exchange]) -> dict:
	"""Exchange the code that came back for tokens. Raises Refused."""
	if not remembered or answer.get("state") != remembered["state"]:
		raise Refused("This answer belongs to no sign-in that was begun here (state)")
	if answer.get("iss", settings.site) != settings.site:
		raise Refused(f"This answer comes from {answer['iss']}, not from {settings.site} (iss)")
	if "error" in answer:
		raise Refused(f"{answer['error']}: {answer.get('error_description', 'no reason given')}")
	token = _session(settings, history).fetch_token(
		discover(settings.site)["token_endpoint"],
		grant_type="authorization_code",
		code=answer.get("code", ""),
		code_verifier=remembered["verifier"],
	)
	if token.get("id_token"):
		_check_id_token(settings, token["id_token"], remembered["nonce"])
	return dict(token)


def refresh(settings: Settings, token: dict, history: list[Exchange]) -> dict:
	"""A new pair of tokens for the refresh token."""
	endpoint = discover(settings.site)["token_endpoint"]
	session = _session(settings, history)
	return dict(session.refresh_token(endpoint, refresh_token=token["refresh_token"]))


def introspect(settings: Settings, token: dict, history: list[Exchange]) -> dict:
	"""What the site says about the access token."""
	endpoint = discover(settings.site)["introspection_endpoint"]
	response = _session(settings, history).introspect_token(
		endpoint, token=token["access_token"], token_type_hint="access_token"
	)
	return response.json()


def revoke(settings: Settings, token: dict, history: list[Exchange]) -> int:
	"""End the access token. Returns the status of the answer."""
	endpoint = discover(settings.site)["revocation_endpoint"]
	response = _session(settings, history).revoke_token(
		endpoint, token=token["access_token"], token_type_hint="access_token"
	)
	return response.status_code


def profile(settings: Settings, token: dict, history: list[Exchange]) -> dict:
	"""Who has signed in."""
	return _read(settings, token, discover(settings.site)["userinfo_endpoint"], history)


def todos(settings: Settings, token: dict, history: list[Exchange]) -> list[dict]:
	"""The person's to-dos."""
	address = f"{settings.site}{TODOS}?fields={TODO_FIELDS}"
	return _read(settings, token, address, history).get("data", [])


def _read(settings: Settings, token: dict, address: str, history: list[Exchange]) -> dict:
	headers = {"Authorization": f"Bearer {token['access_token']}", "Accept": "application/json"}
	response = requests.get(address, headers=headers, timeout=PATIENCE)
	history.append(record(response))
	if response.status_code == requests.codes.unauthorized:
		raise Refused(
			f"The site does not take this token (any more): {response.headers.get('WWW-Authenticate')}"
		)
	response.raise_for_status()
	return response.json()


def _session(settings: Settings, history: list[Exchange] | None = None) -> OAuth2Session:
	session = OAuth2Session(
		settings.client_id,
		settings.client_secret,
		token_endpoint_auth_method="client_secret_basic",
		revocation_endpoint_auth_method="client_secret_basic",
		code_challenge_method="S256",
		scope=settings.scope,
		redirect_uri=settings.redirect_uri,
		default_timeout=PATIENCE,
	)
	if history is not None:
		session.hooks["response"].append(lambda response, **_: history.append(record(response)))
	return session


def _check_id_token(settings: Settings, id_token: str, nonce: str) -> None:
	"""Signed by the site, for this app, for this sign-in, not yet expired (OpenID Connect Core §3.1.3.7)."""
	answer = requests.get(discover(settings.site)["jwks_uri"], timeout=PATIENCE)
	answer.raise_for_status()
	keys = KeySet.import_key_set(answer.json())
	claims = jwt.decode(id_token, keys, algorithms=["RS256", "ES256"]).claims
	jwt.JWTClaimsRegistry(
		iss={"essential": True, "value": settings.site},
		aud={"essential": True, "value": settings.client_id},
		exp={"essential": True},
		nonce={"essential": True, "value": nonce},
	).validate(claims)
