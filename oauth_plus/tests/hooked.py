"""Webhooks, as their administrator makes them and as their receiver checks them (Standard Webhooks 1.0.0)."""

import base64
import contextlib
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import frappe

from oauth_plus.tests import handed_out
from oauth_plus.tests.browser import METHOD, Browser
from oauth_plus.tests.factories import a_user, signed_in

WEBHOOK, DELIVERY = "OAuth Plus Webhook", "OAuth Plus Webhook Delivery"

NEW_SECRET, TEST, AGAIN = (
	METHOD + f"oauth_plus.api.webhooks.{name}" for name in ("new_secret", "send_test", "send_again")
)


@dataclass
class Hooked:
	"""A webhook, and what its receiver knows."""

	name: str
	secret: str = field(repr=False)
	manager: Browser = field(repr=False)

	@property
	def row(self) -> Any:
		frappe.db.rollback()
		return frappe.get_doc(WEBHOOK, self.name)

	def deliveries(self, **filters: Any) -> list[Any]:
		"""The oldest first."""
		frappe.db.rollback()
		return frappe.get_all(DELIVERY, {"webhook": self.name, **filters}, ["*"], order_by="creation asc")


def insert(url: str, events: list[str], **values: Any) -> Any:
	"""A webhook is saved. Raises ValidationError."""
	rows = [{"event": event} for event in events]
	document = {"doctype": WEBHOOK, "title": secrets.token_hex(4), "url": url, "events": rows, **values}
	inserted = frappe.get_doc(document).insert(ignore_permissions=True)
	frappe.db.commit()
	return inserted


@contextlib.contextmanager
def hooked(url: str, *events: str, **values: Any) -> Iterator[Hooked]:
	"""A webhook with a secret, for a while."""
	name = insert(url, list(events), **values).name
	manager = signed_in(a_user("System Manager"))
	secret = handed_out.note(manager.post(NEW_SECRET, {"webhook": name}).json["message"]["secret"])
	try:
		yield Hooked(name, secret, manager)
	finally:
		frappe.db.rollback()
		frappe.delete_doc(WEBHOOK, name, force=True)
		frappe.db.commit()


def verified(secret: str, headers: dict[str, str], body: str) -> dict[str, Any]:
	"""The content, as a receiver believes it. Raises AssertionError for a signature that is not right, and for one that is
	old."""
	named = {name.lower(): value for name, value in headers.items()}
	signed = f"{named['webhook-id']}.{named['webhook-timestamp']}.{body}".encode()
	key = base64.b64decode(secret.removeprefix("whsec_"))
	right = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
	sent = [each.partition(",") for each in named["webhook-signature"].split(" ")]
	assert any(version == "v1" and value == right for version, _comma, value in sent), "wrong signature"
	assert abs(time.time() - int(named["webhook-timestamp"])) < 300
	return json.loads(body)
