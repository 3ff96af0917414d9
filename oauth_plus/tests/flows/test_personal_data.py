"""Frappe's Personal Data Download and Personal Data Deletion know what is stored about the people whom apps act for."""

import json

import frappe
import pytest
from frappe.website.doctype.personal_data_download_request.personal_data_download_request import get_user_data

from oauth_plus import tasks
from oauth_plus.tests.browser import METHOD, Browser
from oauth_plus.tests.factories import a_user, an_app, signed_in
from oauth_plus.tests.journey import Tokens, bearer, refresh, refused, sign_in
from oauth_plus.tests.ledger import families_of

USED_FROM, USED_WITH = "192.0.2.7", "Ledger/1.0 of a person"

PERSONAL = ("OAuth Plus Grant", "OAuth Plus Event", "OAuth Plus Consent")


@pytest.fixture(scope="module")
def person(site) -> str:
	return a_user("System Manager")


@pytest.fixture(scope="module")
def ended(person: str) -> Tokens:
	"""A grant that the person has ended."""
	tokens = sign_in(an_app(), signed_in(person))
	[family] = families_of(tokens.app)
	answer = signed_in(person).post(METHOD + "oauth_plus.api.account.end_grant", {"family": family.name})
	assert answer.status_code == 200, answer.text
	return tokens


@pytest.fixture(scope="module")
def used(person: str) -> Tokens:
	"""A grant that was used, from somewhere and with something."""
	tokens = sign_in(an_app(), signed_in(person))
	headers = bearer(tokens.access_token) | {"User-Agent": USED_WITH, "X-Forwarded-For": USED_FROM}
	Browser().get(METHOD + "frappe.auth.get_logged_user", headers=headers)
	tasks.note_uses()
	[family] = families_of(tokens.app)
	assert (family.last_address, family.last_user_agent) == (USED_FROM, USED_WITH)
	return tokens


@pytest.fixture(scope="module")
def deleted(person: str, ended: Tokens, used: Tokens) -> str:
	"""The name that the person goes by when an administrator has approved the deletion, and Frappe has done it."""
	request = frappe.get_doc({"doctype": "Personal Data Deletion Request", "email": person})
	request.db_insert()  # the e-mail that asks whether it is meant is Frappe's
	request.db_set("status", "Pending Approval")
	frappe.get_doc("User", person).update({"enabled": 0}).save(ignore_permissions=True)
	request._anonymize_data()
	frappe.db.commit()
	return request.name


def test_the_download_holds_grants_consents_and_events(person: str, ended: Tokens, used: Tokens):
	told = json.loads(get_user_data(person))
	for doctype in PERSONAL:
		assert {row["user"] for row in told[doctype]} == {person}, doctype
	[family] = (row for row in told["OAuth Plus Grant"] if row["client"] == used.app.client_id)
	assert (family["last_address"], family["last_user_agent"]) == (USED_FROM, USED_WITH)


def test_the_download_holds_nobody_elses(person: str, ended: Tokens):
	stranger = a_user()
	sign_in(ended.app, signed_in(stranger))
	assert stranger not in get_user_data(person)


def test_the_deletion_leaves_no_address_no_browser_and_no_name(deleted: str, person: str, used: Tokens):
	for doctype in PERSONAL:
		rows = frappe.get_all(doctype, filters={"user": deleted}, fields=["*"])
		assert rows, f"{doctype}: who did it is a name that says nothing"
		written = json.dumps(rows, default=str)
		for personal in (person, USED_FROM, USED_WITH, "127.0.0.1"):
			assert personal not in written, (doctype, personal)
		assert not frappe.get_all(doctype, filters={"user": person})


def test_who_ended_a_grant_is_a_name_that_says_nothing_too(deleted: str, ended: Tokens):
	[family] = (family for family in families_of(ended.app) if family.user == deleted)
	assert (family.end_reason, family.ended_by) == ("ended_by_user", deleted)


def test_the_deletion_ends_what_the_person_allowed(deleted: str, used: Tokens):
	assert refused(refresh(used), "invalid_grant")
	assert {family.state for family in families_of(used.app)} == {"Revoked"}
