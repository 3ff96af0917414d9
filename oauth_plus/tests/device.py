"""The verbs of a device without a browser, and of its user: wait, poll, type the code, decide."""

import re
from dataclasses import dataclass, field
from typing import Any

import frappe
from werkzeug.test import TestResponse

from oauth_plus.tests import handed_out
from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.factories import App, with_any_session
from oauth_plus.tests.journey import app_http, token_request

BEGIN = METHOD + "oauth_plus.api.device.device_authorization"
PAGE = "/oauth-device"
GRANT = "urn:ietf:params:oauth:grant-type:device_code"
REQUEST = "OAuth Plus Device Request"


@dataclass(frozen=True)
class Device:
	"""What a device was told when it began to wait."""

	app: App
	device_code: str = field(repr=False)
	user_code: str = field(repr=False)
	answer: dict[str, Any] = field(repr=False)


def begin(app: App, **changes: Any) -> TestResponse:
	"""The device asks for its codes."""
	form = app.credentials | changes
	return app_http().post(BEGIN, {name: value for name, value in form.items() if value is not None})


def a_device(app: App, **changes: Any) -> Device:
	"""One that waits."""
	answer = begin(app, **changes)
	assert answer.status_code == 200, answer.text
	said = body(answer)
	handed_out.note(said["device_code"])
	return Device(app, said["device_code"], said["user_code"], said)


def poll(device: Device, **changes: Any) -> TestResponse:
	"""The device asks whether its user has decided."""
	form = {"grant_type": GRANT, "device_code": device.device_code} | device.app.credentials | changes
	return token_request(form)


def look(browser: Browser, code: str) -> TestResponse:
	"""The user has typed a code."""
	return browser.get(PAGE, {"user_code": code})


def decide(device: Device, decision: str = "allow", browser: Browser | None = None) -> TestResponse:
	"""The user types the code and presses a button."""
	browser = browser or with_any_session()
	answer = browser.submit(look(browser, device.user_code), decision=decision)
	assert answer.status_code == 200, answer.text
	return answer


def row_of(device: Device) -> Any:
	"""What the site remembers of it."""
	frappe.db.rollback()
	[row] = frappe.get_all(REQUEST, {"client": device.app.client_id}, ["*"])
	return row


def wait(device: Device, seconds: float) -> None:
	"""Time passes for this device: its last poll and its expiry move back."""
	row = row_of(device)
	values = {"polled_at": max(0, row.polled_at - seconds), "expires_at": row.expires_at - seconds}
	frappe.db.set_value(REQUEST, row.name, values)
	frappe.db.commit()


def sentence(page: TestResponse) -> str:
	"""The text of a page, without its markup."""
	return " ".join(re.sub(r"<[^>]+>", " ", page.text.partition("<body")[2]).split())
