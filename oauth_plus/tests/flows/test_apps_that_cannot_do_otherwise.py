"""Two switches on a client: its access tokens outlive a refresh, and people allow all of its scopes or none."""

import time

import pytest
import time_machine

from oauth_plus import tasks
from oauth_plus.tests.browser import form_of, sent_to
from oauth_plus.tests.factories import (
	a_public_app,
	a_regular,
	a_user,
	an_app,
	change,
	signed_in,
	with_any_session,
)
from oauth_plus.tests.journey import (
	Tokens,
	acts_as,
	ask,
	redeem,
	refresh,
	refused,
	revoke,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import families_of, rows_of
from oauth_plus.tests.site import consent_remembered

DAY = 86_400


def later(seconds: float):
	return time_machine.travel(time.time() + seconds, tick=True)


def refreshed(tokens: Tokens) -> Tokens:
	return tokens_of(tokens.app, refresh(tokens))


# Keep Access Tokens Valid After a Refresh (RFC 6749 §1.5)


@pytest.mark.parametrize("make", [an_app, a_public_app])
def test_the_access_token_of_another_worker_lives_until_it_expires(make):
	"""R29"""
	first = sign_in(make(oauth_plus_keeps_access_tokens=1))
	assert acts_as(first.access_token) == a_regular()
	second = refreshed(first)
	with later(3_500):
		assert acts_as(first.access_token) == a_regular()
	with later(3_700):
		assert acts_as(first.access_token) is None
	assert acts_as(second.access_token) == a_regular()


def test_without_the_switch_it_ends_after_the_grace():
	first = sign_in(an_app())
	refreshed(first)
	with later(31):
		assert acts_as(first.access_token) is None


def test_its_refresh_token_is_watched_as_ever():
	"""RFC 9700 §4.14.2"""
	first = sign_in(an_app(oauth_plus_keeps_access_tokens=1))
	second = refreshed(first)
	with later(31):
		assert refused(refresh(first), "invalid_grant")
	for tokens in (first, second):
		assert acts_as(tokens.access_token) is None
	assert [family.state for family in families_of(first.app)] == ["Replayed"]


def test_all_of_its_access_tokens_end_with_the_grant():
	"""RFC 7009 §2.1"""
	first = sign_in(an_app(oauth_plus_keeps_access_tokens=1))
	second = refreshed(first)
	third = refreshed(second)
	assert revoke(third.app, third.refresh_token).status_code == 200
	for tokens in (first, second, third):
		assert acts_as(tokens.access_token) is None


def test_a_long_lived_access_token_is_not_purged_before_it_expires():
	first = sign_in(an_app(oauth_plus_keeps_access_tokens=1, oauth_plus_access_lifetime=30 * DAY))
	refreshed(first)
	with later(20 * DAY):
		tasks.purge()
		assert acts_as(first.access_token) == a_regular()


# Require All Scopes


SCOPES = "all openid profile"


def test_nothing_can_be_unticked_where_all_scopes_are_required():
	"""R39"""
	app = an_app(scopes=SCOPES, oauth_plus_requires_all_scopes=1)
	page = ask(with_any_session(), app)
	assert "checkbox" not in page.text
	for sentence in ("Do everything that you may do", "See your name and your picture"):
		assert sentence in page.text


def test_a_form_that_was_tampered_with_gives_all_of_them_or_nothing():
	app, browser = an_app(scopes=SCOPES, oauth_plus_requires_all_scopes=1), signed_in()
	form = form_of(ask(browser, app))
	left = {name: value for name, value in form.fields.items() if not name.startswith("scope_")}
	code = sent_to(browser.post(form.action, left | {"decision": "allow"}))["code"]
	assert tokens_of(app, redeem(app, code)).answer["scope"] == SCOPES
	assert sent_to(browser.submit(ask(browser, app), decision="deny"))["error"] == "access_denied"


def test_who_allowed_less_before_is_asked_for_all_of_it():
	app, browser = an_app(scopes=SCOPES), signed_in(a_user())
	form = form_of(ask(browser, app))
	left = {name: value for name, value in form.fields.items() if value != "profile"}
	assert sent_to(browser.post(form.action, left | {"decision": "allow"}))["code"]
	change(app, oauth_plus_requires_all_scopes=1)
	with consent_remembered():
		page = ask(browser, app)
		assert page.status_code == 200
		assert sent_to(browser.submit(page, decision="allow"))["code"]
	[consent] = rows_of(app, "OAuth Plus Consent")
	assert set(consent.scopes.split()) == set(SCOPES.split())


def test_without_the_switch_a_scope_can_be_unticked():
	assert "checkbox" in ask(with_any_session(), an_app(scopes=SCOPES)).text
