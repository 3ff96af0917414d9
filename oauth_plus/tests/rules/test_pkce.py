"""Proof Key for Code Exchange: the vector of RFC 7636 B, and everything that is not S256."""

import pytest

from oauth_plus.exceptions import InvalidGrant, InvalidRequest
from oauth_plus.rules import pkce

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_the_challenge_is_the_vector_of_the_rfc() -> None:
	"""RFC 7636 appendix B"""
	assert pkce.s256(VERIFIER) == CHALLENGE


def test_the_verifier_of_the_challenge_proves_possession() -> None:
	"""RFC 7636 §4.6"""
	pkce.prove_possession(VERIFIER, CHALLENGE, "S256")
	pkce.prove_possession(VERIFIER, CHALLENGE, "s256")  # as Frappe's column holds it


@pytest.mark.parametrize(
	"verifier",
	[
		VERIFIER[:-1],
		VERIFIER + "A",
		VERIFIER.lower(),
		f" {VERIFIER}",
		CHALLENGE,
		"",
		None,
		"é" * 43,
		"?" * 43,
		"\ud800" * 43,
	],
)
def test_any_other_verifier_is_refused(verifier: str | None) -> None:
	"""RFC 7636 §4.6"""
	with pytest.raises(InvalidGrant):
		pkce.prove_possession(verifier, CHALLENGE, "S256")


def test_a_verifier_that_is_no_ascii_never_equals_one_that_is() -> None:
	"""RFC 7636 §4.1: letters that ASCII lacks are not turned into a question mark that would match."""
	with pytest.raises(InvalidGrant):
		pkce.prove_possession("é" * 43, pkce.s256("?" * 43), "S256")


def test_a_plain_challenge_of_an_old_client_is_compared_as_it_stands() -> None:
	"""RFC 7636 §4.6: reached only where the gate for `plain` does not enforce"""
	pkce.prove_possession(VERIFIER, VERIFIER, "plain")
	with pytest.raises(InvalidGrant):
		pkce.prove_possession(VERIFIER + "A", VERIFIER, "plain")


@pytest.mark.parametrize("method", ["plain", "PLAIN"])
def test_a_plain_challenge_is_not_remembered_as_it_stands(method: str) -> None:
	"""RFC 9700 §4.9.2: it is the verifier; whoever reads the row learns nothing"""
	challenge, kept = pkce.kept(VERIFIER, method)
	assert challenge
	assert VERIFIER not in challenge
	pkce.prove_possession(VERIFIER, challenge, kept)
	with pytest.raises(InvalidGrant):
		pkce.prove_possession(VERIFIER + "A", challenge, kept)


def test_any_other_challenge_is_remembered_as_it_stands() -> None:
	assert pkce.kept(pkce.s256(VERIFIER), "S256") == (pkce.s256(VERIFIER), "S256")
	assert pkce.kept(None, None) == (None, None)


def test_without_a_challenge_nothing_is_to_be_proven() -> None:
	pkce.prove_possession(None, None, None)
	pkce.prove_possession(None, "", "")


@pytest.mark.parametrize("verifier", [VERIFIER, "x"])
@pytest.mark.parametrize("challenge", [None, ""])
def test_a_verifier_without_a_challenge_is_a_downgrade(verifier: str, challenge: str | None) -> None:
	"""RFC 9700 §4.8.2"""
	with pytest.raises(InvalidGrant):
		pkce.require_no_downgrade(challenge, verifier)


@pytest.mark.parametrize(
	("challenge", "verifier"), [(CHALLENGE, VERIFIER), (CHALLENGE, None), (None, None), (None, "")]
)
def test_no_downgrade_without_a_stray_verifier(challenge: str | None, verifier: str | None) -> None:
	pkce.require_no_downgrade(challenge, verifier)


@pytest.mark.parametrize("challenge", [None, ""])
def test_a_challenge_can_be_demanded(challenge: str | None) -> None:
	"""RFC 9700 §2.1.1"""
	with pytest.raises(InvalidRequest):
		pkce.require_challenge(challenge)
	pkce.require_challenge(CHALLENGE)


@pytest.mark.parametrize(("challenge", "method"), [(CHALLENGE, "S256"), (None, None), ("", "")])
def test_s256_and_nothing_at_all_are_fine(challenge: str | None, method: str | None) -> None:
	pkce.require_s256(challenge, method)


@pytest.mark.parametrize(
	("challenge", "method"),
	[
		(CHALLENGE, "plain"),
		(CHALLENGE, None),  # left out means plain, RFC 7636 §4.3
		(CHALLENGE, "s256"),
		(CHALLENGE, "S512"),
		(CHALLENGE, "none"),
		(None, "plain"),
		(None, "S256"),
		("", "S256"),
		(CHALLENGE[:-1], "S256"),
		(CHALLENGE + "=", "S256"),
		(CHALLENGE[:-1] + "+", "S256"),
		(CHALLENGE[:-1] + "\n", "S256"),
		(CHALLENGE + "\n", "S256"),
		(CHALLENGE[:-1] + "é", "S256"),
	],
)
def test_what_is_not_a_sha_256_challenge_is_refused(challenge: str | None, method: str | None) -> None:
	"""RFC 7636 §4.2, RFC 9700 §2.1.1"""
	with pytest.raises(InvalidRequest):
		pkce.require_s256(challenge, method)
