"""Webhooks as values: addresses, signatures, pauses, and names of security events."""

import pytest

from oauth_plus.rules import security_events, webhook
from oauth_plus.rules.webhook import AddressFault

ISSUER = "https://erp.example.com"

ADDRESSES = {
	"https://hooks.example.org/in?x=1": None,
	"http://hooks.example.org/in": AddressFault.PLAIN,
	"https://127.0.0.1/in": AddressFault.PRIVATE,
	"https://[::1]/in": AddressFault.PRIVATE,
	"https://[::ffff:10.0.0.1]/in": AddressFault.PRIVATE,
	"https://169.254.169.254/latest/meta-data": AddressFault.PRIVATE,
	"https://localhost/in": AddressFault.PRIVATE,
	"https://erp.example.com/api/method/x": AddressFault.OWN,
	"https://ERP.example.com./api/method/x": AddressFault.OWN,
	"https://user:password@hooks.example.org/": AddressFault.MALFORMED,
	"https://hooks.example.org/#x": AddressFault.MALFORMED,
	"ftp://hooks.example.org/": AddressFault.MALFORMED,
	"hooks.example.org": AddressFault.MALFORMED,
	"": AddressFault.MALFORMED,
}


@pytest.mark.parametrize("url", ADDRESSES)
def test_addresses_that_nothing_is_sent_to(url: str):
	assert webhook.fault_of(url, ISSUER, may_be_private=False) is ADDRESSES[url]


@pytest.mark.parametrize("url", ["http://10.0.0.1/in", "http://localhost:8000/in", "https://127.0.0.1/in"])
def test_private_addresses_where_settings_allow_them(url: str):
	assert webhook.fault_of(url, ISSUER, may_be_private=True) is None


def test_the_signature_is_that_of_standard_webhooks():
	"""The example of its specification"""
	headers = webhook.headers(
		"msg_p5jXN8AQM9LWM0D4loKWxJek",
		1614265330,
		'{"test": 2432232314}',
		["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
	)
	assert headers["webhook-id"] == "msg_p5jXN8AQM9LWM0D4loKWxJek"
	assert headers["webhook-timestamp"] == "1614265330"
	assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_two_secrets_make_two_signatures():
	signature = webhook.headers(
		"msg_x", 1, "{}", [webhook.secret_from(b"a" * 32), webhook.secret_from(b"b" * 32)]
	)
	assert len(set(signature["webhook-signature"].split(" "))) == 2


def test_the_pauses_grow_and_end():
	pauses = [webhook.pause_after(attempts) for attempts in range(1, len(webhook.PAUSES) + 2)]
	assert pauses[:-1] == sorted(webhook.PAUSES)
	assert pauses[-1] is None


@pytest.mark.parametrize(
	("event", "reason", "name"),
	[
		("grant_ended", "ended_by_user", security_events.SESSION_REVOKED),
		("grant_ended", "password_changed", security_events.CREDENTIAL_CHANGE),
		("grant_ended", "user_disabled", security_events.ACCOUNT_DISABLED),
		("grant_ended", "user_deleted", security_events.ACCOUNT_PURGED),
		("session_ended", "", security_events.SESSION_REVOKED),
		("refresh_token_replayed", "refresh_token_replayed", security_events.SESSION_REVOKED),
		("token_issued", "refresh_token", None),
	],
)
def test_events_have_the_names_of_shared_signals_where_they_exist(event: str, reason: str, name: str | None):
	assert security_events.name_of(event, reason) == name


@pytest.mark.parametrize(
	("event", "reason", "client_id", "user", "grants", "parts"),
	[
		("grant_ended", "idle", "app", "jane", ["a", "b"], [["a"], ["b"]]),
		("grant_ended", "idle", "", "", ["a"], [["a"]]),
		("grant_ended", "client_disabled", "app", "", ["a", "b"], [["a", "b"]]),
		("grant_ended", "client_disabled", "", "", ["a", "b"], [["a"], ["b"]]),
		("grant_ended", "password_changed", "", "jane", ["a", "b"], [["a", "b"]]),
		("grant_ended", "user_disabled", "app", "", ["a", "b"], [["a"], ["b"]]),
		("token_revoked", "revoked_by_client", "app", "jane", [], []),
		("session_ended", "", "", "jane", [], [[]]),
	],
)
def test_a_token_is_about_one_grant_or_about_all_of_somebody(
	event: str, reason: str, client_id: str, user: str, grants: list[str], parts: list[list[str]]
):
	assert security_events.parts_of(event, reason, grants, client_id=client_id, user=user) == parts


def test_a_flood_of_ends_is_one_token():
	grants = [str(number) for number in range(security_events.MOST + 1)]
	found = security_events.parts_of("grant_ended", "idle", grants, client_id="app", user="")
	assert found == [grants]
