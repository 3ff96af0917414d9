"""A client asks for tokens for itself at the moment when somebody ends what it stands on: whichever wins, nothing lives."""

import json
from collections.abc import Callable
from dataclasses import replace

import frappe
import pytest

from oauth_plus.store.client_secrets import secrets
from oauth_plus.tests import handed_out
from oauth_plus.tests.browser import METHOD, OAUTH
from oauth_plus.tests.factories import App, change
from oauth_plus.tests.races import grants
from oauth_plus.tests.races.rush import Answer, Asked, at_once, form
from oauth_plus.tests.races.rush import change as change_of
from oauth_plus.tests.races.test_beside_an_end import enable
from oauth_plus.tests.races.track import Track

FEW = 6
"""Token requests that one end meets, some before and some after it."""

End = Callable[[Track, str], Asked]


def _end_secret(track: Track, secret: str) -> Asked:
	headers = {"Content-Type": "application/json", "Authorization": f"token {':'.join(track.key)}"}
	body = json.dumps({"client": track.app.client_id, "name": secret}).encode()
	return Asked(METHOD + "oauth_plus.api.clients.end_secret", body, "POST", headers)


ENDS: dict[str, End] = {
	"client": lambda track, _: change_of(
		"OAuth Client", track.app.client_id, track.key, oauth_plus_enabled=0
	),
	"user": lambda track, _: change_of("User", track.person, track.key, enabled=0),
	"service user": lambda track, _: change_of(
		"OAuth Client", track.app.client_id, track.key, oauth_plus_service_user=None
	),
	"secret": _end_secret,
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_after_an_end_no_token_of_a_machine_lives(track: Track, end: End):
	"""RFC 6749 §4.4, RFC 9700 §4.14.2: exactly one of the two came first"""
	for number in track.rounds():
		frappe.db.set_value("OAuth Client", track.app.client_id, "oauth_plus_service_user", track.person)
		enable(track)
		made = secrets.issue(track.app.client_id, f"Round {number}")
		app = replace(track.app, client_secret=handed_out.note(made.client_secret))
		frappe.db.commit()
		asked = [by_itself(app)] * FEW
		place = number % (len(asked) + 1)
		answers = track.run(*asked[:place], end(track, made.name), *asked[place:])
		ended = answers.pop(place)
		assert ended.status == 200, ended.text
		given = [answer for answer in answers if answer.status == 200]
		track.saw(f"{len(given)} of {FEW} before the end")
		enable(track)
		nothing_lives(track, given)


def test_many_tokens_at_once_share_a_grant_and_each_is_good(track: Track):
	"""Where nobody ends anything, every request is answered"""
	change(track.app, oauth_plus_service_user=track.person)
	for _round in track.rounds():
		answers = track.run(*[by_itself(track.app)] * 8)
		assert {answer.status for answer in answers} == {200}
		tokens = {answer.said["access_token"] for answer in answers}
		assert len(tokens) == 8
		assert grants.live_tokens(track.person) == 8
		families = len(grants.live_families(track.person))
		assert families <= 8
		track.saw(f"{families} grants")


def by_itself(app: App) -> Asked:
	return form(OAUTH + "get_token", {"grant_type": "client_credentials"} | app.credentials)


def nothing_lives(track: Track, given: list[Answer]) -> None:
	"""By the ledger, and to whoever tries."""
	assert grants.live_families(track.person) == []
	assert grants.live_tokens(track.person) == 0
	for answer in given:
		headers = {"Authorization": f"Bearer {answer.said['access_token']}"}
		[call] = at_once(track.address, Asked("/api/method/frappe.auth.get_logged_user", b"", "GET", headers))
		assert call.status == 401
	frappe.db.rollback()
