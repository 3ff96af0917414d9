"""Endpoints of the buttons on the form of a webhook and of its deliveries."""

import frappe
from frappe import _

from oauth_plus.api import permitted
from oauth_plus.http import response
from oauth_plus.platform import sql
from oauth_plus.rules import webhook as rules
from oauth_plus.store.events import event_sentences
from oauth_plus.store.events.webhooks import deliveries, subscriptions, webhook_secrets


@frappe.whitelist(methods=["GET", "POST"])
def event_titles() -> dict[str, str]:
	"""Return the title of each event that a webhook may send, by its name. Raises PermissionError for users who may not read
	webhooks."""
	frappe.has_permission(subscriptions.DOCTYPE, "read", throw=True)
	return {name: event_sentences.title_of(name) for name in subscriptions.choices()}


@frappe.whitelist(methods=["POST"])
def new_secret(webhook: str) -> dict[str, str]:
	"""Create a signing secret, and return it, only this once. The last one signs for another day. Raises PermissionError
	for users who may not write the webhook."""
	permitted.require("write", webhook, subscriptions.DOCTYPE)
	secret = webhook_secrets.make(webhook)
	response.forbid_storing()
	return {"secret": secret}


@frappe.whitelist(methods=["POST"])
def send_test(webhook: str) -> str:
	"""Owe a test event to a webhook. Returns the name of the delivery. Raises PermissionError for users who may not write
	the webhook."""
	permitted.require("write", webhook, subscriptions.DOCTYPE)
	if subscriptions.find(webhook) is None:
		frappe.throw(_("The webhook is disabled."))
	data = dict.fromkeys(("outcome", "fix", "address", "client_id"), "")
	data |= {"id": rules.TEST, "reason": rules.TEST, "cause": "An administrator asked for a test"}
	name = deliveries.owe_to(webhook, rules.TEST, data | {"user": frappe.session.user, "grants": []})
	return name


@frappe.whitelist(methods=["POST"])
def send_again(delivery: str) -> None:
	"""Owe a delivery once more, with the same id. Raises PermissionError for users who may not write its webhook."""
	permitted.require("read", delivery, deliveries.DOCTYPE)
	row = sql.first(deliveries.DOCTYPE, ["webhook", "state"], name=delivery)
	permitted.require("write", row.webhook, subscriptions.DOCTYPE)
	if row.state == deliveries.WAITING:
		frappe.throw(_("It waits already, and is sent by itself."))
	deliveries.send_again(delivery)
