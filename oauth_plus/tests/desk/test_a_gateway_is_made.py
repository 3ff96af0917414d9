"""A System Manager chooses JWTs for an app and marks its gateway, in Desk, and sees what that means."""

from typing import TYPE_CHECKING

import frappe

from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.desk.test_an_oauth_client_is_made import choose, control, open_form, save, unfold
from oauth_plus.tests.factories import an_app
from oauth_plus.tests.journey import exchange, refresh, sign_in, tokens_of

if TYPE_CHECKING:
	from playwright.sync_api import Page

MARK, LIST = control("oauth_plus_exchanges_tokens"), control("oauth_plus_exchanges_of")


def saved(desk: "Page") -> None:
	with desk.expect_response(lambda answer: "savedocs" in answer.url):
		save(desk)
	desk.wait_for_function("() => !cur_frm.is_dirty()")
	frappe.db.rollback()


def test_the_form_says_for_how_long_a_gateway_believes_a_jwt(desk):
	app = an_app(oauth_plus_access_lifetime=300)
	tokens = sign_in(app)
	open_form(desk, app)
	unfold(desk, "oauth_plus_access_token_format")
	choose(desk, "oauth_plus_access_token_format", "JWT")
	saved(desk)
	said = "believes a token for up to 5 minutes after its grant has ended"
	desk.wait_for_selector(f".oauth-plus-lifetimes:visible:has-text('{said}')")
	look(desk, "access_token_format")
	assert tokens_of(app, refresh(tokens)).access_token.count(".") == 2


def test_a_gateway_is_marked_with_the_apps_that_call_it(desk):
	app, gateway = an_app(), an_app()
	open_form(desk, gateway)
	unfold(desk, "oauth_plus_exchanges_tokens")
	assert not desk.locator(LIST).is_visible()
	desk.check(MARK + " input")
	desk.fill(LIST + " textarea", app.client_id)
	saved(desk)
	look(desk, "gateway")
	assert tokens_of(gateway, exchange(gateway, sign_in(app).access_token))


def test_a_public_client_cannot_be_marked(desk):
	open_form(desk, an_app())
	unfold(desk, "oauth_plus_exchanges_tokens")
	assert desk.locator(MARK).is_visible()
	choose(desk, "oauth_plus_client_type", "Public")
	desk.wait_for_selector(MARK, state="hidden")
