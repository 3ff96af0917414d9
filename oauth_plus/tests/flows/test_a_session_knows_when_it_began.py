"""`auth_time`: later Frappes note it in the session; where they do not, we do, on every way in."""

import json
import time
from typing import Any

import frappe
import pytest
from frappe.sessions import Session

from oauth_plus.http.person import AUTH_TIME
from oauth_plus.tests.browser import METHOD, Browser, form_of, sent_to
from oauth_plus.tests.factories import PASSWORD, a_regular, an_app, by_password
from oauth_plus.tests.journey import ask


def row_of(browser: Browser) -> dict[str, Any]:
	"""What the database remembers of the browser's session; v15 writes Python, v16 JSON."""
	frappe.db.rollback()
	sid = browser._client.get_cookie("sid").value
	[[data]] = frappe.db.sql("SELECT sessiondata FROM tabSessions WHERE sid = %s", (sid,))
	return json.loads(data) if "null" in data or '"' in data[:3] else frappe.safe_eval(data)


@pytest.fixture
def a_frappe_that_does_not_note_it(monkeypatch):
	"""15.55"""
	insert = Session.insert_session_record

	def without_the_moment(self: Session) -> None:
		self.data.data.pop("creation", None)
		insert(self)

	monkeypatch.setattr(Session, "insert_session_record", without_the_moment)


def test_a_session_knows_when_it_began():
	before = frappe.utils.now()
	assert before <= row_of(by_password())["creation"] <= frappe.utils.now()


def test_it_is_told_where_frappe_does_not_note_it(a_frappe_that_does_not_note_it):
	before = frappe.utils.now()
	browser = by_password()
	assert before <= row_of(browser)["creation"] <= frappe.utils.now()
	assert sent_to(ask(browser, an_app(skip_authorization=1), max_age="60"))["code"]


def test_it_is_told_once(a_frappe_that_does_not_note_it):
	browser = by_password()
	first = row_of(browser)["creation"]
	browser.get(METHOD + "frappe.auth.get_logged_user")
	ask(browser, an_app(), max_age="60")
	assert row_of(browser)["creation"] == first


def test_it_is_known_still_when_redis_forgets(a_frappe_that_does_not_note_it):
	browser = by_password()
	frappe.cache.hdel("session", browser._client.get_cookie("sid").value)
	assert sent_to(ask(browser, an_app(skip_authorization=1), max_age="60"))["code"]


@pytest.mark.parametrize("age", ["0", "600"])
def test_a_session_of_unknown_age_is_old(age):
	"""It began on a 15.55 that had no OAuth Plus"""
	browser = by_password()
	sid = browser._client.get_cookie("sid").value
	kept = frappe.cache.hget("session", sid)
	for name in ("creation", AUTH_TIME):
		kept["data"].pop(name)
	frappe.cache.hset("session", sid, kept)
	time.sleep(0.01)
	page = ask(browser, an_app(), max_age=age)
	assert form_of(page).buttons == ["sign_in", "deny"]
	to_login = browser.submit(page, decision="sign_in")
	browser.login(a_regular(), PASSWORD)
	assert form_of(browser.get(sent_to(to_login)["redirect-to"])).buttons == ["allow", "deny"]
