"""Webhooks: signed, after the commit, at least once; tried again, given up, disabled and told of."""

import time
from collections.abc import Iterator
from typing import Any

import frappe
import jwt
import pytest
import time_machine

from oauth_plus import tasks
from oauth_plus.jobs import delivery
from oauth_plus.rules import security_events, webhook
from oauth_plus.store.events import event_sentences
from oauth_plus.store.events.webhooks import deliveries, subscriptions
from oauth_plus.store.grants import revocation
from oauth_plus.store.grants.family import GRANT
from oauth_plus.store.people import subjects
from oauth_plus.tests import documents, handed_out, managing
from oauth_plus.tests.browser import Browser, browser_of
from oauth_plus.tests.factories import a_user, an_app, change, signed_in
from oauth_plus.tests.hooked import (
	AGAIN,
	DELIVERY,
	NEW_SECRET,
	TEST,
	WEBHOOK,
	Hooked,
	hooked,
	insert,
	verified,
)
from oauth_plus.tests.journey import refresh, revoke, sign_in, token_request, tokens_of
from oauth_plus.tests.listener import Listener, listening
from oauth_plus.tests.site import ISSUER, settings

DAY = 86_400

EVENT = "OAuth Plus Event"


@pytest.fixture
def receiver() -> Iterator[Listener]:
	"""On this machine, which Settings allow."""
	with settings(webhooks_into_private_networks=1), listening(status=204) as listener:
		yield listener


@pytest.fixture
def told(receiver: Listener) -> Iterator[Hooked]:
	with hooked(receiver.address, "token_issued", "token_refused", "grant_ended") as found:
		yield found


def messages(hook: Hooked, receiver: Listener) -> list[dict[str, Any]]:
	"""What the receiver believes, after the job ran."""
	tasks.send_webhooks()
	return [verified(hook.secret, *sent) for sent in zip(receiver.headers, receiver.texts, strict=True)]


def test_an_event_is_sent_signed_and_once(told: Hooked, receiver: Listener):
	app, user = an_app(), a_user()
	sign_in(app, browser_of(user))
	assert receiver.texts == [], "a worker sends it, not the request"
	[message] = messages(told, receiver)
	assert message["type"] == "token_issued"
	assert message["timestamp"].endswith("Z")
	data = message["data"]
	assert (data["client_id"], data["user"], data["reason"]) == (app.client_id, user, "authorization_code")
	assert data["issuer"] == ISSUER
	assert len(data["grants"]) == 1
	[row] = told.deliveries()
	assert (row.state, row.attempts) == ("Delivered", 1)
	assert row.name == receiver.headers[0]["webhook-id"]
	assert receiver.headers[0]["Content-Type"] == "application/json"
	assert told.row.last_success
	tasks.send_webhooks()
	assert len(receiver.texts) == 1


def test_events_that_were_not_chosen_are_not_sent(told: Hooked, receiver: Listener):
	from oauth_plus.tests.journey import a_code

	a_code(an_app())
	assert messages(told, receiver) == []
	assert told.deliveries() == []


def test_what_is_rolled_back_is_not_sent(told: Hooked, receiver: Listener):
	from oauth_plus.store import events

	events.record("token_issued", reason="x")
	frappe.db.rollback()
	assert messages(told, receiver) == []


def test_no_secret_and_no_token_is_in_what_is_sent(told: Hooked, receiver: Listener):
	app = an_app()
	tokens = sign_in(app)
	token_request(
		{
			"grant_type": "refresh_token",
			"refresh_token": "y" * 43,
			**app.credentials,
			"client_secret": "wrong" * 9,
		}
	)
	revoke(app, tokens.access_token)
	assert messages(told, receiver)
	sent = "\n".join((*receiver.texts, *map(str, receiver.headers)))
	for secret in (
		app.client_secret,
		tokens.access_token,
		tokens.refresh_token,
		told.secret,
		"y" * 43,
		"wrong" * 9,
	):
		assert secret not in sent
	assert told.secret not in str(frappe.db.sql(f"SELECT * FROM `tab{DELIVERY}`"))
	assert told.secret not in str(told.row.as_dict())


def test_an_address_that_fails_is_tried_again_later_with_the_same_id(told: Hooked, receiver: Listener):
	receiver.status = 500
	sign_in(an_app())
	tasks.send_webhooks()
	[row] = told.deliveries()
	assert (row.state, row.attempts) == ("Waiting", 1)
	assert "500" in row.error
	assert told.row.failing_since
	sign_in(an_app())
	tasks.send_webhooks()
	assert len(receiver.texts) == 1, "it is given a pause, for all events"
	receiver.status = 204
	with time_machine.travel(time.time() + webhook.PAUSES[0] + 1):
		tasks.send_webhooks()
		assert len(receiver.texts) == 3
		ids = [headers["webhook-id"] for headers in receiver.headers]
		assert ids[0] in ids[1:]
		assert len(set(ids)) == 2
		assert {each.state for each in told.deliveries()} == {"Delivered"}
		assert not told.row.failing_since


def test_what_could_not_be_written_down_is_sent_again_with_the_same_id(
	told: Hooked, receiver: Listener, monkeypatch: pytest.MonkeyPatch
):
	"""Another transaction won the conflict about its row; a receiver knows by the id what it has"""

	def lose(*_: Any) -> None:
		raise frappe.QueryDeadlockError

	sign_in(an_app())
	with monkeypatch.context() as patch:
		patch.setattr(deliveries, "settle", lose)
		tasks.send_webhooks()
	[row] = told.deliveries()
	assert (row.state, row.attempts) == ("Waiting", 1)
	with time_machine.travel(time.time() + delivery.LEASE + 1):
		tasks.send_webhooks()
	[row] = told.deliveries()
	assert (row.state, row.attempts) == ("Delivered", 2)
	assert [headers["webhook-id"] for headers in receiver.headers] == [row.name] * 2


def test_the_pauses_grow_and_a_delivery_is_given_up(told: Hooked, receiver: Listener):
	receiver.status = 400
	sign_in(an_app())
	now = time.time()
	with settings(webhooks_into_private_networks=1, webhook_days=0):
		for number in range(len(webhook.PAUSES) + 1):
			with time_machine.travel(now):
				tasks.send_webhooks()
			assert len(receiver.texts) == number + 1
			now += 2 * DAY
		with time_machine.travel(now):
			tasks.send_webhooks()
	[row] = told.deliveries()
	assert (row.state, row.attempts) == ("Given Up", len(webhook.PAUSES) + 1)
	assert len(receiver.texts) == len(webhook.PAUSES) + 1
	assert told.row.enabled


def test_after_days_of_failures_it_is_disabled_and_told_of(told: Hooked, receiver: Listener):
	receiver.status = 503
	told_before = frappe.db.count("Notification Log", {"document_name": told.name})
	sign_in(an_app())
	tasks.send_webhooks()
	with time_machine.travel(time.time() + 6 * DAY):
		tasks.send_webhooks()
		row = told.row
		assert not row.enabled
		assert frappe.get_all("OAuth Plus Event", {"event": "webhook_disabled"}, ["cause", "fix"], limit=1)[
			0
		].fix
		assert frappe.db.count("Notification Log", {"document_name": told.name}) > told_before
		sent = len(receiver.texts)
		sign_in(an_app())
		tasks.send_webhooks()
		assert len(receiver.texts) == sent
		receiver.status = 200
		row.enabled = 1
		row.save(ignore_permissions=True)
		frappe.db.commit()
		with time_machine.travel(time.time() + DAY):
			tasks.send_webhooks()
		assert len(receiver.texts) == sent + 1, "what was owed is sent"


def test_an_address_that_wants_no_more_is_disabled_at_once(told: Hooked, receiver: Listener):
	"""Standard Webhooks: 410"""
	receiver.status = 410
	sign_in(an_app())
	tasks.send_webhooks()
	assert not told.row.enabled


def test_one_address_that_fails_holds_up_no_other(told: Hooked, receiver: Listener):
	with listening(status=204) as other, hooked(other.address, "token_issued") as second:
		receiver.status = 500
		for _ in range(3):
			sign_in(an_app())
		tasks.send_webhooks()
		assert len(receiver.texts) == 1
		assert len(messages(second, other)) == 3


def test_a_new_secret_signs_and_the_last_one_for_another_day(told: Hooked, receiver: Listener):
	last = told.secret
	told.secret = handed_out.note(
		told.manager.post(NEW_SECRET, {"webhook": told.name}).json["message"]["secret"]
	)
	assert told.secret != last
	sign_in(an_app())
	assert len(messages(told, receiver)) == 1
	assert verified(last, receiver.headers[0], receiver.texts[0])
	with time_machine.travel(time.time() + DAY + 60):
		sign_in(an_app())
		tasks.send_webhooks()
		verified(told.secret, receiver.headers[-1], receiver.texts[-1])
		with pytest.raises(AssertionError, match="wrong signature"):
			verified(last, receiver.headers[-1], receiver.texts[-1])


def test_without_a_secret_nothing_is_sent(receiver: Listener):
	name = insert(receiver.address, ["token_issued"]).name
	try:
		sign_in(an_app())
		tasks.send_webhooks()
		assert receiver.texts == []
		assert "no signing secret" in frappe.get_doc(WEBHOOK, name).last_error
	finally:
		frappe.delete_doc(WEBHOOK, name, force=True)
		frappe.db.commit()


def test_an_administrator_sends_a_test_and_a_delivery_again(told: Hooked, receiver: Listener):
	name = told.manager.post(TEST, {"webhook": told.name}).json["message"]
	[message] = messages(told, receiver)
	assert message["type"] == "test"
	assert told.manager.post(AGAIN, {"delivery": name}).status_code == 200
	assert len(messages(told, receiver)) == 2
	assert receiver.headers[0]["webhook-id"] == receiver.headers[1]["webhook-id"] == name


def test_only_system_managers_see_and_change_webhooks(told: Hooked):
	for browser in (Browser(), signed_in(a_user()), signed_in(a_user("OAuth Manager"))):
		assert browser.post(NEW_SECRET, {"webhook": told.name}).status_code in (401, 403)
		assert browser.post(TEST, {"webhook": told.name}).status_code in (401, 403)
		assert browser.get(f"/api/resource/{WEBHOOK}/{told.name}").status_code in (401, 403)
		assert browser.get(f"/api/resource/{DELIVERY}").status_code in (401, 403)


def test_who_may_edit_their_own_webhooks_alone_makes_their_secrets(told: Hooked):
	with managing.owners_of(WEBHOOK) as role:
		browser = signed_in(person := a_user(role))
		assert browser.post(NEW_SECRET, {"webhook": told.name}).status_code == 403
		assert browser.post(NEW_SECRET, {"webhook": "none"}).status_code == 404
		frappe.db.set_value(WEBHOOK, told.name, "owner", person)
		frappe.db.commit()
		assert browser.post(NEW_SECRET, {"webhook": told.name}).status_code == 200


def test_nobody_writes_what_deliveries_write(told: Hooked):
	row = told.row
	row.update({"failures": 7, "paused_until": 1e12, "last_error": "x", "secret_created": None})
	row.save(ignore_permissions=True)
	assert (row.failures, row.paused_until or 0, row.last_error) == (0, 0, None)
	assert row.secret_created


def test_a_deleted_webhook_leaves_nothing(receiver: Listener):
	with hooked(receiver.address, "token_issued") as hook:
		sign_in(an_app())
		assert subscriptions.wants("token_issued")
	frappe.db.rollback()
	assert not frappe.db.count(DELIVERY, {"webhook": hook.name})
	assert not frappe.db.sql("SELECT 1 FROM `__Auth` WHERE doctype = %s AND name = %s", (WEBHOOK, hook.name))
	assert not subscriptions.wants("token_issued")


def test_the_log_is_bounded(told: Hooked, receiver: Listener, monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setattr(deliveries, "MOST", 2)
	for _ in range(4):
		sign_in(an_app())
	messages(told, receiver)
	tasks.purge()
	assert len(told.deliveries()) == 2
	with time_machine.travel(time.time() + 31 * DAY):
		tasks.purge()
		assert told.deliveries() == []


def test_every_event_can_be_chosen():
	"""The vocabulary is fixed, and the form has all of it"""
	options = frappe.get_meta("OAuth Plus Webhook Event").get_field("event").options.split("\n")
	assert set(options) == set(documents.EVENTS) - {"job_done"}


# Security event tokens


def test_security_event_tokens_have_the_names_of_shared_signals(receiver: Listener):
	"""RFC 8417 §2, CAEP 1.0 §3.1, RFC 8935 §2"""
	app, user = an_app(), a_user()
	with hooked(
		receiver.address,
		"grant_ended",
		"token_revoked",
		format="Security Event Token",
		audience="https://siem.example.org",
	):
		tokens = sign_in(app, browser_of(user))
		revoke(app, tokens.access_token)
		frappe.get_doc("User", user).update({"enabled": 0}).save(ignore_permissions=True)
		frappe.db.commit()
		tasks.send_webhooks()
	token = receiver.texts[0]
	assert receiver.headers[0]["Content-Type"] == security_events.MEDIA_TYPE
	keys = jwt.PyJWKSet.from_dict(Browser().get("/.well-known/jwks.json").json)
	header = jwt.get_unverified_header(token)
	assert header["typ"] == "secevent+jwt"
	key = next(each for each in keys.keys if each.key_id == header["kid"])
	claims = jwt.decode(token, key.key, [header["alg"]], audience="https://siem.example.org", issuer=ISSUER)
	[(name, event)] = claims["events"].items()
	assert name == "https://schemas.openid.net/secevent/caep/event-type/session-revoked"
	assert abs(event["event_timestamp"] - time.time()) < 60
	assert "sub" not in claims
	assert "exp" not in claims
	subject = claims["sub_id"]
	assert subject["format"] == "complex"
	assert subject["user"]["format"] == "iss_sub"
	assert subject["user"]["iss"] == ISSUER
	assert subject["application"] == {"format": "opaque", "id": app.client_id}
	assert len({claims["jti"], claims["txn"]}) == 2


@pytest.mark.parametrize(
	("change", "name"),
	[
		({"new_password": "correct-Horse-8-battery"}, security_events.CREDENTIAL_CHANGE),
		({"enabled": 0}, security_events.ACCOUNT_DISABLED),
	],
)
def test_what_happens_to_a_user_has_its_own_name(receiver: Listener, change: dict[str, Any], name: str):
	user = a_user()
	with hooked(receiver.address, "grant_ended", format="Security Event Token"):
		sign_in(an_app(), browser_of(user))
		frappe.get_doc("User", user).update(change).save(ignore_permissions=True)
		frappe.db.commit()
		tasks.send_webhooks()
	claims = jwt.decode(receiver.texts[0], options={"verify_signature": False})
	assert list(claims["events"]) == [name]
	assert claims["aud"] == receiver.address


def test_only_events_with_such_a_name_are_sent_so(receiver: Listener):
	with pytest.raises(frappe.ValidationError, match="has no name for token_issued"):
		insert(receiver.address, ["token_issued"], format="Security Event Token")
	frappe.db.rollback()


# Several grants that end at once


def claims_of_all(receiver: Listener) -> list[dict[str, Any]]:
	"""What a receiver of security event tokens reads."""
	tasks.send_webhooks()
	return [jwt.decode(text, options={"verify_signature": False}) for text in receiver.texts]


def parties_of(claims: dict[str, Any]) -> tuple[str, str, str]:
	"""Whose session it was, in which app, and which one."""
	subject = claims["sub_id"]
	return subject["user"]["sub"], subject["application"]["id"], subject["session"]["id"]


def test_each_grant_that_ends_with_others_has_a_token_about_its_own_user(receiver: Listener):
	"""One about somebody else, or about all sessions of an app, would sign the wrong people out"""
	app, other, people = an_app(), an_app(), [a_user(), a_user()]
	with hooked(receiver.address, "grant_ended", format="Security Event Token"):
		signed = [(each, who) for each in (app, other) for who in people]
		for each, who in signed:
			sign_in(each, browser_of(who))
		grants = frappe.get_all(GRANT, {"client": ("in", [app.client_id, other.client_id])}, pluck="name")
		revocation.end(grants, "idle")
		frappe.db.commit()
		told = [parties_of(claims) for claims in claims_of_all(receiver)]
	rows = frappe.get_all(GRANT, {"name": ("in", grants)}, ["name", "client", "user"])
	assert sorted(told) == sorted((subjects.for_client(row.user, None), row.client, row.name) for row in rows)
	assert len(told) == len(signed) == 4


def test_an_event_about_several_names_nobody_who_was_only_there(receiver: Listener):
	"""Neither the job's user nor the administrator who pressed the button"""
	app, people = an_app(app_name="Acme BI"), [a_user(), a_user()]
	with hooked(receiver.address, "grant_ended") as hook:
		for who in people:
			sign_in(app, browser_of(who))
		revocation.end(frappe.get_all(GRANT, {"client": app.client_id}, pluck="name"), "idle")
		frappe.db.commit()
		[message] = messages(hook, receiver)
	assert (message["data"]["client_id"], message["data"]["user"]) == (app.client_id, "")
	assert len(message["data"]["grants"]) == 2
	[row] = frappe.get_all(EVENT, {"client": app.client_id, "event": "grant_ended"}, event_sentences.COLUMNS)
	assert row.user == ""
	[told] = event_sentences.sentences_of([row])
	assert told.sentence.startswith("The access of Acme BI for several users ended")


def test_an_app_that_is_disabled_is_one_token_about_the_app(receiver: Listener):
	app = an_app()
	with hooked(receiver.address, "grant_ended", format="Security Event Token"):
		for who in (a_user(), a_user()):
			sign_in(app, browser_of(who))
		change(app, oauth_plus_enabled=0)
		[claims] = claims_of_all(receiver)
	assert claims["sub_id"] == {
		"format": "complex",
		"application": {"format": "opaque", "id": app.client_id},
	}


def test_an_access_token_that_ends_alone_is_no_ended_session(receiver: Listener):
	"""Apps revoke the old one after each refresh, and their users stay signed in"""
	app = an_app()
	with hooked(receiver.address, "token_revoked", format="Security Event Token"):
		before = sign_in(app, browser_of(a_user()))
		after = tokens_of(app, refresh(before))
		revoke(app, before.access_token)
		assert claims_of_all(receiver) == []
		revoke(app, after.refresh_token)
		assert len(claims_of_all(receiver)) == 1
