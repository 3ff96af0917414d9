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
TODOS = '/api/resource/ToDo?fields=["name","description","status"]'


class Refused(Exception):
	"""The answer is not one that the app may accept. The message is for the person."""


@lru_cache
def discover(site: str) -> dict:
	"""Return the site's own description of its endpoints. Raises Refused, requests.RequestException."""
	metadata = _json(requests.get(f"{site}/.well-known/openid-configuration", timeout=PATIENCE))
	if metadata["issuer"] != site:
		raise Refused(f"The site at {site} calls itself {metadata['issuer']}")
	return metadata


class Provider:
	"""The site, as the app reaches it. What goes over the wire is added to `history`."""

	def __init__(self, settings: Settings, history: list[Exchange]) -> None:
		self.settings, self.history = settings, history
		self.session = OAuth2Session(
			settings.client_id,
			settings.client_secret,
			token_endpoint_auth_method="client_secret_basic",
			revocation_endpoint_auth_method="client_secret_basic",
			code_challenge_method="S256",
			scope=settings.scope,
			redirect_uri=settings.redirect_uri,
			default_timeout=PATIENCE,
		)
		self.session.hooks["response"].append(lambda response, **_: history.append(record(response)))

	def begin(self) -> tuple[str, dict[str, str]]:
		"""Return where to send the browser, and what to store until it comes back."""
		pending = {
			"state": generate_token(32),
			"nonce": generate_token(32),
			"code_verifier": generate_token(64),
		}
		address, _ = self.session.create_authorization_url(self._endpoint("authorization"), **pending)
		return address, pending

	def finish(self, answer: dict[str, str], pending: dict[str, str]) -> dict:
		"""Exchange the code that came back for tokens. Raises Refused."""
		site = self.settings.site
		if not pending or answer.get("state") != pending["state"]:
			raise Refused("This answer belongs to no sign-in that was begun here (state)")
		if answer.get("iss", site) != site:
			raise Refused(f"This answer comes from {answer['iss']}, not from {site} (iss)")
		if "error" in answer:
			raise Refused(f"{answer['error']}: {answer.get('error_description', 'no reason given')}")
		sent = {"code": answer.get("code", ""), "code_verifier": pending["code_verifier"]}
		token = self.session.fetch_token(self._endpoint("token"), grant_type="authorization_code", **sent)
		if token.get("id_token"):
			self._check_id_token(token["id_token"], pending["nonce"])
		return dict(token)

	def refresh(self, token: dict) -> dict:
		"""Return a new pair of tokens for the refresh token."""
		return dict(self.session.refresh_token(self._endpoint("token"), refresh_token=token["refresh_token"]))

	def introspect(self, token: dict) -> dict:
		"""Return what the site says about the access token (RFC 7662)."""
		endpoint = self._endpoint("introspection")
		return self.session.introspect_token(endpoint, token["access_token"], "access_token").json()

	def revoke(self, token: dict) -> int:
		"""End the access token (RFC 7009). Returns the status of the answer."""
		endpoint = self._endpoint("revocation")
		return self.session.revoke_token(endpoint, token["access_token"], "access_token").status_code

	def profile(self, token: dict) -> dict:
		"""Return who has signed in."""
		return self._read(token, self._endpoint("userinfo"))

	def todos(self, token: dict) -> list[dict]:
		"""Return the person's to-dos."""
		return self._read(token, f"{self.settings.site}{TODOS}").get("data", [])

	def _endpoint(self, name: str) -> str:
		return discover(self.settings.site)[f"{name}_endpoint"]

	def _read(self, token: dict, address: str) -> dict:
		headers = {"Authorization": f"Bearer {token['access_token']}", "Accept": "application/json"}
		response = requests.get(address, headers=headers, timeout=PATIENCE)
		self.history.append(record(response))
		if response.status_code == requests.codes.unauthorized:
			raise Refused(f"The site no longer takes this token: {response.headers.get('WWW-Authenticate')}")
		return _json(response)

	def _check_id_token(self, id_token: str, nonce: str) -> None:
		"""Signed by the site, for this app and this sign-in, unexpired (OpenID Connect Core §3.1.3.7)."""
		site = self.settings.site
		keys = KeySet.import_key_set(_json(requests.get(discover(site)["jwks_uri"], timeout=PATIENCE)))
		claims = jwt.decode(id_token, keys, algorithms=["RS256", "ES256"]).claims
		expected = {"iss": site, "aud": self.settings.client_id, "nonce": nonce}
		needs = {name: {"essential": True, "value": value} for name, value in expected.items()}
		jwt.JWTClaimsRegistry(exp={"essential": True}, **needs).validate(claims)


def _json(response: requests.Response) -> dict:
	response.raise_for_status()
	return response.json()
