"""The dialog New Connection as its endpoints see it: answers for each way of each kind, and clients made of them."""

import json
import secrets
from typing import Any

from oauth_plus.rules.connections.kind import ConnectionWay, Question
from oauth_plus.rules.connections.kinds import KINDS, kind_named
from oauth_plus.tests import handed_out
from oauth_plus.tests.browser import METHOD, body
from oauth_plus.tests.factories import App, a_user, an_app, with_any_session

API = METHOD + "oauth_plus.api.connections."

WAYS = [(kind.name, way.name) for kind in KINDS for way in kind.ways]

ANSWERS = {
	"site": "https://other.example.com",
	"redirect_uris": "https://app.example.com/callback",
	"open_to": "Desk Users",
	"networks": "127.0.0.0/8\n::1/128",
	"token_life": "3600",
	"stay": "week",
	"scopes": "openid offline_access doctype:ToDo:read",
}


def way_of(kind: str, way: str) -> ConnectionWay:
	"""The way of a kind, which is there."""
	found = kind_named(kind)
	return next(each for each in found.ways if each.name == way)


def answers_for(kind: str, way: str, **changes: str) -> dict[str, str]:
	"""Good answers to what the way asks."""
	asked = [Question.NAME, *way_of(kind, way).asks]
	answers = {each.value: ANSWERS[each.value] for each in asked if each.value in ANSWERS}
	answers["name"] = f"App {secrets.token_hex(4)}"
	if Question.SERVICE_USER in asked:
		answers["service_user"] = a_user("System Manager")
	if Question.EXCHANGES_OF in asked:
		answers["exchanges_of"] = an_app().client_id
	return answers | changes


def proposed(method: str, kind: str, way: str, answers: dict[str, str], user: str | None = None) -> Any:
	"""What `preview` or `create` answers."""
	form = {"kind": kind, "way": way, "answers": json.dumps(answers)}
	answer = with_any_session(user).post(API + method, form)
	assert answer.status_code == 200, answer.text
	return body(answer)["message"]


def made(kind: str, way: str, user: str | None = None, **changes: str) -> App:
	"""A client that the dialog has made."""
	answers = answers_for(kind, way, **changes)
	answer = proposed("create", kind, way, answers, user)
	assert not answer["faults"], answer["faults"]
	is_public = not answer["client_secret"]
	return App(
		answer["client"],
		handed_out.note(answer["client_secret"]),
		is_public=is_public,
		redirect_uri=answers.get("redirect_uris", ""),
		scope=answers.get("scopes", "openid"),
	)
