"""Fifty who come with the same credential at the same moment: one winner, every time."""

import os

import frappe

from oauth_plus.rules import secret
from oauth_plus.store.grants import family_lists
from oauth_plus.tests.factories import change
from oauth_plus.tests.races import grants
from oauth_plus.tests.races.track import Track

CROWD, FEW = 50, 8
"""Two cores answer a crowd in half a second at best: every tenth round has one, or every one by
`OAUTH_PLUS_CROWDS=1`. The database holds as many requests at once as there are threads, whatever waits outside."""

EVERY = int(os.environ.get("OAUTH_PLUS_CROWDS", "10"))


def test_many_refreshes_of_one_token_get_one_successor_pair(track: Track):
	"""RFC 9700 §4.14.2, and the seventh line of our own twelve"""
	for number in track.rounds():
		held = grants.a_grant(track.app, track.person)
		answers = track.run(*[held.refresh()] * parallel(number))
		assert {answer.status for answer in answers} == {200}
		pairs = {(answer.said["access_token"], answer.said["refresh_token"]) for answer in answers}
		assert len(pairs) == 1
		assert _generation(held.family) == 2
		assert grants.live_tokens(track.person) == 2
		track.saw("one pair")


def test_many_exchanges_of_one_code_get_one_pair_that_is_ended(track: Track):
	"""RFC 6749 §4.1.2, RFC 9700 §4.2.4: a code that comes twice ends all that it gave"""
	for number in track.rounds():
		consented = grants.a_consent(track.app, track.person)
		answers = track.run(*[consented.redeem()] * parallel(number))
		[winner] = [answer for answer in answers if answer.status == 200]
		assert {answer.said["error"] for answer in answers if answer is not winner} == {"invalid_grant"}
		assert frappe.db.count("OAuth Bearer Token", {"user": track.person}) == 1
		assert grants.live_families(track.person) == []
		assert grants.live_tokens(track.person) == 0
		track.saw("one pair, ended")


def test_many_uses_of_a_static_token_leave_it_with_one_pair(track: Track):
	"""The newest row holds it, whoever else was given an access token at the same moment"""
	change(track.app, oauth_plus_rotation="Static")
	for _round in track.rounds():
		held = grants.a_grant(track.app, track.person)
		answers = track.run(*[held.refresh()] * FEW)
		assert {(answer.status, answer.said["refresh_token"]) for answer in answers} == {
			(200, held.refresh_token)
		}
		assert len({answer.said["access_token"] for answer in answers}) == FEW
		holding = {"user": track.person, "refresh_token": secret.digest(held.refresh_token)}
		assert frappe.db.count("OAuth Bearer Token", holding) == 1
		track.saw("one row holds it")


def test_many_codes_of_one_person_at_the_cap_are_all_redeemed(track: Track):
	"""Each begins a grant and ends the oldest of two hundred, in the same tables"""
	for number in track.rounds(of=10):
		for _ in range(family_lists.MOST if number % 10 == 0 else 0):
			grants.a_grant(track.app, track.person)
		consents = [grants.a_consent(track.app, track.person) for _ in range(FEW)]
		answers = track.run(*[consented.redeem() for consented in consents])
		assert [answer.status for answer in answers] == [200] * FEW
		track.saw("all redeemed")
	assert len(grants.live_families(track.person)) <= family_lists.MOST + FEW


def parallel(number: int) -> int:
	return FEW if number % EVERY else CROWD


def _generation(family: str) -> int:
	return frappe.db.get_value("OAuth Plus Grant", family, "generation")
