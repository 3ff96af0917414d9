"""R22: nobody becomes somebody else for the apps that know people by their `sub` (OpenID Connect Core §5.7)."""

import secrets

import frappe
import jwt
import pytest

from oauth_plus.patches.v0_1 import separated_shared_subjects
from oauth_plus.store.people import subjects
from oauth_plus.tests.browser import OAUTH, Browser, body, browser_of, form_of
from oauth_plus.tests.factories import a_user, an_app
from oauth_plus.tests.journey import ask, bearer, introspect, sign_in

USER = "/api/resource/User"
LOGIN = "User Social Login"


def own_browser(user: str) -> Browser:
	browser = browser_of(user)
	csrf = form_of(ask(browser, an_app(), prompt="select_account")).fields["csrf_token"]
	browser.headers = {"X-Frappe-CSRF-Token": csrf}
	return browser


@pytest.fixture
def manager(site) -> Browser:
	return own_browser("Administrator")


def sub_of(user: str) -> str:
	"""As an app hears it, the same in all three places."""
	app = an_app()
	tokens = sign_in(app, browser_of(user))
	told = jwt.decode(tokens.answer["id_token"], options={"verify_signature": False})["sub"]
	assert body(Browser().get(OAUTH + "openid_profile", headers=bearer(tokens.access_token)))["sub"] == told
	assert body(introspect(app, tokens.access_token))["sub"] == told
	return told


def duplicate(manager: Browser, user: str) -> str:
	"""Desk's Menu > Duplicate: all fields but those that are not copied, with another e-mail address."""
	document = body(manager.get(f"{USER}/{user}"))["data"]
	copied = ("first_name", "last_name", "social_logins", "roles", "language")
	email = f"{secrets.token_hex(5)}@example.com"
	form = {name: document[name] for name in copied if name in document}
	for row in (*form["social_logins"], *form["roles"]):
		for own in ("name", "parent", "creation", "modified", "owner"):
			row.pop(own, None)
	form |= {"email": email, "send_welcome_email": 0}
	answer = manager.open(USER, "POST", json=form, headers=manager.headers)
	assert answer.status_code == 200, answer.text[:1000]
	return email


def test_a_copy_of_a_user_is_somebody_else(manager):
	"""R22"""
	user = a_user()
	before = sub_of(user)
	copy = duplicate(manager, user)
	assert sub_of(copy) != before
	assert sub_of(user) == before


def test_the_id_of_another_is_not_taken_over_by_hand(manager):
	victim, taker = a_user(), a_user()
	theirs, before = sub_of(victim), sub_of(taker)
	row = frappe.get_doc("User", taker).social_logins[0].as_dict()
	form = {"social_logins": [{"name": row.name, "provider": "frappe", "userid": theirs}]}
	answer = manager.open(f"{USER}/{taker}", "PUT", json=form, headers=manager.headers)
	assert answer.status_code == 200, answer.text[:1000]
	assert sub_of(taker) == before
	assert sub_of(victim) == theirs


def test_a_user_who_is_saved_and_renamed_keeps_their_sub(manager):
	user = a_user()
	before = sub_of(user)
	assert (
		manager.open(f"{USER}/{user}", "PUT", json={"last_name": "New"}, headers=manager.headers).status_code
		== 200
	)
	assert sub_of(user) == before
	renamed = f"{secrets.token_hex(5)}@example.com"
	frappe.rename_doc("User", user, renamed, force=True, show_alert=False)
	frappe.db.commit()
	assert sub_of(renamed) == before


def test_a_user_without_an_id_of_frappes_keeps_the_sub_through_saving_and_renaming(manager):
	"""Users from before Frappe made ids: their sub is derived from the name."""
	saved, renamed = a_user(), a_user()
	for user in (saved, renamed):
		frappe.db.delete(LOGIN, {"parent": user, "provider": "frappe"})
		frappe.clear_document_cache("User", user)
	frappe.db.commit()
	before = {user: sub_of(user) for user in (saved, renamed)}
	answer = manager.open(f"{USER}/{saved}", "PUT", json={"last_name": "New"}, headers=manager.headers)
	assert answer.status_code == 200
	assert sub_of(saved) == before[saved]
	new = f"{secrets.token_hex(5)}@example.com"
	frappe.rename_doc("User", renamed, new, force=True, show_alert=False)
	frappe.db.commit()
	assert sub_of(new) == before[renamed]


def test_those_who_share_one_are_separated_and_the_oldest_keeps_it(capsys):
	"""What "Duplicate" did before this app was updated"""
	oldest, copies = a_user(), [a_user(), a_user()]
	before = subjects.public(oldest)
	for copy in copies:
		frappe.db.set_value(LOGIN, {"parent": copy, "provider": "frappe"}, "userid", before)
		frappe.clear_document_cache("User", copy)
	frappe.db.commit()
	separated_shared_subjects.execute()
	frappe.db.commit()
	assert "2 users" in capsys.readouterr().out
	assert sub_of(oldest) == before
	assert len({before, *map(sub_of, copies)}) == 3
	assert frappe.db.count("OAuth Plus Event", {"event": "subject_separated", "user": ("in", copies)}) == 2
	separated_shared_subjects.execute()
	assert capsys.readouterr().out == ""


@pytest.mark.parametrize("path", ["/api/resource/{}/{}", "/api/v2/document/{}/{}"])
def test_a_person_does_not_write_the_row_of_their_id(site, path):
	"""REST writes a row of a table before it saves the user"""
	victim, taker = a_user(), a_user()
	theirs, before = sub_of(victim), sub_of(taker)
	browser = own_browser(taker)
	row = frappe.get_doc("User", taker).social_logins[0].name
	address = path.format(LOGIN, row)
	for method, form in (("PUT", {"userid": theirs}), ("PUT", {"provider": "google"}), ("DELETE", {})):
		answer = browser.open(address, method, json=form, headers=browser.headers)
		is_by_the_user = method == "DELETE" and "/v2/" in path  # which keeps the row
		assert answer.status_code in (403, 417) or is_by_the_user, answer.text[:300]
	assert sub_of(taker) == before
	assert sub_of(victim) == theirs


def test_nobody_takes_the_id_of_who_has_no_row(site):
	"""Administrator's is derived, and stands in no row"""
	taker = a_user()
	before = sub_of(taker)
	browser = own_browser(taker)
	row = frappe.get_doc("User", taker).social_logins[0].name
	for form in (
		{"name": row, "userid": subjects.derived("Administrator")},
		{"userid": subjects.derived("Administrator")},
	):
		values = {"social_logins": [{"provider": "frappe", **form}]}
		browser.open(f"{USER}/{taker}", "PUT", json=values, headers=browser.headers)
		assert sub_of(taker) == before


def test_nobody_takes_the_row_of_another(site):
	"""Frappe writes a row by its name, whoever's it is"""
	victim, taker = a_user(), a_user()
	theirs, before = sub_of(victim), sub_of(taker)
	row = frappe.get_doc("User", victim).social_logins[0].name
	browser = own_browser(taker)
	for provider in ("frappe", "google"):
		values = {"social_logins": [{"name": row, "provider": provider, "userid": "x"}]}
		browser.open(f"{USER}/{taker}", "PUT", json=values, headers=browser.headers)
		frappe.clear_document_cache("User", victim)
		assert sub_of(victim) == theirs
		assert sub_of(taker) == before


def test_a_person_does_not_lose_their_id(site):
	user = a_user()
	before = sub_of(user)
	browser = own_browser(user)
	browser.open(f"{USER}/{user}", "PUT", json={"social_logins": []}, headers=browser.headers)
	assert sub_of(user) == before


def test_a_new_user_brings_no_derived_id_of_another(manager):
	email = f"{secrets.token_hex(5)}@example.com"
	theirs = subjects.derived("Administrator")
	form = {"email": email, "first_name": "New", "send_welcome_email": 0}
	form |= {"social_logins": [{"provider": "frappe", "userid": theirs}]}
	manager.open(USER, "POST", json=form, headers=manager.headers)
	assert sub_of(email) != theirs
