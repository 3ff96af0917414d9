"""Users and clients are deleted, restored, renamed and merged: their grants hold nothing up, and go to nobody else."""

import json
import time
from collections.abc import Callable

import frappe
import pytest
import time_machine
from frappe.model.rename_doc import rename_doc
from frappe.utils.password import delete_all_passwords_for
from werkzeug.test import TestResponse

from oauth_plus import tasks
from oauth_plus.store.clients.client_fields import DOCTYPE as CLIENT
from oauth_plus.store.grants import family_lists
from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.factories import a_user, an_app, signed_in
from oauth_plus.tests.journey import (
	Tokens,
	a_code,
	acts_as,
	ask,
	call,
	redeem,
	refresh,
	refused,
	revoke,
	sign_in,
)
from oauth_plus.tests.ledger import families_of, rows_of
from oauth_plus.tests.site import consent_remembered

MONTHS = 120 * 86_400


@pytest.fixture(scope="module")
def manager(site) -> Browser:
	return signed_in()


@pytest.fixture
def person(site) -> str:
	return a_user("System Manager")


def given(person: str) -> Tokens:
	"""A person whom an app acts for; a code is under way, too."""
	app, browser = an_app(), signed_in(person)
	tokens = sign_in(app, browser)
	a_code(app, browser)
	assert acts_as(tokens.access_token) == person
	return tokens


def by_rest(manager: Browser, doctype: str, name: str) -> TestResponse:
	return manager.open(f"/api/resource/{doctype}/{name}", "DELETE")


def by_menu(manager: Browser, doctype: str, name: str) -> TestResponse:
	"""Menu > Delete of the form."""
	return manager.post(METHOD + "frappe.client.delete", {"doctype": doctype, "name": name})


def by_list(manager: Browser, doctype: str, name: str) -> TestResponse:
	"""Actions > Delete of the list."""
	form = {"doctype": doctype, "items": json.dumps([name])}
	return manager.post(METHOD + "frappe.desk.reportview.delete_items", form)


every_way = pytest.mark.parametrize("delete", [by_rest, by_menu, by_list])

Delete = Callable[[Browser, str, str], TestResponse]


def is_gone(doctype: str, name: str) -> bool:
	frappe.db.rollback()
	return not frappe.db.exists(doctype, name)


# Deleting


@every_way
def test_a_user_with_live_tokens_is_deleted(delete: Delete, manager: Browser, person: str):
	tokens = given(person)
	answer = delete(manager, "User", person)
	assert answer.status_code in (200, 202), answer.text
	assert is_gone("User", person)
	assert refused(call(tokens.access_token), "invalid_token", 401)
	assert refused(refresh(tokens), "invalid_grant")
	assert [family.end_reason for family in families_of(tokens.app)] == ["user_deleted"]
	assert {row.status for row in rows_of(tokens.app)} == {"Revoked"}


@every_way
def test_a_client_with_live_tokens_is_deleted(delete: Delete, manager: Browser, person: str):
	tokens = given(person)
	answer = delete(manager, CLIENT, tokens.app.client_id)
	assert answer.status_code in (200, 202), answer.text
	assert is_gone(CLIENT, tokens.app.client_id)
	assert refused(call(tokens.access_token), "invalid_token", 401)
	assert refused(refresh(tokens), "invalid_client", 401)
	assert [family.end_reason for family in families_of(tokens.app)] == ["client_deleted"]
	assert not rows_of(tokens.app, "OAuth Plus Client Secret")


@pytest.mark.parametrize("doctype", ["User", CLIENT])
@pytest.mark.parametrize("how", ["revoked", "expired"])
def test_tokens_that_ended_hold_nothing_up_either(how: str, doctype: str, manager: Browser, person: str):
	tokens = given(person)
	name = person if doctype == "User" else tokens.app.client_id
	if how == "revoked":
		assert revoke(tokens.app, tokens.refresh_token).status_code == 200
		assert by_rest(manager, doctype, name).status_code == 202
	else:
		with time_machine.travel(time.time() + MONTHS, tick=True):
			assert by_rest(signed_in(), doctype, name).status_code == 202
	assert is_gone(doctype, name)


def test_everything_that_knows_a_user_and_a_client_lets_them_go(manager: Browser, person: str):
	"""A consent, a use, an event and a secret name them, too"""
	tokens = given(person)
	call(tokens.access_token, "/api/resource/ToDo")
	tasks.note_uses()
	for doctype in (
		"OAuth Plus Consent",
		"OAuth Plus Scope Use",
		"OAuth Plus Event",
		"OAuth Plus Client Secret",
	):
		assert rows_of(tokens.app, doctype), doctype
	assert by_rest(manager, CLIENT, tokens.app.client_id).status_code == 202
	assert by_rest(manager, "User", person).status_code == 202


def test_what_the_deleted_left_can_be_looked_at(manager: Browser, person: str):
	tokens = given(person)
	family = families_of(tokens.app)[0].name
	assert by_rest(manager, "User", person).status_code == 202
	seen = manager.get(f"/api/resource/OAuth Plus Grant/{family}")
	assert body(seen)["data"]["user"] == person


def test_who_may_not_delete_ends_nothing(person: str):
	tokens = given(person)
	stranger = signed_in(a_user())
	for doctype, name in (("User", person), (CLIENT, tokens.app.client_id)):
		assert by_rest(stranger, doctype, name).status_code == 403
	assert acts_as(tokens.access_token) == person


def test_a_user_whom_something_else_holds_keeps_the_grants(manager: Browser, person: str):
	"""The deletion did not take place"""
	tokens = given(person)
	team = frappe.get_doc({"doctype": "User Group", "__newname": f"Team of {person}"})
	team.append("user_group_members", {"user": person})
	team.insert(ignore_permissions=True)
	frappe.db.commit()
	answer = by_rest(manager, "User", person)
	assert answer.status_code == 417
	assert "LinkExistsError" in answer.text
	assert acts_as(tokens.access_token) == person


# Somebody new of the same name


def forget_without_hooks(doctype: str, name: str) -> None:
	"""By SQL, as scripts do it."""
	frappe.db.delete(doctype, {"name": name})
	frappe.db.delete("Notification Settings", {"name": name})
	delete_all_passwords_for(doctype, name)
	frappe.db.commit()
	frappe.clear_document_cache(doctype, name)


def test_a_new_user_inherits_no_grant_of_a_user_who_was_deleted_by_sql(person: str):
	tokens = given(person)
	forget_without_hooks("User", person)
	again = frappe.get_doc({"doctype": "User", "email": person, "first_name": "New", "send_welcome_email": 0})
	again.insert(ignore_permissions=True)
	frappe.db.commit()
	assert acts_as(tokens.access_token) is None
	assert refused(refresh(tokens), "invalid_grant")
	[consent] = rows_of(tokens.app, "OAuth Plus Consent")
	assert consent.withdrawn


def test_a_renamed_user_inherits_no_grant_of_a_user_who_was_deleted_by_sql(person: str):
	tokens, other = given(person), a_user()
	forget_without_hooks("User", person)
	rename_doc("User", other, person, force=True, show_alert=False)
	frappe.db.commit()
	assert acts_as(tokens.access_token) is None
	assert refused(refresh(tokens), "invalid_grant")


def test_a_new_client_inherits_no_grant_of_a_client_that_was_deleted_by_sql(person: str):
	tokens = given(person)
	name = tokens.app.client_id
	forget_without_hooks(CLIENT, name)
	frappe.get_doc(
		{
			"doctype": CLIENT,
			"app_name": "Another",
			"redirect_uris": "https://another.example.com/cb",
			"scopes": "all openid",
		}
	).insert(ignore_permissions=True, set_name=name)
	frappe.db.commit()
	assert acts_as(tokens.access_token) is None
	assert [family.state for family in families_of(tokens.app)] == ["Revoked"]


# Restoring


def restore(manager: Browser, doctype: str, name: str) -> str:
	"""The button of Deleted Document; Frappe gives a client another name."""
	deleted = frappe.get_last_doc("Deleted Document", {"deleted_doctype": doctype, "deleted_name": name})
	answer = manager.post(
		METHOD + "frappe.core.doctype.deleted_document.deleted_document.restore", {"name": deleted.name}
	)
	assert answer.status_code == 200, answer.text
	frappe.db.rollback()
	return frappe.db.get_value("Deleted Document", deleted.name, "new_name")


def test_a_restored_user_signs_in_anew(manager: Browser, person: str):
	tokens = given(person)
	assert by_rest(manager, "User", person).status_code == 202
	assert restore(manager, "User", person) == person
	assert acts_as(tokens.access_token) is None
	assert refused(refresh(tokens), "invalid_grant")


def test_a_restored_client_has_none_of_its_grants_and_secrets(manager: Browser, person: str):
	tokens = given(person)
	name = tokens.app.client_id
	assert by_rest(manager, CLIENT, name).status_code == 202
	name = restore(manager, CLIENT, name)
	assert acts_as(tokens.access_token) is None
	assert refused(refresh(tokens), "invalid_client", 401)
	made = manager.post(METHOD + "oauth_plus.api.clients.new_secret", {"client": name})
	again = tokens.app.__class__(name, body(made)["message"]["client_secret"])
	assert acts_as(sign_in(again, signed_in(person)).access_token) == person


# Renaming


def test_everything_follows_a_user_who_is_renamed(person: str):
	tokens = given(person)
	renamed = f"renamed-{person}"
	rename_doc("User", person, renamed, force=True, show_alert=False)
	frappe.db.commit()
	assert acts_as(tokens.access_token) == renamed
	assert refresh(tokens).status_code == 200
	for doctype in ("OAuth Bearer Token", "OAuth Plus Grant", "OAuth Plus Consent"):
		assert {row.user for row in rows_of(tokens.app, doctype)} == {renamed}, doctype
	assert person not in {row.user for row in rows_of(tokens.app, "OAuth Plus Event")}


def test_everything_follows_a_client_that_is_renamed(person: str):
	tokens = given(person)
	call(tokens.access_token, "/api/resource/ToDo")
	tasks.note_uses()
	old = tokens.app.client_id
	new = rename_doc(CLIENT, old, f"{old}-new", force=True, show_alert=False)
	frappe.db.commit()
	app = tokens.app.__class__(new, tokens.app.client_secret)
	assert frappe.db.get_value(CLIENT, new, "client_id") == new
	assert acts_as(tokens.access_token) == person
	assert refresh(Tokens(app, tokens.access_token, tokens.refresh_token, {})).status_code == 200
	assert refused(refresh(tokens), "invalid_client", 401)
	again = sign_in(app, signed_in(person))
	call(again.access_token, "/api/resource/ToDo")
	tasks.note_uses()
	for doctype in (
		"OAuth Bearer Token",
		"OAuth Plus Grant",
		"OAuth Plus Scope Use",
		"OAuth Plus Event",
	):
		assert not rows_of(tokens.app, doctype), doctype
	uses = [(row.kind, row.target, row.action) for row in rows_of(app, "OAuth Plus Scope Use")]
	assert len(uses) == len(set(uses)), "a use that goes on is the same row"


# Merging


def merged(one: str, other: str, **how: bool) -> None:
	rename_doc("User", one, other, merge=True, force=True, show_alert=False, **how)
	frappe.db.commit()


def test_who_is_merged_into_another_gives_them_nothing(person: str):
	other = a_user("System Manager")
	theirs, own = given(person), given(other)
	merged(person, other)
	assert acts_as(theirs.access_token) is None
	assert refused(refresh(theirs), "invalid_grant")
	assert [family.end_reason for family in families_of(theirs.app)] == ["user_merged"]
	assert acts_as(own.access_token) == other, "the other's own grants go on"
	with consent_remembered():
		assert ask(signed_in(other), theirs.app).status_code == 200, "and they are asked for themselves"


def test_code_that_merges_without_asking_ends_what_could_be_anybodys(person: str):
	other = a_user("System Manager")
	theirs, own = given(person), given(other)
	frappe.db.delete("Notification Settings", {"name": person})  # what Frappe's own hook would do
	merged(person, other, validate=False)
	for tokens in (theirs, own):
		assert acts_as(tokens.access_token) is None
		assert refused(refresh(tokens), "invalid_grant")


@pytest.mark.parametrize("how", [{}, {"validate": False}])
def test_clients_are_not_merged_by_any_way(how: dict[str, bool], person: str):
	tokens, other = given(person), an_app()
	with pytest.raises(frappe.PermissionError):
		rename_doc(
			CLIENT, tokens.app.client_id, other.client_id, merge=True, force=True, show_alert=False, **how
		)
	frappe.db.rollback()
	assert acts_as(tokens.access_token) == person
	assert not families_of(other)


def test_a_code_of_somebody_who_was_merged_is_redeemed_by_nobody(person: str):
	app, other = an_app(), a_user()
	code = a_code(app, signed_in(person))
	merged(person, other)
	assert refused(redeem(app, code), "invalid_grant")
	assert not family_lists.live(user=other)
