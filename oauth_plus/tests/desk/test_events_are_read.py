"""A System Manager reads events in sentences: in the list, on one event, on a client and on a user."""

from typing import TYPE_CHECKING

import frappe
import pytest

from oauth_plus.tests.desk.pictures import look
from oauth_plus.tests.factories import App, a_regular, an_app
from oauth_plus.tests.factories import signed_in as a_session
from oauth_plus.tests.journey import ask, refresh, sign_in, token_request, tokens_of

if TYPE_CHECKING:
	from playwright.sync_api import Page

LIST = "/app/oauth-plus-event"

REFUSED = "Acme BI was refused: the redirect URI ends in a slash that the client's does not have."


@pytest.fixture(scope="module")
def acme(site: str) -> App:
	"""A client with a story: a sign-in, refreshes, and three ways to be refused."""
	app = an_app(app_name="Acme BI")
	tokens = sign_in(app)
	for _ in range(22):
		tokens = tokens_of(app, refresh(tokens))
	ask(a_session(), app, redirect_uri=f"{app.redirect_uri}/")
	for _ in range(3):
		token_request({"grant_type": "refresh_token", "refresh_token": "x"} | app.credentials)
	return app


def rows(desk: "Page") -> list[str]:
	return desk.locator(".list-row .list-subject").all_inner_texts()


def test_the_list_tells_events_and_filters_by_client_kind_user_and_time(desk, acme):
	there = desk.goto(LIST).url  # v16 leads to /desk, and loses a query on the way
	desk.goto(f"{there}?client={acme.client_id}")
	desk.wait_for_selector(f'.list-row:has-text("{REFUSED}")')
	assert not any("token_issued" in row for row in rows(desk))
	look(desk, "events-list")
	desk.select_option(".standard-filter-section select[data-fieldname='event']", label="Sign-in refused")
	desk.wait_for_function("() => document.querySelectorAll('.list-row .list-subject').length === 1")
	assert REFUSED in rows(desk)[0]
	for field in ("client", "user", "outcome", "last_time"):
		assert desk.locator(f".standard-filter-section [data-fieldname='{field}']").count(), field
	desk.evaluate(
		"() => cur_list.page.fields_dict.last_time.set_value(['2001-01-01', '2001-12-31']).then(() => cur_list.refresh())"
	)
	desk.wait_for_selector(".no-result:visible")


def test_one_event_says_what_happened_and_what_to_do(desk, acme):
	[name] = frappe.get_all(
		"OAuth Plus Event", {"client": acme.client_id, "event": "authorization_refused"}, pluck="name"
	)
	desk.goto(f"{LIST}/{name}")
	desk.wait_for_selector(f'.oauth-plus-said:has-text("{REFUSED}")')
	assert "Fix: Register the URI on the OAuth Client" in desk.inner_text(".oauth-plus-said")
	look(desk, "event-form")


def test_a_client_and_a_user_have_a_timeline_a_page_at_a_time(desk, acme):
	desk.goto(f"/app/oauth-client/{acme.client_id}")
	desk.wait_for_selector(f'.oauth-plus-timeline .oauth-plus-event:has-text("{REFUSED}")')
	events = desk.locator(".oauth-plus-timeline .oauth-plus-event")
	assert events.count() == 20
	look(desk, "client-timeline")
	desk.click(".oauth-plus-timeline button:text-is('Older Events')")
	desk.wait_for_function(
		"() => document.querySelectorAll('.oauth-plus-timeline .oauth-plus-event').length > 20"
	)
	desk.goto(f"/app/user/{a_regular()}")
	desk.click(".form-tabs :text('Connections')")
	desk.wait_for_selector(
		".oauth-plus-timeline .oauth-plus-event:has-text('Acme BI got tokens for Test Person')"
	)
	look(desk, "user-timeline")


@pytest.mark.parametrize(("width", "theme"), [(390, "light"), (390, "dark"), (1440, "dark")])
def test_nothing_is_cut_off_on_a_phone_or_in_the_dark(desk, acme, width: int, theme: str):
	desk.set_viewport_size({"width": width, "height": 900})
	desk.add_init_script(f"document.documentElement.setAttribute('data-theme-mode', '{theme}')")
	for place, shown, name in (
		(f"{LIST}?client={acme.client_id}", ".list-row", "events-list"),
		(f"/app/oauth-client/{acme.client_id}", ".oauth-plus-timeline .oauth-plus-event", "client-timeline"),
	):
		desk.goto(place)
		desk.wait_for_selector(shown)
		desk.evaluate(f"document.documentElement.setAttribute('data-theme', '{theme}')")
		desk.evaluate(f"document.querySelector('{shown}').scrollIntoView()")
		look(desk, f"{name}-{width}-{theme}")
		assert desk.evaluate("document.documentElement.scrollWidth") <= width
