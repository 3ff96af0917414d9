"""Issue 12, item 4: where two clients meet, the stricter gate counts, and what is done without a secret concerns nobody
else's tokens."""

from typing import Any

import pytest

from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.factories import App, a_regular, an_app
from oauth_plus.tests.journey import (
	a_code,
	acts_as,
	introspect,
	redeem,
	refresh,
	refused,
	revoke,
	sign_in,
	token_request,
)
from oauth_plus.tests.ledger import recorded, would_refuse

LEVELS = ("Off", "Warn", "Enforce")

PROOFS: dict[str, dict[str, Any]] = {
	"with its secret": {},
	"without its secret": {"client_secret": None},
	"with a wrong secret": {"client_secret": "a wrong one"},
}

by_level = pytest.mark.parametrize("level", LEVELS)
by_owner = pytest.mark.parametrize("owners_level", LEVELS)
by_proof = pytest.mark.parametrize("proof", PROOFS)


def a_client(level: str, **values: Any) -> App:
	return an_app(oauth_plus_enforcement=level, **values)


def lets_in(level: str, proof: str) -> bool:
	"""The asker gets past client authentication."""
	return level != "Enforce" or proof == "with its secret"


def may_meet(level: str, owners_level: str, proof: str) -> bool:
	"""The asker may do something with a token of another client."""
	return "Enforce" not in (level, owners_level) and proof == "with its secret"


# Its own


@by_level
@by_proof
def test_its_own_token_is_introspected_as_stock_did_until_its_gate_enforces(level: str, proof: str):
	app = a_client(level)
	answer = introspect(app, sign_in(app).access_token, **PROOFS[proof])
	if not lets_in(level, proof):
		assert refused(answer, "invalid_client", 401)
		return
	said = body(answer)
	assert said["active"] is True
	assert ("email" in said) is (level != "Enforce")


@by_level
@by_proof
def test_its_own_token_is_revoked_without_a_secret_until_its_gate_enforces(level: str, proof: str):
	app = a_client(level)
	tokens = sign_in(app)
	answer = revoke(app, tokens.access_token, **PROOFS[proof])
	if not lets_in(level, proof):
		assert refused(answer, "invalid_client", 401)
		assert acts_as(tokens.access_token) == a_regular()
		return
	assert answer.status_code == 200
	assert acts_as(tokens.access_token) is None


@by_level
@by_proof
def test_its_own_code_and_refresh_token_need_no_secret_until_its_gate_enforces(level: str, proof: str):
	app = a_client(level)
	answers = (
		redeem(app, a_code(app), **PROOFS[proof]),
		refresh(sign_in(app), **PROOFS[proof]),
	)
	for answer in answers:
		assert answer.status_code == 200 if lets_in(level, proof) else refused(answer, "invalid_client", 401)


# Another's


@by_level
@by_owner
@by_proof
def test_another_clients_token_is_introspected_by_the_stricter_gate(
	level: str, owners_level: str, proof: str
):
	app, owner = a_client(level), a_client(owners_level)
	tokens = sign_in(owner)
	for token in (tokens.access_token, tokens.refresh_token):
		answer = introspect(app, token, **PROOFS[proof])
		if not lets_in(level, proof):
			assert refused(answer, "invalid_client", 401)
		elif may_meet(level, owners_level, proof):
			assert body(answer)["active"] is True
			watches = "Warn" in (level, owners_level)
			assert ("introspection_binding" in would_refuse(app)) is watches
		else:
			assert body(answer) == {"active": False}
			assert recorded(app, "introspection_refused", outcome="Refused", reason="unauthorized_client")


@by_level
@by_owner
@by_proof
def test_another_clients_token_is_revoked_by_the_stricter_gate(level: str, owners_level: str, proof: str):
	app, owner = a_client(level), a_client(owners_level)
	tokens = sign_in(owner)
	answer = revoke(app, tokens.access_token, **PROOFS[proof])
	if lets_in(level, proof) and may_meet(level, owners_level, proof):
		assert answer.status_code == 200
		assert acts_as(tokens.access_token) is None
		return
	error, status = ("unauthorized_client", 400) if lets_in(level, proof) else ("invalid_client", 401)
	assert refused(answer, error, status)
	assert acts_as(tokens.access_token) == a_regular()
	assert refresh(tokens).status_code == 200


@by_level
@by_owner
@by_proof
def test_another_clients_code_and_refresh_token_are_nobodys_whatever_the_gates(
	level: str, owners_level: str, proof: str
):
	app, owner = a_client(level), a_client(owners_level)
	code, tokens = a_code(owner), sign_in(owner)
	error, status = ("invalid_grant", 400) if lets_in(level, proof) else ("invalid_client", 401)
	assert refused(redeem(app, code, **PROOFS[proof]), error, status)
	stolen = {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token}
	assert refused(token_request(stolen | app.credentials | PROOFS[proof]), error, status)
	assert redeem(owner, code).status_code == 200, "it stays good for its owner"
	assert refresh(tokens).status_code == 200


@by_level
@by_owner
def test_a_resource_server_proves_that_it_is_one(level: str, owners_level: str):
	"""RFC 7662 §4"""
	gateway, owner = a_client(level, oauth_plus_introspects_all=1), a_client(owners_level)
	token = sign_in(owner).access_token
	said = body(introspect(gateway, token))
	assert said["active"] is True
	assert ("email" in said) is ("Enforce" not in (level, owners_level)), "as much as the stricter gate tells"
	unproven = introspect(gateway, token, client_secret=None)
	if level == "Enforce":
		assert refused(unproven, "invalid_client", 401)
	else:
		assert body(unproven) == {"active": False}


@by_level
def test_who_names_no_client_is_the_owner_of_the_token_that_comes(level: str):
	"""As frappectl revokes: the token alone"""
	app = a_client(level)
	token = sign_in(app).access_token
	answer = Browser().post(OAUTH + "revoke_token", {"token": token})
	if level == "Enforce":
		assert refused(answer, "invalid_client", 401)
		assert acts_as(token) == a_regular()
	else:
		assert answer.status_code == 200
		assert acts_as(token) is None
