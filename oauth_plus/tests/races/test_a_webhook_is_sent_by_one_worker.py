"""Two workers at once: each event is sent by one of them."""

import subprocess
import sys
from collections.abc import Iterator

import frappe
import pytest

from oauth_plus.tests.factories import an_app
from oauth_plus.tests.hooked import hooked
from oauth_plus.tests.journey import sign_in
from oauth_plus.tests.listener import Listener, listening
from oauth_plus.tests.site import settings

EVENTS, WORKERS = 8, 3

WORK = "import frappe; frappe.init({site!r}, sites_path='.'); frappe.connect(); from oauth_plus import tasks; tasks.send_webhooks()"


@pytest.fixture
def receiver() -> Iterator[Listener]:
	with settings(webhooks_into_private_networks=1), listening(status=204) as listener:
		yield listener


def test_each_event_is_sent_once(receiver: Listener):
	with hooked(receiver.address, "token_issued") as hook:
		app = an_app()
		for _ in range(EVENTS):
			sign_in(app)
		work = [sys.executable, "-W", "ignore", "-c", WORK.format(site=frappe.local.site)]
		workers = [subprocess.Popen(work) for _ in range(WORKERS)]
		assert [worker.wait(timeout=120) for worker in workers] == [0] * WORKERS
		ids = [headers["webhook-id"] for headers in receiver.headers]
		assert sorted(ids) == sorted(row.name for row in hook.deliveries())
		assert {(row.state, row.attempts) for row in hook.deliveries()} == {("Delivered", 1)}
