"""Whoever takes a person, an app or a password away takes the tokens along, on the very next request."""

from collections.abc import Callable

import frappe
import pytest

from oauth_plus.tests.browser import Browser, body
from oauth_plus.tests.factories import PASSWORD, a_user, an_app, change, signed_in
from oauth_plus.tests.journey import Proof, Tokens, a_code, acts_as, call, redeem, refresh, refused, sign_in
from oauth_plus.tests.ledger import families_of, recorded

API = "/api/method/oauth_plus.api."
NEW_PASSWORD = "another-Horse-8-battery"


@pytest.fixture
def person(site) -> str:
	return a_user("System Manager")


@pytest.fixture
def tokens(person) -> Tokens:
	given = sign_in(an_app(), signed_in(person))
	assert acts_as(given.access_token) == person  # and is remembered
	return given


def save(doctype: str, name: str, **values) -> None:
	frappe.get_doc(doctype, name).update(values).save(ignore_permissions=True)
	frappe.db.commit()


def delete(doctype: str, name: str) -> None:
	frappe.delete_doc(doctype, name, force=True, ignore_permissions=True)
	frappe.db.commit()


def change_own_password(person: str) -> None:
	form = {"new_password": NEW_PASSWORD, "old_password": PASSWORD}
	answer = signed_in(person).post("/api/method/frappe.core.doctype.user.user.update_password", form)
	assert answer.status_code == 200, answer.text


def reset_password(person: str) -> None:
	"""With the link of the e-mail."""
	link = frappe.get_doc("User", person).reset_password()
	frappe.db.commit()
	form = {"new_password": NEW_PASSWORD, "key": link.split("key=")[1].split("&")[0]}
	answer = Browser().post("/api/method/frappe.core.doctype.user.user.update_password", form)
	assert answer.status_code == 200, answer.text


ENDS: dict[str, Callable[[Tokens, str], object]] = {
	"user_disabled": lambda tokens, person: save("User", person, enabled=0),
	"user_deleted": lambda tokens, person: delete("User", person),
	"password_changed": lambda tokens, person: save("User", person, new_password=NEW_PASSWORD),
	"password_changed by the person": lambda tokens, person: change_own_password(person),
	"password_changed by the link of an e-mail": lambda tokens, person: reset_password(person),
	"client_disabled": lambda tokens, person: change(tokens.app, oauth_plus_enabled=0),
	"client_deleted": lambda tokens, person: delete("OAuth Client", tokens.app.client_id),
	"ended_by_administrator": lambda tokens, person: press(
		"grants.end_grant", family=families_of(tokens.app)[0].name
	),
	"ended_by_administrator for a user": lambda tokens, person: press("grants.end_grants", user=person),
	"ended_by_administrator for a client": lambda tokens, person: press(
		"grants.end_grants", client=tokens.app.client_id
	),
	"ended_by_administrator before a moment": lambda tokens, person: press(
		"grants.end_grants", user=person, before=frappe.utils.now()
	),
	"ended_by_user": lambda tokens, person: press(
		"account.end_grant", person, family=families_of(tokens.app)[0].name
	),
	"ended_by_user, all": lambda tokens, person: press("account.end_grants", person),
}


def press(button: str, presser: str | None = None, **form: str) -> None:
	browser = signed_in(presser)
	answer = browser.post(API + button, form)
	assert answer.status_code == 200, answer.text
	assert body(answer)["message"] == 1


@pytest.mark.parametrize("how", ENDS)
def test_what_ends_a_grant_ends_it_at_once(tokens, person, how):
	ENDS[how](tokens, person)
	assert acts_as(tokens.access_token) is None
	answer = refresh(tokens)
	assert answer.status_code in (400, 401)
	assert body(answer)["error"] in ("invalid_grant", "invalid_client")
	reason = how.split(" ")[0].rstrip(",")
	assert [(family.state, family.end_reason) for family in families_of(tokens.app)] == [("Revoked", reason)]
	assert recorded(tokens.app, "grant_ended", reason=reason)


@pytest.mark.parametrize("how", ["password_changed", "client_disabled", "ended_by_administrator for a user"])
def test_a_code_that_is_under_way_is_taken_back_too(tokens, person, how):
	"""Whoever has it cannot wait until the account is open again"""
	code = a_code(tokens.app, signed_in(person), proof := Proof())
	ENDS[how](tokens, person)
	if how == "client_disabled":
		change(tokens.app, oauth_plus_enabled=1)
	answer = redeem(tokens.app, code, proof)
	assert refused(answer, "invalid_grant")
	assert body(answer)["error_description"] == "The code was withdrawn"


def test_a_code_of_another_person_is_not_taken_back(tokens, person):
	code = a_code(tokens.app, signed_in(a_user()), proof := Proof())
	press("grants.end_grants", user=person)
	assert redeem(tokens.app, code, proof).status_code == 200


def test_a_code_from_after_the_moment_is_not_taken_back(tokens, person):
	before = frappe.utils.now()
	code = a_code(tokens.app, signed_in(person), proof := Proof())
	press("grants.end_grants", user=person, before=before)
	assert redeem(tokens.app, code, proof).status_code == 200


def test_the_trail_names_the_person_whose_many_grants_ended(tokens, person):
	sign_in(an_app(), signed_in(person))
	save("User", person, enabled=0)
	ended = {"event": "grant_ended", "user": person}
	assert frappe.get_all("OAuth Plus Event", ended, pluck="reason") == ["user_disabled"]


def test_a_person_who_is_enabled_again_signs_in_anew(tokens, person):
	save("User", person, enabled=0)
	save("User", person, enabled=1)
	assert refused(refresh(tokens), "invalid_grant")
	assert acts_as(tokens.access_token) is None


def test_saving_a_user_ends_nothing(tokens, person):
	save("User", person, last_name="Married")
	assert acts_as(tokens.access_token) == person
	assert refresh(tokens).status_code == 200


def test_a_wrong_old_password_ends_nothing(tokens, person):
	form = {"new_password": NEW_PASSWORD, "old_password": "wrong"}
	answer = signed_in(person).post("/api/method/frappe.core.doctype.user.user.update_password", form)
	assert answer.status_code == 401
	assert acts_as(tokens.access_token) == person


def test_a_used_link_ends_nothing(tokens, person):
	form = {"new_password": NEW_PASSWORD, "key": "no-such-key"}
	answer = signed_in(person).post("/api/method/frappe.core.doctype.user.user.update_password", form)
	assert answer.status_code in (401, 410), answer.text
	assert acts_as(tokens.access_token) == person


def test_tokens_follow_a_user_who_is_renamed(tokens, person):
	renamed = f"renamed-{person}"
	frappe.rename_doc("User", person, renamed, force=True)
	frappe.db.commit()
	assert acts_as(tokens.access_token) == renamed


def test_nobody_ends_anothers_grant(tokens, person):
	other = signed_in(a_user())
	family = families_of(tokens.app)[0].name
	for button in ("account.end_grant", "grants.end_grant", "grants.end_grants"):
		form = {"family": family} if button.endswith("grant") else {"user": person}
		answer = other.post(API + button, form)
		assert answer.status_code == 403, answer.text
	assert acts_as(tokens.access_token) == person


def test_a_user_may_come_from_some_addresses_only(tokens, person):
	"""H11: `User.restrict_ip`"""
	save("User", person, restrict_ip="192.0.2.")
	answer = call(tokens.access_token)
	assert refused(answer, "invalid_token", 401)
	save("User", person, restrict_ip="127.0.0.")
	assert acts_as(tokens.access_token) == person


@pytest.mark.parametrize(("before", "ends"), [("0001-01-01 00:00:00", False), ("9999-12-31 23:59:59", True)])
def test_the_first_and_the_last_day_of_the_calendar_are_times(before, ends):
	tokens = sign_in(an_app())
	answer = signed_in().post(API + "grants.end_grants", {"client": tokens.app.client_id, "before": before})
	assert body(answer)["message"] == int(ends)
	assert (acts_as(tokens.access_token) is None) is ends
