"""Clients whose public keys are at an address of their own (RFC 7591 §2: jwks_uri)."""

import json
import time
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
import redis
import time_machine

from oauth_plus import tasks
from oauth_plus.platform import cache, cache_notes
from oauth_plus.tests.assertions import Key, a_key, asserted, key_set
from oauth_plus.tests.browser import body
from oauth_plus.tests.factories import App, an_app, change
from oauth_plus.tests.journey import a_code, redeem, refused, tokens_of
from oauth_plus.tests.ledger import recorded
from oauth_plus.tests.publisher import Publisher, publishing
from oauth_plus.tests.registering import WEB, app_of, manage, register, registered, row_of
from oauth_plus.tests.site import registration_open


@pytest.fixture
def publisher() -> Iterator[Publisher]:
	with publishing() as found, registration_open(private_client_documents=1):
		publish(found, a_key())
		yield found


def publish(publisher: Publisher, *keys: Key, **others: Any) -> None:
	publisher.body = json.dumps(json.loads(key_set(*keys)) | others).encode()


def proven(app: App, key: Key) -> bool:
	"""The app is known by this key."""
	return body(redeem(app, "no such code", **asserted(app, key)))["error"] == "invalid_grant"


def a_minute_later(app: App) -> None:
	"""The pause between two reads is over."""
	redis.Redis.delete(frappe.cache, cache.key_of("jwks_uri", app.client_id))
	cache_notes._been_at.clear()


def test_a_registered_client_is_known_by_the_keys_at_its_address(publisher: Publisher):
	asked = {"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": publisher.address}
	said = registered(asked)
	assert said["jwks_uri"] == publisher.address
	assert not {"jwks", "client_secret"} & set(said)
	app = app_of(said)
	assert tokens_of(app, redeem(app, a_code(app), **asserted(app)))
	assert publisher.read == 1
	assert body(manage(said))["jwks_uri"] == publisher.address
	told = manage(said, "PUT", **WEB | asked | {"client_id": said["client_id"], "client_name": "New"})
	assert told.status_code == 200, told.text
	assert proven(app, a_key())


def test_new_keys_are_found_when_they_sign_and_old_ones_end(publisher: Publisher):
	app = an_app(oauth_plus_jwks_uri=publisher.address)
	old, new = a_key(), a_key(kid="two")
	assert proven(app, old)
	publish(publisher, new)
	assert proven(app, new)
	assert not proven(app, old)
	assert recorded(app, "public_keys_read")
	assert publisher.read == 2, "of three signatures, one made the site read again"


def test_a_flood_of_wrong_signatures_reads_once_a_minute(publisher: Publisher):
	app = an_app(oauth_plus_jwks_uri=publisher.address)
	for _ in range(4):
		assert not proven(app, a_key(kid="unknown"))
	assert publisher.read == 2
	a_minute_later(app)
	assert not proven(app, a_key(kid="unknown"))
	assert publisher.read == 3


def test_a_key_that_was_withdrawn_proves_nothing_after_a_day(publisher: Publisher):
	app = an_app(oauth_plus_jwks_uri=publisher.address)
	publish(publisher, a_key(kid="two"))
	assert proven(app, a_key())
	with time_machine.travel(time.time() + 86_400):
		tasks.read_public_keys()
	assert not proven(app, a_key())


def test_while_the_address_fails_the_known_keys_go_on(publisher: Publisher):
	app = an_app(oauth_plus_jwks_uri=publisher.address)
	publisher.status = 503
	tasks.read_public_keys()
	assert proven(app, a_key())
	assert recorded(app, "public_keys_not_read")


@pytest.mark.parametrize(
	"answer", [b"{}", b'{"keys": []}', b'{"keys": [{"kty": "oct", "k": "AA"}]}', b"[]", b"no"]
)
def test_an_address_without_keys_is_not_saved(publisher: Publisher, answer: bytes):
	publisher.body = answer
	before = frappe.db.count("OAuth Client")
	asked = {"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": publisher.address}
	assert refused(register(WEB | asked), "invalid_client_metadata")
	frappe.db.rollback()
	assert frappe.db.count("OAuth Client") == before
	with pytest.raises(frappe.ValidationError, match="address of the public keys"):
		an_app(oauth_plus_jwks_uri=publisher.address)
	frappe.db.rollback()


def test_keys_for_encryption_are_left_out(publisher: Publisher):
	encrypting = a_key(kid="enc").public_jwk | {"use": "enc"}
	publisher.body = json.dumps({"keys": [encrypting, a_key().public_jwk]}).encode()
	app = an_app(oauth_plus_jwks_uri=publisher.address)
	assert proven(app, a_key())
	assert not proven(app, a_key(kid="enc"))


def test_keys_for_algorithms_that_nobody_takes_here_are_left_out(publisher: Publisher):
	"""RFC 7517 §4.4: an app may have them for other servers"""
	for_others = [a_key().public_jwk | {"kid": name, "alg": name} for name in ("ES384", "RS512", "ECDH-ES")]
	publisher.body = json.dumps({"keys": [*for_others, a_key().public_jwk | {"alg": "ES256"}]}).encode()
	app = app_of(registered({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": publisher.address}))
	assert proven(app, a_key())


def test_an_address_on_a_private_network_is_not_read():
	with publishing() as found, registration_open():
		publish(found, a_key())
		asked = {"token_endpoint_auth_method": "private_key_jwt"}
		for address in (found.address, "https://127.0.0.1/jwks", "https://localhost/jwks"):
			answer = register(WEB | asked | {"jwks_uri": address})
			assert refused(answer, "invalid_client_metadata")
		assert found.read == 0


def test_without_the_address_the_keys_stay_as_they_are(publisher: Publisher):
	said = registered({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": publisher.address})
	app = app_of(said)
	change(app, oauth_plus_jwks_uri="")
	assert row_of(said).oauth_plus_jwks
	assert proven(app, a_key())
	assert publisher.read == 1
