"""What a site demands of a client."""

import pytest

from oauth_plus.rules.lifetime import Lifetimes
from oauth_plus.rules.policy import Gate, Hardening, Policy, gate_named, stricter


@pytest.mark.parametrize("gate", Gate)
@pytest.mark.parametrize("hardening", Hardening)
def test_every_hardening_follows_the_clients_gate(gate: Gate, hardening: Hardening) -> None:
	assert Policy(gate, Lifetimes()).gate(hardening) is gate


@pytest.mark.parametrize("gate", Gate)
def test_tokens_for_administrator_are_allowed_by_the_site_alone(gate: Gate) -> None:
	policy = Policy(gate, Lifetimes(), allows_administrator=True)
	assert policy.gate(Hardening.ADMINISTRATOR) is Gate.OFF
	assert {policy.gate(other) for other in Hardening if other is not Hardening.ADMINISTRATOR} == {gate}


@pytest.mark.parametrize(
	("word", "gate"),
	[
		("Off", Gate.OFF),
		("Warn", Gate.WARN),
		("Enforce", Gate.ENFORCE),
		("off", Gate.ENFORCE),
		("OFF", Gate.ENFORCE),
		("", Gate.ENFORCE),
		(None, Gate.ENFORCE),
		("0", Gate.ENFORCE),
		("Nonsense", Gate.ENFORCE),
	],
)
def test_a_damaged_row_opens_nothing(word: str | None, gate: Gate) -> None:
	assert gate_named(word) is gate


def test_the_words_of_events_stay_what_they_are() -> None:
	"""Reports and administrators' filters are built on them."""
	assert {hardening.value for hardening in Hardening} >= {
		"client_authentication",
		"password_grant",
		"implicit_grant",
		"pkce_required",
		"pkce_method",
		"pkce_downgrade",
		"code_lifetime",
		"code_redirect_uri",
		"code_reuse",
		"revocation_binding",
		"introspection_binding",
	}


@pytest.mark.parametrize("gate", Gate)
def test_of_two_gates_the_stricter_counts(gate: Gate) -> None:
	assert stricter(gate, Gate.ENFORCE) is stricter(Gate.ENFORCE, gate) is Gate.ENFORCE
	assert stricter(gate, Gate.OFF) is stricter(Gate.OFF, gate) is gate
