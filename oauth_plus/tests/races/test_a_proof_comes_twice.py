"""One proof at many workers at once, and one bound refresh token with many proofs."""

import frappe

from oauth_plus.tests import dpop
from oauth_plus.tests.assertions import a_key, asserted, key_set
from oauth_plus.tests.browser import OAUTH
from oauth_plus.tests.dpop import WHO, a_proof
from oauth_plus.tests.factories import change
from oauth_plus.tests.races import grants
from oauth_plus.tests.races.rush import Asked, form
from oauth_plus.tests.races.track import Track

CROWD = 8


def with_proof(asked: Asked, proof: str) -> Asked:
	"""The same request with a proof."""
	return Asked(asked.path, asked.body, asked.method, {**asked.headers, "DPoP": proof})


def bind(held: grants.Held) -> None:
	"""The grant and its token are bound to a key, as the token endpoint does it."""
	frappe.db.set_value("OAuth Plus Grant", held.family, "dpop_jkt", dpop.thumbprint())
	family = {"oauth_plus_family": held.family}
	frappe.db.set_value("OAuth Bearer Token", family, "oauth_plus_dpop_jkt", dpop.thumbprint())
	frappe.db.commit()


def test_of_many_calls_with_one_proof_one_is_let_in(track: Track):
	"""RFC 9449 §11.1: on whichever worker"""
	for _round in track.rounds():
		held = grants.a_grant(track.app, track.person)
		bind(held)
		answers = track.run(*[Asked(WHO, b"", "GET", dpop.bound(held.access_token))] * CROWD)
		assert sorted(answer.status for answer in answers) == [200] + [401] * (CROWD - 1)
		assert {answer.said["error"] for answer in answers if answer.status == 401} == {"invalid_dpop_proof"}
		track.saw("one let in")


def test_of_many_token_requests_with_one_proof_one_gets_a_token(track: Track):
	"""RFC 9449 §11.1"""
	change(track.app, oauth_plus_service_user=track.person)
	for _round in track.rounds():
		asked = form(OAUTH + "get_token", {"grant_type": "client_credentials"} | track.app.credentials)
		answers = track.run(*[with_proof(asked, a_proof())] * CROWD)
		[winner] = [answer for answer in answers if answer.status == 200]
		assert winner.said["token_type"] == "DPoP"
		assert {answer.said["error"] for answer in answers if answer is not winner} == {"invalid_dpop_proof"}
		track.saw("one token")


def test_many_refreshes_with_proofs_of_one_key_get_one_pair(track: Track):
	"""Who decides again after a conflict has not used its proof twice"""
	for _round in track.rounds():
		held = grants.a_grant(track.app, track.person)
		bind(held)
		answers = track.run(*[with_proof(held.refresh(), a_proof()) for _ in range(CROWD)])
		assert {answer.status for answer in answers} == {200}, [answer.text for answer in answers]
		assert len({answer.said["refresh_token"] for answer in answers}) == 1
		track.saw("one pair")


def test_of_two_keys_at_once_the_first_one_binds_the_pair(track: Track):
	"""RFC 9449 §5: of a client that may change its key; the other is refused and harms nobody"""
	keys = (a_key(), a_key("ES256", "another"))
	for _round in track.rounds():
		held = grants.a_grant(track.app, track.person)
		asked = [with_proof(held.refresh(), a_proof(key=keys[number % 2])) for number in range(CROWD)]
		answers = track.run(*asked)
		won = {number % 2 for number, answer in enumerate(answers) if answer.status == 200}
		assert len(won) == 1
		lost = [answer for number, answer in enumerate(answers) if number % 2 not in won]
		assert {answer.said["error"] for answer in lost} == {"invalid_grant"}
		assert len(grants.live_families(track.person)) == 1
		track.saw(f"key {won.pop()}")


def test_many_refreshes_with_assertions_get_one_pair(track: Track):
	"""The same for the assertions of private_key_jwt (RFC 7523 §3)"""
	change(track.app, oauth_plus_jwks=key_set(a_key()))
	for _round in track.rounds():
		held = grants.a_grant(track.app, track.person)
		asked = {"grant_type": "refresh_token", "refresh_token": held.refresh_token}
		answers = track.run(*[form(OAUTH + "get_token", asked | proof_of(track)) for _ in range(CROWD)])
		assert {answer.status for answer in answers} == {200}, [answer.text for answer in answers]
		assert len({answer.said["refresh_token"] for answer in answers}) == 1
		track.saw("one pair")


def proof_of(track: Track) -> dict[str, str]:
	"""The form fields of an assertion that is made now."""
	return {name: value for name, value in asserted(track.app).items() if value}
