"""Clients that no administrator makes: who may, with which scopes, by which document and for how long."""

import time

import pytest

from oauth_plus.rules import client_document, client_metadata, freshness, registered_scopes
from oauth_plus.rules.registration_mode import RegistrationMode, mode_of

URL = "https://app.example.com/client.json"

DOCUMENT = {"client_id": URL, "redirect_uris": ["https://app.example.com/callback"]}

CONTAINS = {"everything": ("reports", "all"), "office": ("everything",), "reports": ("email",)}


@pytest.mark.parametrize(
	("chosen", "by_frappe", "mode"),
	[
		("", True, RegistrationMode.OPEN),
		(None, False, RegistrationMode.OFF),
		("Off", True, RegistrationMode.OFF),
		("Open", False, RegistrationMode.OPEN),
		("With an Initial Access Token", True, RegistrationMode.WITH_TOKEN),
		("Sometimes", True, RegistrationMode.OFF),
	],
)
def test_what_is_chosen_counts_before_what_frappe_says(chosen, by_frappe, mode):
	assert mode_of(chosen, is_open_by_frappe=by_frappe) is mode


def test_what_contains_all_is_all():
	words = ("openid", "all", "office", "everything", "reports")
	assert registered_scopes.without_all(words, CONTAINS) == ("openid", "reports")


@pytest.mark.parametrize(
	("asked", "before", "current", "after"),
	[
		("a b", "a b", "a", "a"),  # b was taken away
		("a c", "a", "a", "a c"),
		("a", "a b", "a b", "a"),
		("a", "a", "a x", "a x"),  # x was added by an administrator
		("", "a", "a", "a"),
	],
)
def test_what_an_administrator_changed_stays(asked, before, current, after):
	merged = registered_scopes.merged(asked.split(), before.split(), current.split())
	assert merged == tuple(after.split())


@pytest.mark.parametrize(
	("control", "age", "seconds"),
	[
		("", "", 300),
		("max-age=600", "", 600),
		('MAX-AGE="600"', "100", 500),
		("max-age=600, no-store", "", 300),
		("private,max-age=90000", "", 86_400),
		("max-age=-5", "x", 300),
		("x-max-age=7200", "", 300),
	],
)
def test_an_answer_is_fresh_as_its_headers_say(control, age, seconds):
	"""RFC 9111 §4.2, §5.2.2"""
	assert freshness.seconds({"cache-control": control, "age": age}) == seconds


@pytest.mark.parametrize(
	"control", ["a" + " " * 60_000, "a=" * 30_000, " " * 60_000 + "=", ("a" + " " * 99) * 600]
)
def test_a_header_that_is_made_to_take_long_takes_no_time(control: str):
	"""A stranger's server writes it, after the deadline for its answer"""
	begun = time.monotonic()
	assert freshness.seconds({"cache-control": control}) == freshness.SHORTEST
	assert time.monotonic() - begun < 0.5


def test_a_document_is_public_unless_it_has_keys():
	found = client_document.read(DOCUMENT, URL, ("authorization_code",), ("RS256",))
	assert found.faults == ()
	assert found.metadata.is_public


@pytest.mark.parametrize(
	("change", "field"),
	[
		({"client_id": URL + "/"}, "client_id"),
		({"client_secret": ""}, "client_secret"),
		({"token_endpoint_auth_method": "client_secret_post"}, "token_endpoint_auth_method"),
	],
)
def test_a_document_with_a_fault_names_it(change, field):
	found = client_document.read(DOCUMENT | change, URL, ("authorization_code",), ("RS256",))
	assert field in [fault.field for fault in found.faults]


def test_only_an_address_has_a_row_of_another_name():
	assert client_document.row_name("a1b2c3") == "a1b2c3"
	assert client_document.row_name(URL).startswith("document-")
	assert client_document.row_name(URL) != client_document.row_name(URL.upper())


@pytest.mark.parametrize("sent", ["\ud800", "a\0b"])
def test_what_no_database_takes_is_malformed(sent: str):
	for members in ({"client_name": sent}, {"contacts": [sent]}, {"post_logout_redirect_uris": [sent]}):
		faults = client_metadata.read(DOCUMENT | members, ("authorization_code",)).faults
		assert [fault.error for fault in faults] == ["invalid_client_metadata"]


def test_the_address_of_the_keys_or_the_keys():
	"""RFC 7591 §2"""
	by_key = DOCUMENT | {"token_endpoint_auth_method": "private_key_jwt"}
	found = client_metadata.read(by_key | {"jwks_uri": URL}, ("authorization_code",))
	assert (found.faults, found.metadata.keys, found.metadata.keys_uri) == ((), "", URL)
	for wrong in ({}, {"jwks_uri": URL, "jwks": {"keys": []}}):
		assert client_metadata.read(by_key | wrong, ("authorization_code",)).faults[0].field == "jwks"
