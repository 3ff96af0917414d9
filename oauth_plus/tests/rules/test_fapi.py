"""What the form of a client may lack for the FAPI 2.0 Security Profile (§5.3.2, §5.4)."""

import json
from dataclasses import replace
from typing import Any

import pytest

from oauth_plus.rules import client_law
from oauth_plus.rules.client_faults import OF_FAPI, FaultKind, refused_at
from oauth_plus.rules.client_profile import ClientProfile
from oauth_plus.rules.gates import gates_of
from oauth_plus.rules.lifetime import Effective, Lifetimes
from oauth_plus.rules.policy import Gate
from oauth_plus.rules.rotation import Mode

KEY = {"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"}
KEY |= {"y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}

FIT = ClientProfile(
	redirect_uris=("https://app.example.com/callback",),
	is_public=False,
	scopes=("all", "openid"),
	rotation=Mode.STATIC,
	keys=json.dumps({"keys": [KEY]}),
	requires_push=True,
	is_fapi=True,
	site_algorithm="ES256",
)

RSA_KEY = {"kty": "RSA", "n": "_" * 342 + "w", "e": "AQAB"}

BREACHES: dict[FaultKind, dict[str, Any]] = {
	FaultKind.FAPI_PUBLIC: {"is_public": True},
	FaultKind.FAPI_WITHOUT_KEYS: {"keys": " "},
	FaultKind.FAPI_KEY_ALGORITHM: {"keys": json.dumps({"keys": [RSA_KEY | {"alg": "RS256"}]})},
	FaultKind.FAPI_DEVICE_FLOW: {"has_device_flow": True},
	FaultKind.FAPI_WITHOUT_PUSH: {"requires_push": False},
	FaultKind.FAPI_PLAIN_HTTP: {"redirect_uris": ("http://192.168.1.5/cb",), "allows_private_http": True},
	FaultKind.FAPI_CODE_LIFETIME: {"lifetimes": {"code": 61}},
	FaultKind.FAPI_ROTATION: {"rotation": Mode.ROTATE},
	FaultKind.FAPI_SYMMETRIC_SIGNING: {"verifies_with_secret": True},
	FaultKind.FAPI_SITE_KEY: {"site_algorithm": "RS256"},
	FaultKind.FAPI_SITE_HTTP: {"site_is_https": False},
}


def kinds(client: ClientProfile, site: Lifetimes | None = None) -> set[FaultKind]:
	return {fault.kind for fault in client_law.faults_of(client, site=site)}


def test_a_client_that_has_everything_has_no_fault():
	assert kinds(FIT) == set()
	assert set(BREACHES) == OF_FAPI


@pytest.mark.parametrize(("kind", "breach"), BREACHES.items(), ids=[kind.value for kind in BREACHES])
def test_each_breach_is_a_fault(kind: FaultKind, breach: dict[str, Any]):
	assert kind in kinds(replace(FIT, **breach))


@pytest.mark.parametrize(("kind", "breach"), BREACHES.items(), ids=[kind.value for kind in BREACHES])
def test_of_the_profile_alone(kind: FaultKind, breach: dict[str, Any]):
	assert kind not in kinds(replace(FIT, is_fapi=False, **breach))


@pytest.mark.parametrize("gate", Gate)
def test_every_fault_is_refused_at_every_gate_with_cause_and_fix(gate: Gate):
	faults = [fault for breach in BREACHES.values() for fault in client_law.faults_of(replace(FIT, **breach))]
	ours = [fault for fault in faults if fault.kind in BREACHES]
	assert len(refused_at(gates_of(gate), tuple(ours))) == len(ours) >= len(BREACHES)
	assert all(fault.cause.startswith("FAPI 2.0: ") and fault.fix for fault in ours)


def test_the_lifetime_of_codes_is_the_sites_where_the_client_has_none():
	assert FaultKind.FAPI_CODE_LIFETIME in kinds(FIT, Lifetimes(code=Effective(300)))
	assert kinds(replace(FIT, lifetimes={"code": 60}), Lifetimes(code=Effective(300))) == set()


def test_without_id_tokens_the_sites_key_does_not_matter():
	assert kinds(replace(FIT, scopes=("all",), site_algorithm="RS256")) == set()
	signed = replace(FIT, scopes=("all",), site_algorithm="RS256", has_jwt_access_tokens=True)
	assert kinds(signed) == {FaultKind.FAPI_SITE_KEY}


def test_a_loopback_address_is_allowed():
	"""§5.3.2.2, item 8; RFC 8252 §7.3"""
	assert kinds(replace(FIT, redirect_uris=("http://127.0.0.1/callback",))) == set()
