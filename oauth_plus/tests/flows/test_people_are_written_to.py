"""E-mails to a person: on the first consent to an app and on a replay alarm; each may be turned off, and none is a
reason for a request to fail."""

import contextlib
import time
from collections.abc import Iterator

import frappe
import pytest
import time_machine

from oauth_plus.patches.v0_1 import letters_are_on
from oauth_plus.tests import site as the_site
from oauth_plus.tests.browser import OAUTH, Browser, form_of, sent_to
from oauth_plus.tests.factories import a_user, an_app, signed_in
from oauth_plus.tests.journey import a_code, ask, decide, redeem, refresh, refused, sign_in, tokens_of

ON = {"email_on_first_consent": 1, "email_on_replay": 1}


@contextlib.contextmanager
def outgoing_mail() -> Iterator[None]:
	"""The site has an account that it could send by; what it writes waits in the queue."""
	account = frappe.get_doc(
		{
			"doctype": "Email Account",
			"email_account_name": "OAuth Test",
			"email_id": "erp@example.com",
			"enable_outgoing": 1,
			"default_outgoing": 1,
			"smtp_server": "smtp.example.com",
		}
	)
	account.flags.ignore_validate = True  # it would call there
	account.insert(ignore_permissions=True, ignore_mandatory=True)
	frappe.db.commit()
	frappe.clear_cache()
	try:
		yield
	finally:
		frappe.delete_doc("Email Account", account.name, force=True)
		frappe.db.commit()
		frappe.clear_cache()


@pytest.fixture
def mail() -> Iterator[None]:
	with outgoing_mail():
		yield


@pytest.fixture
def person(site) -> str:
	return a_user()


def letters_to(person: str) -> list[str]:
	"""What waits in the queue for this person, as it would be sent, oldest first."""
	frappe.db.rollback()
	queue = frappe.get_all("Email Queue Recipient", filters={"recipient": person}, pluck="parent")
	rows = frappe.get_all(
		"Email Queue", filters={"name": ("in", queue)}, fields=["message"], order_by="creation"
	)
	return [_text(row.message) for row in rows]


def _text(message: str) -> str:
	import email
	from email import policy

	letter = email.message_from_string(message, policy=policy.default)
	body = letter.get_body(("html",)).get_content()
	return f"{letter['Subject']}\n{body}"


def test_the_first_consent_to_an_app_is_told_once(mail, person):
	app, browser = an_app(app_name="Ledger <b>", scopes="all openid"), signed_in(person)
	sign_in(app, browser)
	[letter] = letters_to(person)
	assert "You have allowed Ledger" in letter
	assert "Do everything that you may do on this site." in letter
	assert "/oauth-apps" in letter
	assert "<b>" not in letter.split("Ledger")[2][:4]
	sign_in(app, browser)
	assert len(letters_to(person)) == 1
	sign_in(an_app(), browser)
	assert len(letters_to(person)) == 2


def test_only_what_was_left_ticked_is_told(mail, person):
	app, browser = an_app(scopes="all openid email"), signed_in(person)
	form = form_of(ask(browser, app))
	left = {name: value for name, value in form.fields.items() if value != "all"}
	browser.post(form.action, left | {"decision": "allow"})
	[letter] = letters_to(person)
	assert "See your email address." in letter
	assert "Do everything" not in letter


def test_a_consent_that_was_taken_back_is_told_anew(mail, person):
	app, browser = an_app(), signed_in(person)
	sign_in(app, browser)
	form = form_of(browser.get("/oauth-apps"))
	assert browser.post(form.action, form.fields).status_code == 303
	sign_in(app, browser)
	assert len(letters_to(person)) == 2


def test_a_denial_is_not_told(mail, person):
	browser = signed_in(person)
	decide(browser, ask(browser, an_app()), "deny")
	assert letters_to(person) == []


def a_replayed_refresh_token(app, browser):
	first = sign_in(app, browser)
	tokens_of(app, refresh(first))
	with time_machine.travel(time.time() + 60):
		assert refused(refresh(first), "invalid_grant")


def a_replayed_code(app, browser):
	code = a_code(app, browser)
	redeem(app, code)
	assert refused(redeem(app, code), "invalid_grant")


ALARMS = (a_replayed_refresh_token, a_replayed_code)


@pytest.mark.parametrize("alarm", ALARMS)
def test_a_replay_alarm_is_told(mail, person, alarm):
	app = an_app(app_name="Ledger")
	alarm(app, signed_in(person))
	letter = letters_to(person)[-1]
	assert letter.startswith("The access of Ledger was ended")
	assert "used twice" in letter
	assert "/oauth-apps" in letter


@pytest.mark.parametrize("alarm", ALARMS)
def test_the_alarm_is_told_once(mail, person, alarm):
	app = an_app()
	alarm(app, signed_in(person))
	assert len(letters_to(person)) == 2, "the consent, and the alarm"


def test_each_may_be_turned_off(mail, person):
	with the_site.settings(email_on_first_consent=0, email_on_replay=0):
		a_replayed_code(an_app(), signed_in(person))
		assert letters_to(person) == []
	with the_site.settings(email_on_first_consent=0, email_on_replay=1):
		a_replayed_code(an_app(), signed_in(person))
		assert len(letters_to(person)) == 1
	with the_site.settings(email_on_first_consent=1, email_on_replay=0):
		a_replayed_code(an_app(), signed_in(person))
		assert len(letters_to(person)) == 2


def test_a_site_that_nobody_has_told_otherwise_writes_both(mail, person):
	"""Settings that were saved before this app knew of letters have no value"""
	frappe.db.delete("Singles", {"doctype": "OAuth Plus Settings", "field": ("in", list(ON))})
	frappe.db.commit()
	frappe.clear_document_cache("OAuth Plus Settings", "OAuth Plus Settings")
	a_replayed_code(an_app(), signed_in(person))
	assert len(letters_to(person)) == 2
	letters_are_on.execute()
	frappe.db.commit()
	document = frappe.get_doc("OAuth Plus Settings")
	assert {field: document.get(field) for field in ON} == ON


@pytest.mark.parametrize("alarm", ALARMS)
def test_without_an_outgoing_account_nothing_fails(person, alarm):
	app, browser = an_app(), signed_in(person)
	alarm(app, browser)
	assert sent_to(decide(browser, ask(browser, app)))["code"]
	assert letters_to(person) == []


def test_it_is_written_in_the_persons_language(mail, person):
	translation = {
		"doctype": "Translation",
		"language": "de",
		"source_text": "You have allowed {0} to act for you",
		"translated_text": "Sie haben {0} erlaubt, in Ihrem Namen zu handeln",
	}
	document = frappe.get_doc(translation).insert(ignore_permissions=True)
	frappe.db.set_value("User", person, "language", "de")
	frappe.db.commit()
	frappe.clear_cache()
	sign_in(an_app(app_name="Ledger"), signed_in(person))
	[letter] = letters_to(person)
	assert letter.startswith("Sie haben Ledger erlaubt, in Ihrem Namen zu handeln")
	document.delete(ignore_permissions=True)


def test_a_letter_leads_to_this_site_whatever_host_the_request_says(mail, person):
	"""Whoever repeats an old token would have the site write a link to anywhere"""
	app = an_app()
	first = sign_in(app, signed_in(person))
	second = tokens_of(app, refresh(first))
	tokens_of(app, refresh(second))
	form = {"grant_type": "refresh_token", "refresh_token": first.refresh_token, **app.credentials}
	Browser().post(
		OAUTH + "get_token",
		form,
		headers={"Host": "evil.example.net", "X-Frappe-Site-Name": frappe.local.site},
	)
	letter = letters_to(person)[-1]
	assert "/oauth-apps" in letter
	assert "evil.example.net" not in letter
