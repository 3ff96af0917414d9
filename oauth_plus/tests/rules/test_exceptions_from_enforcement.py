"""Hardenings set apart: the client's exception, then the site's, then the client's Enforcement (rules/gates.py)."""

import pytest

from oauth_plus.rules.gates import (
	ALL_ENFORCED,
	ENFORCED,
	exceptions_in,
	faults_of_text,
	gates_of,
	shortened,
	text_of,
)
from oauth_plus.rules.hardenings import WORDS
from oauth_plus.rules.policy import Gate, Hardening

PKCE, SCOPE = Hardening.PKCE_REQUIRED, Hardening.SCOPE


@pytest.mark.parametrize("enforcement", Gate)
@pytest.mark.parametrize("of_site", [None, *Gate])
@pytest.mark.parametrize("own", [None, *Gate])
def test_the_clients_own_comes_first_then_the_sites_then_enforcement(enforcement, of_site, own):
	texts = [text_of({PKCE: gate}) if gate else "" for gate in (own, of_site)]
	gates = gates_of(enforcement, *texts)
	assert gates[PKCE] is (own or of_site or enforcement)
	assert all(gates[each] is enforcement for each in Hardening if each is not PKCE)


def test_a_text_is_read_as_it_was_written():
	told = {PKCE: Gate.WARN, Hardening.USERINFO_SCOPE: Gate.OFF}
	assert exceptions_in(text_of(told)) == told
	assert text_of({}) == ""
	assert exceptions_in(ALL_ENFORCED) == ENFORCED


@pytest.mark.parametrize("damaged", ["{", "[]", "null", '"Off"', "Off"])
def test_a_damaged_text_opens_nothing(damaged: str):
	"""As an unknown level of Enforcement does"""
	assert gates_of(Gate.OFF, damaged) == ENFORCED
	assert faults_of_text(damaged) == [damaged]


def test_an_unknown_level_enforces_and_an_unknown_name_is_left_out():
	assert gates_of(Gate.OFF, '{"scope": "Perhaps", "gravity": "Off"}')[SCOPE] is Gate.ENFORCE
	assert faults_of_text('{"scope": "Perhaps", "gravity": "Off", "pkce_form": "Off"}') == [
		"scope",
		"gravity",
	]
	assert faults_of_text("") == []


def test_every_hardening_is_explained():
	assert set(WORDS) == set(Hardening)
	assert all(words.refuses.endswith(".") and words.title and words.source for words in WORDS.values())


def test_gates_survive_their_short_form():
	"""As bearers are cached"""
	gates = gates_of(Gate.WARN, text_of({SCOPE: Gate.ENFORCE}), text_of({PKCE: Gate.OFF}))
	assert gates_of(*shortened(gates)) == gates
	assert shortened(gates)[0] is Gate.WARN
