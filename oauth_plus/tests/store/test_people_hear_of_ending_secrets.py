"""System Managers and the client's owner hear of a secret's end, in Frappe and by e-mail, 30, 7 and 1 days before."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import frappe
import pytest
import time_machine

from oauth_plus import tasks
from oauth_plus.platform import clock
from oauth_plus.store import secret_rotation
from oauth_plus.store.client_secrets import secrets
from oauth_plus.tests.factories import App, a_regular, a_user, an_app, regulars, tamper
from oauth_plus.tests.ledger import events_of, rows_of
from oauth_plus.tests.site import configured

DAY = 86_400
SECRET = "OAuth Plus Client Secret"

MADE_BY_TESTS = f"{'_' * 10}@example.com"
"""Ten characters that say nothing."""


@pytest.fixture(autouse=True)
def post_office(site) -> Iterator[None]:
	"""The site has an account to send mail from; other tests' secrets are told of before, and their people are away:
	letters to more than a hundred are left to a worker by Frappe, and the suite may have run here before."""
	daily()
	_forget_account()  # Frappe keeps in mind that there was none
	found = frappe.get_all("User", filters={"enabled": 1, "name": ("like", MADE_BY_TESTS)}, pluck="name")
	away = [person for person in found if person not in regulars()]
	_set_enabled(away, 0)
	with configured(mail_server="localhost", auto_email_id="erp@example.com"):
		yield
	_set_enabled(away, 1)
	_forget_account()


def _set_enabled(people: list[str], enabled: int) -> None:
	for person in people:
		frappe.db.set_value("User", person, "enabled", enabled, update_modified=False)
	frappe.db.commit()


def _forget_account() -> None:
	if hasattr(frappe.local, "outgoing_email_account"):
		del frappe.local.outgoing_email_account


@pytest.fixture
def app() -> App:
	"""A client with a secret that ends in 40 days."""
	made = an_app(app_name="Ledger & Sons")
	frappe.db.delete(SECRET, {"client": made.client_id})
	ends_at = clock.now() + timedelta(days=40)
	issued = secrets.issue(made.client_id, "For the server", ends_at=ends_at)
	frappe.db.commit()
	return App(made.client_id, issued.client_secret)


def daily() -> None:
	"""What the scheduler does."""
	tasks.tell_of_ending_secrets()
	tasks.purge()
	frappe.db.commit()


def on_day(day: float) -> None:
	with time_machine.travel(time.time() + day * DAY):
		daily()


def notified(app: App) -> list[Any]:
	return frappe.get_all(
		"Notification Log",
		filters={"document_name": app.client_id},
		fields=["for_user", "subject"],
		order_by="creation",
	)


def mailed(app: App) -> list[Any]:
	return frappe.get_all(
		"Email Queue", filters={"reference_name": app.client_id}, fields=["name", "message"]
	)


def days_told(app: App) -> list[str]:
	return [row.subject.split("within ")[1] for row in notified(app) if row.for_user == a_regular()]


def test_each_of_the_three_days_is_told_once(app):
	a_regular()
	for day in (0, 5, 9.9, 10.1, 10.2, 12, 32.9, 33.1, 34, 38.9, 39.1, 39.9, 40.1, 41):
		on_day(day)
	assert days_told(app) == ["30 day(s)", "7 day(s)", "1 day(s)"]
	assert len(mailed(app)) == 3


def test_a_missed_day_is_made_up_for_and_a_missed_week_is_told_once(app):
	a_regular()
	on_day(35)
	on_day(36)
	assert days_told(app) == ["7 day(s)"]
	assert len(mailed(app)) == 1


def test_the_owner_and_the_system_managers_hear_of_it(app):
	owner, other = a_user("Website Manager"), a_user("Website Manager")
	tamper(app, owner=owner)
	a_regular()
	on_day(20)
	told = {row.for_user for row in notified(app)}
	assert {owner, a_regular()} <= told
	assert other not in told
	assert "Administrator" not in told
	(mail,) = mailed(app)
	recipients = set(
		frappe.get_all("Email Queue Recipient", filters={"parent": mail.name}, pluck="recipient")
	)
	assert {owner, a_regular()} <= recipients
	assert other not in recipients


def test_the_words_say_what_ends_when_and_what_to_do_and_never_the_secret(app):
	a_regular()
	on_day(20)
	assert "Ledger &amp; Sons" in notified(app)[0].subject
	(mail,) = mailed(app)
	for word in ("For the server", "new secret", app.client_id):
		assert word in mail.message.replace("=\n", "").replace("\n", " ")
	assert app.client_secret not in mail.message


def test_its_end_is_written_down_once(app):
	for day in (40.1, 41, 42):
		on_day(day)
	(ended,) = events_of(app, event="secret_ended")
	assert ended.cause.startswith("The secret 'For the server' ended by itself on ")
	assert notified(app) == []


def test_the_old_secret_of_a_rotation_is_told_of_too():
	app = an_app()
	secret_rotation.rotate(app.client_id, 7 * DAY)
	a_regular()
	daily()
	assert days_told(app) == ["7 day(s)"]


def test_a_secret_without_an_end_is_nobodys_news():
	app = an_app()
	on_day(3_000)
	assert notified(app) == []
	assert len(rows_of(app, SECRET)) == 1


def test_an_ended_secret_is_forgotten_after_ninety_days(app):
	on_day(40 + 89)
	(row,) = rows_of(app, SECRET)
	on_day(40 + 91)
	assert rows_of(app, SECRET) == []
	assert not frappe.db.sql("SELECT 1 FROM __Auth WHERE name = %s", row.name)


@pytest.mark.parametrize("muted", [1, 0])
def test_a_site_that_can_send_no_mail_still_notifies(app, muted):
	a_regular()
	_forget_account()
	with configured(mail_server=None, mute_emails=muted):
		on_day(20)
	assert days_told(app) == ["30 day(s)"]
	assert mailed(app) == []
