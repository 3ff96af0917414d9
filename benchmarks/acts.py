"""What a client does, as one request each: functions that `turns.take` may call from several threads."""

import secrets
from collections.abc import Mapping

from benchmarks.client import OAUTH, Answer, WrongAnswer
from benchmarks.side import Credentials, Side
from benchmarks.turns import Act

LOGGED_USER = "/api/method/frappe.auth.get_logged_user"


def refresh(side: Side, client: Credentials, token: str, **more: str) -> Answer:
	"""The request that all refreshing is made of."""
	form = {"grant_type": "refresh_token", "refresh_token": token, **more}
	return side.door.post("get_token", form | client.form)


def by_itself(side: Side) -> Act:
	"""A client asks for a token without any user."""
	form = {"grant_type": "client_credentials"} | side.clients[0].form
	return lambda: _nothing(side.door.post("get_token", form).expect(200))


def tokens_by_themselves(side: Side, clients: list[Credentials], count: int) -> list[str]:
	"""Access tokens that clients ask for without any user, in turn."""
	form = {"grant_type": "client_credentials"}
	asking = [clients[number % len(clients)] for number in range(count)]
	answers = (side.door.post("get_token", form | client.form).expect(200) for client in asking)
	return [answer.json["access_token"] for answer in answers]


class Refreshing:
	"""Use one token after the other; when all were used, go on with those that came back."""

	def __init__(self, side: Side, filling: str) -> None:
		self._side, self._filling = side, filling
		self._unused: list[tuple[Credentials, str]] = []
		self._returned: list[tuple[Credentials, str]] = []

	def begin(self) -> None:
		"""With the tokens that the rows of the filling were issued with."""
		self._unused, self._returned = self._side.live_tokens(self._filling), []

	def __call__(self) -> None:
		client, token = self._unused.pop() if self._unused else self._returned.pop(0)
		try:
			answer = refresh(self._side, client, token).expect(200).json
		except WrongAnswer:
			self._unused.append((client, token))  # it may be tried again
			raise
		self._returned.append((client, answer["refresh_token"]))


def guessing(side: Side) -> Act:
	"""A refresh token that nobody has: the app says 400, stock 403 or 404."""
	client = side.clients[0]
	return lambda: _nothing(refresh(side, client, secrets.token_hex(15)).expect(400, 403, 404))


def access_tokens(side: Side, filling: str, count: int) -> list[tuple[Credentials, str]]:
	"""Access tokens that work, got by refreshing."""
	pairs = side.live_tokens(filling)[:count]
	return [
		(client, refresh(side, client, token).expect(200).json["access_token"]) for client, token in pairs
	]


def calling(side: Side, headers: list[Mapping[str, str]]) -> Act:
	"""Ask who is signed in, in turn with each of these headers."""
	waiting = list(headers)

	def act() -> None:
		header = waiting.pop(0)
		waiting.append(header)
		answer = side.door.get(LOGGED_USER, header).expect(200)
		if answer.json["message"] == "Guest":
			answer.expect(0)

	return act


def introspecting(side: Side, owned: list[tuple[Credentials, str]]) -> Act:
	"""Ask what a token is worth: each client about its own."""
	waiting = list(owned)

	def act() -> None:
		client, token = waiting.pop(0)
		waiting.append((client, token))
		form = {"token": token, "token_type_hint": "access_token"}
		answer = side.door.post("introspect_token", form | client.form).expect(200)
		if answer.json["active"] is not True:
			answer.expect(0)

	return act


def asking_consent(side: Side, session: Mapping[str, str], *statuses: int) -> Act:
	"""The authorization request of a person who is signed in: a page, unless he is known to have agreed."""
	client = side.clients[0]
	path = (
		f"{OAUTH}authorize?client_id={client.client_id}&response_type=code&scope=all%20openid&state=1"
		"&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback"
		"&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
	)
	return lambda: _nothing(side.door.get(path, session).expect(*(statuses or (200,))))


def _nothing(_: Answer) -> None:
	"""An act returns nothing."""
