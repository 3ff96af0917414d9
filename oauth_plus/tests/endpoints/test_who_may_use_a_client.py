"""Who may use a client: one choice on its form, over HTTP as Desk and programs send it."""

from typing import Any

import frappe
import pytest

from oauth_plus.tests.browser import METHOD, Browser, body, form_of
from oauth_plus.tests.factories import CALLBACK, App, a_user, an_app, change, signed_in, tamper
from oauth_plus.tests.journey import ask

PATH = "/api/resource/OAuth Client"

FIELD = "oauth_plus_open_to"

DESK, EVERYBODY, ROLES = "Desk Users", "Desk, Portal and Website Users", "Chosen Roles"


@pytest.fixture(scope="module")
def manager(site) -> Browser:
	return signed_in()


@pytest.fixture(scope="module")
def customer(site) -> Browser:
	"""Somebody of the website, who has no Desk."""
	person = a_user()
	frappe.get_doc("User", person).update({"user_type": "Website User"}).save(ignore_permissions=True)
	frappe.db.commit()
	assert frappe.db.get_value("User", person, "user_type") == "Website User"
	return signed_in(person)


def made(manager: Browser, **values: Any) -> dict[str, Any]:
	filled = {"app_name": "Shop", "scopes": "all openid", "redirect_uris": CALLBACK} | values
	answer = manager.open(PATH, "POST", json=filled)
	assert answer.status_code == 200, answer.text[:2000]
	return body(answer)["data"]


def edited(manager: Browser, client: dict[str, Any], **values: Any) -> dict[str, Any]:
	answer = manager.open(f"{PATH}/{client['name']}", "PUT", json=values)
	assert answer.status_code == 200, answer.text[:2000]
	return body(answer)["data"]


def says(client: dict[str, Any]) -> tuple[str, list[str]]:
	"""The choice and the roles, as they are stored."""
	frappe.db.rollback()
	document = frappe.get_doc("OAuth Client", client["name"])
	return document.get(FIELD), [row.role for row in document.allowed_roles]


def app_of(client: dict[str, Any]) -> App:
	return App(client["name"], client["client_secret"])


@pytest.mark.parametrize(
	("values", "choice", "roles"),
	[
		({FIELD: DESK}, DESK, ["Desk User"]),
		({FIELD: EVERYBODY}, EVERYBODY, ["All"]),
		({FIELD: ROLES, "allowed_roles": [{"role": "Website Manager"}]}, ROLES, ["Website Manager"]),
		({FIELD: DESK, "allowed_roles": [{"role": "Website Manager"}]}, DESK, ["Desk User"]),
		({"allowed_roles": [{"role": "All"}]}, EVERYBODY, ["All"]),
		({"allowed_roles": [{"role": "Website Manager"}]}, ROLES, ["Website Manager"]),
		({}, DESK, ["Desk User"]),
	],
	ids=str,
)
def test_a_new_client_is_open_to_whom_its_maker_says(manager, values, choice, roles):
	"""P02: a program that makes one and says nothing gets what Frappe gives"""
	assert says(made(manager, **values)) == (choice, roles)


def test_chosen_roles_are_named(manager):
	form = {"app_name": "Shop", "scopes": "all openid", "redirect_uris": CALLBACK, FIELD: ROLES}
	answer = manager.open(PATH, "POST", json=form)
	assert answer.status_code == 417
	assert "Name at least one role" in answer.text


def test_a_customer_uses_what_is_open_to_customers(manager, customer):
	"""R43"""
	client = made(manager, **{FIELD: EVERYBODY})
	assert form_of(ask(customer, app_of(client), scope="openid")).buttons == ["allow", "deny"]


def test_a_customer_is_told_that_an_app_is_not_open_to_them(manager, customer):
	"""R43"""
	page = ask(customer, app_of(made(manager, **{FIELD: DESK})), scope="openid")
	assert page.status_code == 403
	assert "This account is not one of those that may use the app." in page.text


def test_another_choice_is_another_list_of_roles_at_once(manager, customer):
	client = made(manager, **{FIELD: DESK})
	assert ask(customer, app_of(client), scope="openid").status_code == 403
	edited(manager, client, **{FIELD: EVERYBODY})
	assert says(client) == (EVERYBODY, ["All"])
	assert ask(customer, app_of(client), scope="openid").status_code == 200
	edited(manager, client, **{FIELD: DESK})
	assert says(client) == (DESK, ["Desk User"])
	assert ask(customer, app_of(client), scope="openid").status_code == 403


def test_a_program_that_knows_the_roles_alone_changes_the_choice_along(manager):
	client = made(manager, **{FIELD: DESK})
	edited(manager, client, allowed_roles=[{"role": "Website Manager"}])
	assert says(client) == (ROLES, ["Website Manager"])


def test_saving_something_else_changes_neither(manager):
	client = made(manager, allowed_roles=[{"role": "Website Manager"}, {"role": "Desk User"}])
	edited(manager, client, app_name="Renamed")
	assert says(client) == (ROLES, ["Website Manager", "Desk User"])


def opened(manager: Browser, app: App) -> dict[str, Any]:
	"""What Desk's form is given."""
	form = {"doctype": "OAuth Client", "name": app.client_id}
	return body(manager.get(METHOD + "frappe.desk.form.load.getdoc", form))["docs"][0]


def test_the_form_of_a_client_from_before_says_to_whom_it_is_open(manager):
	app = tamper(an_app(), **{FIELD: None})
	assert opened(manager, app)[FIELD] == EVERYBODY
	assert opened(manager, change(app, allowed_roles=[{"role": "Website Manager"}]))[FIELD] == ROLES


def test_the_form_tells_the_truth_about_roles_that_were_changed_past_it(manager):
	app = an_app(**{FIELD: DESK, "allowed_roles": []})
	frappe.db.set_value("OAuth Client Role", {"parent": app.client_id}, "role", "Website Manager")
	frappe.db.commit()
	document = opened(manager, app)
	assert document[FIELD] == ROLES
	edited(manager, {"name": app.client_id}, app_name="Renamed")
	assert says({"name": app.client_id}) == (ROLES, ["Website Manager"])
