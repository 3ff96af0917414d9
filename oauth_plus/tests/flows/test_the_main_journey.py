"""The main job, at Frappe's own URLs, with the very requests that Frappe's users are taught."""

from oauth_plus.tests.browser import OAUTH, Browser, body, sent_to
from oauth_plus.tests.factories import PASSWORD, a_regular, an_app, signed_in
from oauth_plus.tests.journey import (
	acts_as,
	ask,
	bearer,
	call,
	decide,
	introspect,
	redeem,
	refresh,
	refused,
	revoke,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.site import ISSUER


def test_a_person_signs_in_and_the_app_acts_for_that_person_until_it_gives_the_token_back():
	app, person, browser = an_app(), a_regular(), Browser()

	to_login = ask(browser, app)
	assert to_login.headers["Location"].startswith("/login?redirect-to=%2Fapi%2Fmethod%2F")
	browser.login(person, PASSWORD)
	page = browser.get(sent_to(to_login)["redirect-to"])
	answer = sent_to(decide(browser, page))
	assert answer["state"] == "123"
	assert answer["iss"] == ISSUER

	tokens = tokens_of(app, redeem(app, answer["code"]))
	assert tokens.answer["token_type"] == "Bearer"
	assert tokens.answer["expires_in"] == 3600
	assert tokens.answer["scope"] == "all openid"

	assert call(tokens.access_token, "/api/resource/ToDo").status_code == 200
	assert acts_as(tokens.access_token) == person

	second = tokens_of(app, refresh(tokens))
	assert second.access_token != tokens.access_token
	assert acts_as(second.access_token) == person

	told = body(introspect(app, second.access_token))
	assert told["active"] is True
	assert told["client_id"] == app.client_id

	profile = Browser().get(OAUTH + "openid_profile", headers=bearer(second.access_token))
	assert body(profile)["email"] == person

	assert revoke(app, second.refresh_token).status_code == 200
	after = call(second.access_token)
	assert refused(after, "invalid_token", 401)
	assert after.headers["WWW-Authenticate"].startswith('Bearer error="invalid_token"')


def test_the_form_may_carry_a_bare_refresh_request_with_basic_authentication():
	app = an_app()
	tokens = sign_in(app, signed_in())
	answer = Browser().post(
		OAUTH + "get_token",
		{"grant_type": "refresh_token", "refresh_token": tokens.refresh_token},
		headers=app.basic,
	)
	assert tokens_of(app, answer).access_token != tokens.access_token
