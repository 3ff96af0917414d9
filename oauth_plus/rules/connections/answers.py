"""Answers of the dialog, as they are sent, and what is missing in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oauth_plus.rules import redirect_uri, scope_list
from oauth_plus.rules.connections.kind import ConnectionWay, Question
from oauth_plus.rules.lifetime import DAY
from oauth_plus.rules.open_to import OpenTo

LONGEST = 20_000
"""Characters of one answer that are read."""

STAYS = {
	"": (0, 0),
	"day": (DAY, DAY),
	"week": (7 * DAY, 7 * DAY),
	"month": (30 * DAY, 30 * DAY),
	"quarter": (30 * DAY, 90 * DAY),
	"year": (90 * DAY, 365 * DAY),
}
"""How long users stay signed in: seconds without use, and in all. 0 is the value of the site."""

TOKEN_LIVES = ("300", "900", "3600")
"""Choices of seconds for which one access token is valid."""

KEY, SECRET = "key", "secret"
"""Choices: how the app proves itself."""

FRAPPE_LOGIN = "/api/method/frappe.integrations.oauth2_logins.login_via_frappe"
"""Path at which a Frappe site takes the answer to its login button."""


@dataclass(frozen=True)
class Answers:
	"""What somebody chose for one way of a kind. A question that the way does not ask has no answer."""

	name: str = ""
	site: str = ""
	redirect_uris: tuple[str, ...] = ()
	open_to: str = ""
	roles: tuple[str, ...] = ()
	service_user: str = ""
	proof: str = SECRET
	keys: str = ""
	networks: str = ""
	exchanges_of: tuple[str, ...] = ()
	stay: str = ""
	token_life: str = ""
	scopes: tuple[str, ...] = ()


def read(sent: Mapping[str, Any], way: ConnectionWay) -> Answers:
	"""Return the answers to what this way asks. What is no text, or was not asked, counts as not answered."""
	said = {each: _text(sent.get(each.value)) for each in (Question.NAME, *way.asks)}
	return Answers(
		name=said[Question.NAME],
		site=said.get(Question.SITE, "").rstrip("/"),
		redirect_uris=redirect_uri.split(said.get(Question.REDIRECT_URIS)),
		open_to=said.get(Question.OPEN_TO, ""),
		roles=_lines(said.get(Question.ROLES, "")),
		service_user=said.get(Question.SERVICE_USER, ""),
		proof=said.get(Question.PROOF) or SECRET,
		keys=said.get(Question.KEYS, ""),
		networks=said.get(Question.NETWORKS, ""),
		exchanges_of=scope_list.split(said.get(Question.EXCHANGES_OF)),
		stay=said.get(Question.STAY, ""),
		token_life=said.get(Question.TOKEN_LIFE, ""),
		scopes=scope_list.split(said[Question.SCOPES]) if Question.SCOPES in said else way.scopes,
	)


def missing(answers: Answers, way: ConnectionWay) -> tuple[Question, ...]:
	"""Return the questions that need an answer and have none, in their order. The rules for clients ask for the rest, such
	as a redirect URI."""
	lacks = {
		Question.NAME: not answers.name,
		Question.SITE: not answers.site,
		Question.OPEN_TO: not answers.open_to,
		Question.ROLES: answers.open_to == OpenTo.ROLES.value and not answers.roles,
		Question.SERVICE_USER: not answers.service_user,
		Question.KEYS: answers.proof == KEY and not answers.keys,
		Question.SCOPES: not answers.scopes,
	}
	return tuple(each for each in (Question.NAME, *way.asks) if lacks.get(each))


def _text(value: object) -> str:
	return value[:LONGEST].strip() if isinstance(value, str) else ""


def _lines(text: str) -> tuple[str, ...]:
	return tuple(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))
