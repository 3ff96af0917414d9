"""Two polls of one device at the same moment, and a poll beside the user's answer or its end."""

import frappe

from oauth_plus.platform import clock
from oauth_plus.rules import secret, user_code
from oauth_plus.store.grants import device_requests
from oauth_plus.store.grants.device_requests import DeviceRequest
from oauth_plus.tests import handed_out
from oauth_plus.tests.browser import OAUTH
from oauth_plus.tests.device import GRANT
from oauth_plus.tests.factories import change as edit
from oauth_plus.tests.races import grants
from oauth_plus.tests.races.rush import Asked, at_once, change, form
from oauth_plus.tests.races.test_beside_an_end import enable
from oauth_plus.tests.races.track import Track

CROWD = 8


def allowed(track: Track) -> Asked:
	"""The poll of a device that its user has allowed; not committed."""
	code = handed_out.note(secret.new_token())
	scopes = tuple(track.app.scope.split())
	ends = clock.now() + grants.LIFE
	waiting = DeviceRequest(secret.digest(code), track.app.client_id, scopes, ends)
	assert device_requests.create(waiting, user_code.new())
	assert device_requests.allow(waiting, track.person, scopes, secret.new_identifier(), None)
	return form(OAUTH + "get_token", {"grant_type": GRANT, "device_code": code} | track.app.credentials)


def test_polls_at_once_get_one_pair(track: Track):
	"""RFC 8628 §3.5, and single use under a lock"""
	edit(track.app, oauth_plus_device_flow=1)
	for _round in track.rounds():
		answers = track.run(*[allowed(track)] * CROWD)
		[_winner] = [answer for answer in answers if answer.status == 200]
		assert [answer.said["error"] for answer in answers if answer.status != 200] == ["invalid_grant"] * (
			CROWD - 1
		)
		assert grants.live_tokens(track.person) == 1
		assert len(grants.live_families(track.person)) == 1
		track.saw("one pair")


def test_after_polls_beside_disabling_the_user_nothing_lives(track: Track):
	"""RFC 9700 §4.14.2: exactly one of the two came first"""
	edit(track.app, oauth_plus_device_flow=1)
	for number in track.rounds():
		enable(track)
		asked = [allowed(track) for _ in range(4)]
		place = number % (len(asked) + 1)
		end = change("User", track.person, track.key, enabled=0)
		answers = track.run(*asked[:place], end, *asked[place:])
		assert answers.pop(place).status == 200
		enable(track)
		given = [answer for answer in answers if answer.status == 200]
		assert grants.live_families(track.person) == []
		assert grants.live_tokens(track.person) == 0
		for again in asked:
			[late] = at_once(track.address, again)
			assert (late.status, late.said["error"]) == (400, "invalid_grant")
		frappe.db.rollback()
		track.saw(f"{len(given)} of 4 before the end")
