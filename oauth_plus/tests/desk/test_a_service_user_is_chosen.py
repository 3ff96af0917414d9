"""A System Manager lets an app act by itself, in Desk, and sees what that gives it."""

from typing import TYPE_CHECKING

import frappe

from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.desk.test_an_oauth_client_is_made import choose, control, open_form, save, unfold
from oauth_plus.tests.factories import a_user, an_app
from oauth_plus.tests.journey import acts_as, by_itself, tokens_of

if TYPE_CHECKING:
	from playwright.sync_api import Page

USER = control("oauth_plus_service_user")


def choose_user(desk: "Page", user: str) -> None:
	desk.fill(USER + " input", user)
	desk.click(f"[role=option]:has-text('{user}'):visible")


def test_a_service_user_is_chosen_and_its_roles_are_shown(desk):
	app, user = an_app(), a_user("Website Manager", "System Manager")
	open_form(desk, app)
	unfold(desk, "oauth_plus_service_user")
	choose_user(desk, user)
	desk.wait_for_selector(".oauth-plus-service-roles li:text-is('Website Manager'):visible")
	assert desk.locator(".oauth-plus-service-roles li").all_inner_texts() == [
		"System Manager",
		"Website Manager",
	]
	with desk.expect_response(lambda answer: "savedocs" in answer.url):
		save(desk)
	desk.wait_for_function("() => !cur_frm.is_dirty()")
	look(desk, "service_user")
	frappe.db.rollback()
	assert acts_as(tokens_of(app, by_itself(app)).access_token) == user


def test_a_public_client_is_offered_none(desk):
	open_form(desk, an_app())
	unfold(desk, "oauth_plus_service_user")
	assert desk.locator(USER).is_visible()
	choose(desk, "oauth_plus_client_type", "Public")
	desk.wait_for_selector(USER, state="hidden")


def test_users_that_may_not_be_chosen_are_not_offered(desk):
	open_form(desk, an_app())
	unfold(desk, "oauth_plus_service_user")
	desk.fill(USER + " input", "Administrator")
	desk.wait_for_timeout(1_500)
	offered = desk.locator("[role=option]:visible").all_inner_texts()
	assert not any(text.strip().startswith("Administrator") for text in offered), offered
