"""Sending a webhook: signed as Standard Webhooks, or as a security event token (RFC 8417, RFC 8935)."""

from datetime import datetime, timedelta, timezone
from typing import Any

from oauth_plus.grants import signing
from oauth_plus.mail import webhooks as letters
from oauth_plus.platform import clock, outgoing
from oauth_plus.rules import security_events, webhook
from oauth_plus.rules.sentence import Sentence
from oauth_plus.store import events, metrics
from oauth_plus.store.events.webhooks import deliveries, subscriptions, webhook_secrets
from oauth_plus.store.events.webhooks.deliveries import Delivery
from oauth_plus.store.events.webhooks.subscriptions import Webhook
from oauth_plus.store.grants import families
from oauth_plus.store.people import subjects, users
from oauth_plus.store.site import day_settings, settings, site_issuer

NO_SECRET = Sentence("has no signing secret: press New Secret on the webhook")


def deliver(delivery: Delivery) -> bool:
	"""Send a delivery that the caller has taken, and write down how it went. Returns whether it was taken."""
	target, now = subscriptions.find(delivery.webhook), clock.now()
	if target is None:
		deliveries.put_off(delivery, "The webhook was disabled", now)
		return False
	status, why_not = _send(target, delivery, now)
	metrics.note_webhook("failed" if why_not else "delivered")
	if not why_not:
		deliveries.settle(delivery, now)
		subscriptions.note_success(target, now)
		return True
	_put_off(target, delivery, why_not, now)
	if status == webhook.GONE:
		_disable(target, Sentence("answered that it wants no more events (410)"))
	elif _fails_too_long(target, now):
		since = f"{target.failing_since:%Y-%m-%d %H:%M}"
		_disable(target, Sentence("has failed since {0} UTC: it {1}", since, why_not))
	return False


def _send(target: Webhook, delivery: Delivery, now: datetime) -> tuple[int, str]:
	"""Return the status, and why it was not taken, as the end of a sentence; empty if it was."""
	secrets = webhook_secrets.signing(target.name)
	if not secrets:
		return 0, NO_SECRET
	body, media_type = _content(target, delivery, now)
	headers = webhook.headers(delivery.name, int(now.timestamp()), body, secrets)
	headers |= {"Content-Type": media_type, "Accept": "*/*"}
	is_private = settings.sends_into_private_networks()
	if webhook.fault_of(target.url, site_issuer.issuer(), may_be_private=is_private):
		return 0, Sentence("has an address that nothing may be sent to")
	try:
		answer = outgoing.post(target.url, body.encode(), headers, may_be_private=is_private)
	except outgoing.NotSent as error:
		return 0, error.sentence
	is_taken = webhook.is_taken(answer.status)
	return answer.status, "" if is_taken else Sentence("answered with status {0}", answer.status)


def _content(target: Webhook, delivery: Delivery, now: datetime) -> tuple[str, str]:
	at, data = delivery.payload["at"], delivery.payload["data"]
	if target.format != webhook.TOKEN_FORMAT:
		moment = datetime.fromtimestamp(at, timezone.utc).isoformat().replace("+00:00", "Z")
		return webhook.content(delivery.event, moment, data), "application/json"
	data = _with_parties(data)
	message = {
		"type": delivery.event,
		"id": delivery.name,
		"at": at,
		"issued_at": int(now.timestamp()),
		"data": data,
	}
	subject = subjects.for_client(data["user"], None) if users.exists(data["user"]) else None
	claims = security_events.claims(message, site_issuer.issuer(), target.audience or target.url, subject)
	return signing.by_site_key(claims, now, security_events.TYPE), security_events.MEDIA_TYPE


def _with_parties(data: dict[str, Any]) -> dict[str, Any]:
	"""Return the data with the client and the user of its one grant, where the event was about several."""
	if len(data["grants"]) != 1 or (data["user"] and data["client_id"]):
		return data
	family = families.find(data["grants"][0])
	return data | {"user": family.user, "client_id": family.client_id} if family else data


def _put_off(target: Webhook, delivery: Delivery, why_not: str, now: datetime) -> None:
	pause = webhook.pause_after(delivery.attempts + 1)
	deliveries.put_off(delivery, f"The address {why_not}", now + timedelta(seconds=pause) if pause else None)
	subscriptions.note_failure(
		target, f"The address {why_not}", now, webhook.pause_after(target.failures + 1) or webhook.PAUSES[-1]
	)


def _fails_too_long(target: Webhook, now: datetime) -> bool:
	days = day_settings.failing_webhooks()
	return bool(days and target.failing_since and now - target.failing_since > timedelta(days=days))


def _disable(target: Webhook, why: str) -> None:
	subscriptions.disable(target.name, f"The address {why}")
	events.record(
		"webhook_disabled",
		events.Outcome.REFUSED,
		cause=Sentence("The webhook {0}: its address {1}", target.title, why),
		fix="Check the address, and tick Enabled on the webhook. What is still owed is sent then",
		user=target.owner,
	)
	letters.tell_of_disabled(target.name, target.title, target.owner, why)
