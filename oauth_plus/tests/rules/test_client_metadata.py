"""Metadata of a client that registers itself (RFC 7591 §2), read with all faults at once."""

from typing import Any

import pytest

from oauth_plus.rules import client_metadata
from oauth_plus.rules.client_metadata import MOST_URIS, NAMELESS
from oauth_plus.rules.credentials import AuthMethod

CALLBACK = "https://app.example.com/callback"

GRANT_TYPES = ("authorization_code", "refresh_token")


def errors_of(**sent: Any) -> list[tuple[str, str]]:
	"""Error code and field of each fault."""
	faults = client_metadata.read({"redirect_uris": [CALLBACK]} | sent, GRANT_TYPES).faults
	return [(fault.error, fault.field) for fault in faults]


def test_what_is_fine_has_no_fault():
	registration = client_metadata.read(
		{
			"redirect_uris": [CALLBACK, CALLBACK],
			"client_name": " Ledger ",
			"grant_types": ["refresh_token", "authorization_code", "urn:example:other"],
			"token_endpoint_auth_method": "none",
			"scope": "openid openid  email",
			"contacts": ["me@example.com"],
			"logo_uri": "https://app.example.com/logo.png",
			"unheard_of": {"x": 1},
		},
		GRANT_TYPES,
	)
	assert registration.faults == ()
	made = registration.metadata
	assert made.redirect_uris == (CALLBACK,)
	assert (made.name, made.method, made.is_public) == ("Ledger", AuthMethod.NONE, True)
	assert made.grant_types == ("authorization_code", "refresh_token")
	assert made.scopes == ("openid", "email")
	assert made.contacts == ("me@example.com",)
	assert made.lines == {"logo_uri": "https://app.example.com/logo.png"}


def test_a_client_may_promise_to_bind_its_tokens():
	"""RFC 9449 §5.2"""
	sent = {"redirect_uris": [CALLBACK], "dpop_bound_access_tokens": True}
	assert client_metadata.read(sent, GRANT_TYPES).metadata.requires_dpop is True
	assert client_metadata.read({"redirect_uris": [CALLBACK]}, GRANT_TYPES).metadata.requires_dpop is False
	assert errors_of(dpop_bound_access_tokens="true") == [
		("invalid_client_metadata", "dpop_bound_access_tokens")
	]


def test_all_faults_are_named_at_once_in_the_order_of_the_fields():
	assert errors_of(
		redirect_uris=["http://app.example.com/cb", CALLBACK, "https://app.example.com/#x"],
		token_endpoint_auth_method="tls_client_auth",
		response_types=["token"],
		grant_types=["client_credentials"],
		client_name=5,
		scope=["all"],
		contacts="me",
		logo_uri="x" * 200,
	) == [
		("invalid_client_metadata", "token_endpoint_auth_method"),
		("invalid_redirect_uri", "redirect_uris"),
		("invalid_redirect_uri", "redirect_uris"),
		("invalid_client_metadata", "response_types"),
		("invalid_client_metadata", "grant_types"),
		("invalid_client_metadata", "client_name"),
		("invalid_client_metadata", "scope"),
		("invalid_client_metadata", "contacts"),
		("invalid_client_metadata", "logo_uri"),
	]


@pytest.mark.parametrize("sent", [None, 1, "x", [], [{"redirect_uris": [CALLBACK]}]])
def test_a_body_that_is_no_object_has_that_fault_alone(sent: Any):
	[fault] = client_metadata.read(sent, GRANT_TYPES).faults
	assert (fault.error, fault.field) == ("invalid_client_metadata", "")


@pytest.mark.parametrize("uris", [CALLBACK, [1], ["x" * 3_000], {"a": 1}])
def test_redirect_uris_that_cannot_be_read_are_not_judged_too(uris: Any):
	assert errors_of(redirect_uris=uris) == [("invalid_client_metadata", "redirect_uris")]


@pytest.mark.parametrize("uris", [None, []])
def test_missing_redirect_uris_are_an_invalid_redirect_uri(uris: Any):
	assert errors_of(redirect_uris=uris) == [("invalid_redirect_uri", "redirect_uris")]


def test_too_many_redirect_uris_are_one_fault():
	uris = [f"http://app.example.com/{number}" for number in range(MOST_URIS + 1)]
	assert errors_of(redirect_uris=uris) == [("invalid_redirect_uri", "redirect_uris")]


def test_a_redirect_uri_at_fault_goes_by_its_number():
	sent = {"redirect_uris": [CALLBACK, "https://app.example.com/secret-path#x"]}
	[fault] = client_metadata.read(sent, GRANT_TYPES).faults
	assert fault.description.startswith("redirect_uris: number 2 has a fragment")
	assert "secret-path" not in fault.description


def test_a_program_on_a_device_is_public_whatever_it_sends():
	"""RFC 8252 §8.5"""
	sent = {"redirect_uris": ["com.example.app:/cb"], "token_endpoint_auth_method": "client_secret_basic"}
	registration = client_metadata.read(sent, GRANT_TYPES)
	assert registration.faults == ()
	assert registration.metadata.is_public
	assert registration.metadata.name == NAMELESS


def test_a_client_may_bind_itself_to_push():
	"""RFC 9126 §6"""
	member = "require_pushed_authorization_requests"
	for sent in (True, False, None):
		made = client_metadata.read({"redirect_uris": [CALLBACK], member: sent}, GRANT_TYPES)
		assert made.faults == ()
		assert made.metadata.requires_push is bool(sent)
	assert errors_of(**{member: "true"}) == [("invalid_client_metadata", member)]
