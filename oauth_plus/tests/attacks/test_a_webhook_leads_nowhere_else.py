"""Webhooks are sent to no private address, follow no redirect, and wait for nobody."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import frappe
import pytest

from oauth_plus import tasks
from oauth_plus.platform import guarded_request
from oauth_plus.tests.factories import an_app
from oauth_plus.tests.hooked import Hooked, hooked, insert
from oauth_plus.tests.journey import sign_in
from oauth_plus.tests.listener import Listener, listening
from oauth_plus.tests.site import ISSUER, settings

PRIVATE = (
	"https://127.0.0.1/in",
	"https://10.1.2.3/in",
	"https://[::1]/in",
	"https://169.254.169.254/in",
	"https://[64:ff9b::7f00:1]/in",
	"http://hooks.example.org/in",
	f"{ISSUER}/api/method/frappe.integrations.oauth2.get_token",
)


@pytest.mark.parametrize("url", PRIVATE)
def test_such_an_address_is_not_saved(url: str):
	with pytest.raises(frappe.ValidationError):
		insert(url, ["token_issued"])
	frappe.db.rollback()


@pytest.fixture
def receiver() -> Iterator[Listener]:
	with listening(status=204) as listener:
		yield listener


@pytest.fixture
def told(receiver: Listener) -> Iterator[Hooked]:
	with settings(webhooks_into_private_networks=1), hooked(receiver.address, "token_issued") as found:
		yield found


def why_not(hook: Hooked) -> str:
	"""Something happens, the job runs, and the delivery says why it was not taken."""
	sign_in(an_app())
	tasks.send_webhooks()
	[row] = hook.deliveries()
	assert row.state == "Waiting"
	return row.error


def test_a_private_address_is_left_alone_once_settings_no_longer_allow_it(receiver: Listener):
	with settings(webhooks_into_private_networks=1):
		context = hooked(receiver.address, "token_issued")
		hook = context.__enter__()
	assert "nothing may be sent to" in why_not(hook)
	assert receiver.texts == []
	context.__exit__(None, None, None)


def test_a_public_name_that_leads_to_a_private_address_gets_nothing(
	receiver: Listener, monkeypatch: pytest.MonkeyPatch
):
	"""Whatever a name server says later"""
	port = int(receiver.address.rpartition(":")[2].partition("/")[0])
	own = socket.getaddrinfo

	def resolved(host: str, *arguments: Any, **more: Any) -> Any:
		if host == "hooks.example.org":
			return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
		return own(host, *arguments, **more)

	monkeypatch.setattr(socket, "getaddrinfo", resolved)
	with hooked("https://hooks.example.org/in", "token_issued") as hook:
		assert "private network" in why_not(hook)
	assert receiver.texts == []


def test_a_redirect_is_not_followed(told: Hooked, receiver: Listener):
	with listening(status=200) as other:
		receiver.status, receiver.location = 307, other.address
		assert "307" in why_not(told)
		assert other.texts == []


def test_a_slow_answer_is_not_waited_for(told: Hooked, receiver: Listener, monkeypatch: pytest.MonkeyPatch):
	monkeypatch.setattr(guarded_request, "SECONDS", 0.5)
	receiver.slow = threading.Event()
	began = time.monotonic()
	assert "did not answer" in why_not(told)
	assert time.monotonic() - began < 20
	receiver.slow.set()


def test_of_a_huge_answer_only_the_beginning_is_read(told: Hooked, receiver: Listener):
	receiver.body = 50_000_000
	sign_in(an_app())
	began = time.monotonic()
	tasks.send_webhooks()
	assert time.monotonic() - began < 10
	[row] = told.deliveries()
	assert row.state == "Delivered"
	assert not row.error
