"""C7, as far as it goes before scopes restrict calls: no token carries a scope that the client may not have
or that the person was not shown."""

import pytest

from oauth_plus.tests.browser import body, form_of, sent_to
from oauth_plus.tests.factories import (
	a_public_app,
	a_regular,
	an_app,
	an_old_app,
	change,
	signed_in,
	with_any_session,
)
from oauth_plus.tests.journey import (
	Proof,
	a_code,
	ask,
	decide,
	introspect,
	redeem,
	refresh,
	refused,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import recorded, rows_of
from oauth_plus.tests.site import consent_remembered

WIDER = ["more", "more other", "ALL", "Openid", "all,openid", "*", "all\u200b", "älles"]


@pytest.mark.parametrize("make", [an_app, an_old_app])
@pytest.mark.parametrize("scope", WIDER)
def test_the_client_may_not_ask_for_more_than_it_is_registered_for(make, scope):
	"""RFC 6749 §3.3, §4.1.2.1"""
	app = make()
	answer = sent_to(ask(with_any_session(), app, scope=scope))
	assert answer["error"] == "invalid_scope"
	assert answer["state"] == "123"
	assert recorded(app, "authorization_refused", reason="invalid_scope")
	assert not rows_of(app, "OAuth Authorization Code")


@pytest.mark.parametrize("scope", ["all", "email", "all email"])
def test_a_refresh_may_not_ask_for_more_than_was_consented(scope):
	"""RFC 6749 §6: whatever else the client may have"""
	app = an_app(scopes="all openid email")
	tokens = sign_in(app, scope="openid")
	answer = refresh(tokens, scope=scope)
	assert refused(answer, "invalid_scope")
	assert tokens_of(app, refresh(tokens)).answer["scope"] == "openid"


@pytest.mark.parametrize("scope", ["all openid", "openid all", "openid email"])
def test_what_was_not_consented_is_left_out_of_a_refresh(scope):
	"""RFC 6749 §6: it gets nothing of it"""
	app = an_app(scopes="all openid email")
	tokens = sign_in(app, scope="openid")
	again = tokens_of(app, refresh(tokens, scope=scope))
	assert again.answer["scope"] == "openid"
	assert {row.scopes for row in rows_of(app)} == {"openid"}


@pytest.mark.parametrize("make", [an_app, an_old_app])
@pytest.mark.parametrize("scope", ["all more", "openid all more"])
def test_what_the_client_may_not_have_is_left_out_of_the_code(make, scope):
	app = make()
	tokens = sign_in(app, scope=scope)
	assert "more" not in tokens.answer["scope"]
	assert {row.scopes for row in rows_of(app)} == {tokens.answer["scope"]}


def test_a_narrower_token_can_grow_back_to_what_was_consented_and_no_further():
	"""RFC 6749 §6: the refresh token keeps its scope"""
	app = an_app(scopes="all openid email")
	tokens = sign_in(app, scope="all openid")
	narrow = tokens_of(app, refresh(tokens, scope="openid"))
	assert narrow.answer["scope"] == "openid"
	assert body(introspect(app, narrow.access_token))["scope"] == "openid"
	wide = tokens_of(app, refresh(narrow, scope="all openid email"))
	assert wide.answer["scope"] == "all openid"
	assert tokens_of(app, refresh(wide)).answer["scope"] == "all openid"


def test_a_refresh_may_ask_for_a_part_of_what_was_consented_by_its_own_name():
	"""The access token alone is narrowed: the refresh token keeps its scope"""
	app = an_app(scopes="all openid")
	tokens = sign_in(app, scope="all openid")
	narrow = tokens_of(app, refresh(tokens, scope="openid doctype:ToDo:read"))
	assert narrow.answer["scope"] == "openid doctype:ToDo:read"
	for unknown in ("nonsense", "doctype:Nonsense:read"):
		assert refused(refresh(narrow, scope=unknown), "invalid_scope")
	assert tokens_of(app, refresh(narrow)).answer["scope"] == "all openid"


def test_a_grant_for_everything_but_signing_in_signs_nobody_in_at_a_refresh():
	"""OpenID Connect Core §3.1.2.1: openid is asked for, and consented to, by its name"""
	app = an_app(scopes="all openid")
	tokens = sign_in(app, scope="all")
	assert refused(refresh(tokens, scope="openid"), "invalid_scope")
	assert (
		tokens_of(app, refresh(tokens, scope="openid doctype:ToDo:read")).answer["scope"]
		== "doctype:ToDo:read"
	)


@pytest.mark.parametrize("scope", ["all", "doctype:ToDo:write", "doctype:User:read", "doctype:*:read"])
def test_a_grant_for_one_doctype_gives_no_other_at_a_refresh(scope):
	app = an_app(scopes="all doctype:ToDo:read")
	tokens = sign_in(app, scope="doctype:ToDo:read")
	assert refused(refresh(tokens, scope=scope), "invalid_scope")


@pytest.mark.parametrize("make", [an_app, a_public_app])
def test_a_scope_at_the_token_endpoint_does_not_widen_the_code(make):
	"""RFC 6749 §4.1.3: the code carries what the person saw"""
	app = make(scopes="all openid email")
	proof = Proof() if app.is_public else None
	code = a_code(app, None, proof, scope="openid")
	tokens = tokens_of(app, redeem(app, code, proof, scope="all openid email"))
	assert tokens.answer["scope"] == "openid"
	[row] = rows_of(app)
	assert row.scopes == "openid"


def test_the_page_shows_exactly_what_the_code_will_carry():
	"""RFC 6749 §4.1.1: consent is to what was shown"""
	app, browser = an_app(scopes="all openid email"), signed_in()
	page = ask(browser, app, scope="email openid")
	assert page.text.count('<li class="ask">') == 2
	code = sent_to(decide(browser, page))["code"]
	assert set(tokens_of(app, redeem(app, code)).answer["scope"].split()) == {"email", "openid"}


def test_consent_to_less_is_no_consent_to_more():
	"""H12: even where known consent is not asked for again"""
	app, browser = an_app(scopes="all openid"), signed_in(a_regular("Bob"))
	sign_in(app, browser, scope="openid")
	with consent_remembered():
		assert sent_to(ask(browser, app, scope="openid"))["code"]
		assert form_of(ask(browser, app, scope="all openid")).buttons == ["allow", "deny"]


def test_consent_to_some_is_no_consent_to_another_beside_them():
	"""H12: what is remembered is what the person said, word for word"""
	app, browser = an_app(scopes="all openid"), signed_in(a_regular("Carol"))
	sign_in(app, browser, scope="openid")
	change(app, scopes="all openid profile")
	with consent_remembered():
		assert form_of(ask(browser, app, scope="openid profile")).buttons == ["allow", "deny"]
