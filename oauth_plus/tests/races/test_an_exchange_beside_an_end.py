"""A gateway exchanges a user's token at the moment when somebody ends what it stands on: whichever wins, nothing lives
(RFC 8693 §2.1)."""

from collections.abc import Callable

import frappe
import pytest

from oauth_plus.rules.token_exchange import ACCESS_TOKEN, GRANT
from oauth_plus.tests.browser import OAUTH
from oauth_plus.tests.factories import App, a_gateway
from oauth_plus.tests.races import grants
from oauth_plus.tests.races.grants import Held
from oauth_plus.tests.races.rush import Answer, Asked, at_once, change, form
from oauth_plus.tests.races.test_beside_an_end import enable
from oauth_plus.tests.races.track import Track

FEW = 6
"""Exchanges that one end meets, some before and some after it."""

End = Callable[[Track, App, Held], Asked]

ENDS: dict[str, End] = {
	"the app revokes": lambda track, gateway, held: held.revoke(),
	"the app is disabled": lambda track, gateway, held: change(
		"OAuth Client", track.app.client_id, track.key, oauth_plus_enabled=0
	),
	"the gateway is disabled": lambda track, gateway, held: change(
		"OAuth Client", gateway.client_id, track.key, oauth_plus_enabled=0
	),
	"the gateway loses its mark": lambda track, gateway, held: change(
		"OAuth Client", gateway.client_id, track.key, oauth_plus_exchanges_tokens=0
	),
	"the user is disabled": lambda track, gateway, held: change("User", track.person, track.key, enabled=0),
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_after_an_end_no_exchanged_token_lives(track: Track, end: End):
	"""Neither at once, nor when the client, the mark or the user comes back"""
	gateway = a_gateway(track.app)
	for number in track.rounds():
		_restore(track, gateway)
		held = grants.a_grant(track.app, track.person)
		asked = [exchange(gateway, held)] * FEW
		place = number % (len(asked) + 1)
		answers = track.run(*asked[:place], end(track, gateway, held), *asked[place:])
		ended = answers.pop(place)
		assert ended.status == 200, ended.text
		given = [answer for answer in answers if answer.status == 200]
		track.saw(f"{len(given)} of {FEW} before the end")
		_restore(track, gateway)
		nothing_lives(track, gateway, given)


def test_many_exchanges_at_once_do_not_wait_for_each_other(track: Track):
	"""Nor for a refresh of the app: every one is answered with a token of its own"""
	gateway = a_gateway(track.app)
	for _round in track.rounds():
		held = grants.a_grant(track.app, track.person)
		*answers, refreshed = track.run(*[exchange(gateway, held)] * 7, held.refresh())
		assert {answer.status for answer in answers} == {refreshed.status} == {200}
		assert len({answer.said["access_token"] for answer in answers}) == 7
		assert len(grants.live_families(track.person)) == 1


def exchange(gateway: App, held: Held) -> Asked:
	asked = {"grant_type": GRANT, "subject_token": held.access_token, "subject_token_type": ACCESS_TOKEN}
	return form(OAUTH + "get_token", asked | gateway.credentials)


def nothing_lives(track: Track, gateway: App, given: list[Answer]) -> None:
	"""No token of these works, by the ledger and by a call."""
	frappe.db.rollback()
	assert not frappe.db.count("OAuth Bearer Token", {"client": gateway.client_id, "status": "Active"})
	for answer in given:
		headers = {"Authorization": f"Bearer {answer.said['access_token']}"}
		[call] = at_once(track.address, Asked("/api/method/frappe.auth.get_logged_user", b"", "GET", headers))
		assert call.status == 401
	frappe.db.rollback()


def _restore(track: Track, gateway: App) -> None:
	values = {"oauth_plus_enabled": 1, "oauth_plus_exchanges_tokens": 1}
	frappe.db.set_value("OAuth Client", gateway.client_id, values)
	enable(track)
