"""A site on which the doctor finds nothing but what a test provokes, and the doctor as Desk and bench ask it."""

import contextlib
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import frappe
from werkzeug.test import TestResponse

from oauth_plus.tests import bench
from oauth_plus.tests import site as the_site
from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.factories import with_any_session
from oauth_plus.tests.site import ISSUER

DOCTOR = METHOD + "oauth_plus.api.doctor."

JOB = "Scheduled Job Type"


def examined(browser: Browser | None = None, **asked: Any) -> dict[str, Any]:
	"""What Check This Site shows a System Manager who came by the issuer's address."""
	answer = press("examine", browser, **asked)
	assert answer.status_code == 200, answer.text
	return body(answer)["message"]


def press(button: str, browser: Browser | None = None, **asked: Any) -> TestResponse:
	"""What a button of Desk does for somebody who came by the issuer's address, or by another one."""
	asked = {"base_url": ISSUER, **asked}
	browser = browser or with_any_session()
	browser._client.set_cookie("sid", browser.cookie("sid"), domain=urlsplit(asked["base_url"]).hostname)
	return browser.post(DOCTOR + button, **asked)


def found(check: str, **asked: Any) -> list[dict[str, Any]]:
	"""What one check found."""
	return [finding for finding in examined(**asked)["findings"] if finding["check"] == check]


def fix(check: str) -> str:
	"""Press Fix beside a finding; returns the sentence that says what changed."""
	answer = press("fix", data={"check": check})
	assert answer.status_code == 200, answer.text
	return body(answer)["message"]


def command(*words: str) -> tuple[int, dict[str, Any]]:
	"""Exit code and JSON of `bench oauth-plus doctor`."""
	ended = bench.command("oauth-plus", "doctor", "--offline", "--json", *words)
	the_site.see_what_others_wrote()
	assert not ended.stderr, ended.stderr
	return ended.returncode, json.loads(ended.stdout)


@contextlib.contextmanager
def alone() -> Iterator[None]:
	"""The clients of other tests are disabled for a while, past every hook."""
	names = frappe.get_all("OAuth Client", filters={"oauth_plus_enabled": 1}, pluck="name")
	_enable(names, 0)
	try:
		yield
	finally:
		frappe.db.rollback()
		_enable(names, 1)


def _enable(names: list[str], value: int) -> None:
	if names:
		table = frappe.qb.DocType("OAuth Client")
		frappe.qb.update(table).set(table.oauth_plus_enabled, value).where(table.name.isin(names)).run()
	frappe.db.commit()


@contextlib.contextmanager
def jobs_on_time() -> Iterator[None]:
	"""The scheduler is on, and every job of this app has just run."""
	columns = ["name", "last_execution", "stopped"]
	jobs = frappe.get_all(JOB, {"method": ("like", "oauth_plus.%")}, columns)
	with the_site._single("System Settings", "enable_scheduler", "1"):
		run_now()
		try:
			yield
		finally:
			for job in jobs:
				frappe.db.set_value(
					JOB, job.name, {"last_execution": job.last_execution, "stopped": job.stopped}
				)
			frappe.db.commit()


def run_now() -> None:
	for name in frappe.get_all(JOB, {"method": ("like", "oauth_plus.%")}, pluck="name"):
		frappe.db.set_value(JOB, name, {"last_execution": frappe.utils.now_datetime(), "stopped": 0})
	frappe.db.commit()


@contextlib.contextmanager
def healthy() -> Iterator[None]:
	"""A site on which every check that is made offline finds nothing, or has a note."""
	closed = {"client_registration": "Off", "email_on_first_consent": 0, "email_on_replay": 0}
	with alone(), jobs_on_time(), the_site.settings(**closed):
		yield
