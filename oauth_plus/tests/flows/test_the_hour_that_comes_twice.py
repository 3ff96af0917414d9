"""Where clocks are set back, Frappe's columns name two hours alike: 31 October 2027 in Berlin."""

from collections.abc import Iterator
from datetime import datetime, timezone

import frappe
import pytest
import time_machine

from oauth_plus.tests.factories import PASSWORD, a_machine, a_user, an_app, by_password
from oauth_plus.tests.journey import acts_as, ask, by_itself

FIRST, SECOND = 0, 1
"""The hour, in UTC, of what is two o'clock in Berlin both times."""


@pytest.fixture(autouse=True)
def berlin(site) -> Iterator[None]:
	before = frappe.db.get_single_value("System Settings", "time_zone")
	_live_in("Europe/Berlin")
	yield
	_live_in(before)


def _live_in(zone: str) -> None:
	frappe.db.set_single_value("System Settings", "time_zone", zone)
	frappe.clear_cache()
	frappe.db.commit()


def at(hour: int, minute: int, day: int = 31) -> time_machine.travel:
	return time_machine.travel(datetime(2027, 10, day, hour, minute, tzinfo=timezone.utc), tick=False)


@pytest.mark.parametrize("hour", [FIRST, SECOND])
def test_a_user_who_signs_in_anew_has_signed_in_anew(hour):
	"""OpenID Connect Core §3.1.2.1: prompt=login"""
	user, app = a_user(), an_app()
	with at(hour, 20):
		browser = by_password(user)
		to_login = browser.submit(ask(browser, app, prompt="login"), decision="sign_in")
		assert to_login.status_code == 303
	with at(hour, 21):
		browser.login(user, PASSWORD)
		page = ask(browser, app, prompt="login")
	assert "Confirm Access" in page.text


def test_a_session_of_the_first_hour_is_old_in_the_second():
	"""And no sign-in since"""
	user, app = a_user(), an_app()
	with at(FIRST, 50):
		browser = by_password(user)
	with at(SECOND, 10):
		browser.submit(ask(browser, app, prompt="login"), decision="sign_in")
	with at(SECOND, 11):
		assert "Confirm Access" not in ask(browser, app, prompt="login").text


def test_a_machine_has_two_grants_at_most():
	machine = a_machine()
	with at(0, 30, day=30):
		assert by_itself(machine).status_code == 200
	for hour in (FIRST, SECOND):
		with at(hour, 10):
			tokens = [by_itself(machine).json["access_token"] for _ in range(4)]
			assert acts_as(tokens[0])
	assert frappe.db.count("OAuth Plus Grant", {"client": machine.client_id}) <= 2
