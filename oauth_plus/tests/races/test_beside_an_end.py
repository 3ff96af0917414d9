"""Whoever refreshes, or redeems a code, at the moment when somebody ends it all: whichever wins, nothing lives.

A grant that is missed by who disables a person would come back to life with the person.
"""

from collections.abc import Callable

import frappe
import pytest

from oauth_plus.tests.races import grants
from oauth_plus.tests.races.grants import Held
from oauth_plus.tests.races.rush import Answer, Asked, at_once, change
from oauth_plus.tests.races.track import Track

Disable = Callable[[Track], Asked]

DISABLED: dict[str, Disable] = {
	"client": lambda track: change("OAuth Client", track.app.client_id, track.key, oauth_plus_enabled=0),
	"user": lambda track: change("User", track.person, track.key, enabled=0),
}

ANY = pytest.mark.parametrize("disable", DISABLED.values(), ids=DISABLED)

KINDS = pytest.mark.parametrize("family", [None, ""], ids=["of a family", "from before this app"])

FEW = 4
"""Grants that one end meets: disabling takes longer than a refresh, and shall meet some before and some after."""

MANY = 10
"""Codes, more than the server has threads: the last place in the queue is behind some of them."""


@KINDS
def test_after_a_refresh_beside_a_revocation_nothing_lives(track: Track, family: str | None):
	"""RFC 7009 §2.1: revoking ends the grant, and exactly one of the two came first"""
	for _round in track.rounds():
		held = grants.a_grant(track.app, track.person, family)
		refreshed, revoked = track.run(held.refresh(), held.revoke())
		assert revoked.status == 200
		nothing_lives(track, [held, *successors(track, [held], [refreshed])])


@ANY
@KINDS
def test_after_refreshes_beside_disabling_nothing_lives(track: Track, family: str | None, disable: Disable):
	"""RFC 9700 §4.14.2. A pair from before this app founds its family at this very moment"""
	for number in track.rounds():
		enable(track)
		held = [grants.a_grant(track.app, track.person, family) for _ in range(FEW)]
		refreshed = beside(track, disable, number, [one.refresh() for one in held])
		nothing_lives(track, [*held, *successors(track, held, refreshed)])


@ANY
def test_after_redemptions_beside_disabling_nothing_lives(track: Track, disable: Disable):
	"""A grant may be founded after the list of those to be ended was made"""
	for number in track.rounds():
		enable(track)
		consents = [grants.a_consent(track.app, track.person) for _ in range(MANY)]
		redeemed = beside(track, disable, number, [consented.redeem() for consented in consents])
		held = [Held(track.app, track.person, one.family, "", "") for one in consents]
		nothing_lives(track, successors(track, held, redeemed))


def beside(track: Track, disable: Disable, number: int, asked: list[Asked]) -> list[Answer]:
	"""All at once, the end of it all each time in another place of the queue; then enabled again."""
	place = number % (len(asked) + 1)
	answers = track.run(*asked[:place], disable(track), *asked[place:])
	disabled = answers.pop(place)
	assert disabled.status == 200, disabled.text
	enable(track)
	return answers


def successors(track: Track, held: list[Held], answers: list[Answer]) -> list[Held]:
	"""What was given, and who came first."""
	given = [
		one.followed_by(answer.said)
		for one, answer in zip(held, answers, strict=True)
		if answer.status == 200
	]
	track.saw(f"{len(given)} of {len(held)} before the end")
	return given


def nothing_lives(track: Track, given: list[Held]) -> None:
	"""By the ledger, and to whoever tries."""
	assert grants.live_families(track.person) == []
	assert grants.live_tokens(track.person) == 0
	for held in given:
		[answer] = at_once(track.address, held.refresh())
		assert (answer.status, answer.said["error"]) == (400, "invalid_grant")
		[answer] = at_once(track.address, held.call())
		assert answer.status == 401
	frappe.db.rollback()


def enable(track: Track) -> None:
	"""Past the form: nothing but the switch."""
	frappe.db.set_value("OAuth Client", track.app.client_id, "oauth_plus_enabled", 1)
	frappe.db.set_value("User", track.person, "enabled", 1)
	frappe.db.commit()
