"""An initial access token for one app, sent by many at the same moment (RFC 7591 §3)."""

import json
from collections.abc import Iterator

import frappe
import pytest

from oauth_plus.tests.browser import OAUTH
from oauth_plus.tests.races.rush import Asked
from oauth_plus.tests.races.track import Track
from oauth_plus.tests.registering import TOKEN_MODE, WEB, an_initial_token
from oauth_plus.tests.site import settings

CROWD = 8


@pytest.fixture(autouse=True)
def with_token() -> Iterator[None]:
	with settings(client_registration=TOKEN_MODE):
		yield


def asking(token: str, name: str) -> Asked:
	headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
	return Asked(OAUTH + "register_client", json.dumps(WEB | {"client_name": name}).encode(), headers=headers)


def test_one_of_many_gets_the_last_use(track: Track):
	for number in track.rounds():
		token, name = an_initial_token(uses=2), f"Racer {track.person} {number}"
		answers = track.run(*[asking(token, name)] * CROWD)
		assert [answer.status for answer in answers].count(201) == 2
		assert {answer.said["error"] for answer in answers if answer.status != 201} == {"invalid_token"}
		frappe.db.rollback()
		assert frappe.db.count("OAuth Client", {"app_name": name}) == 2
		track.saw("two clients")
