"""Issue 12, item 5: what the client may no longer have, its grants may not use; given back, it works again."""

import frappe
import pytest

from oauth_plus import tasks
from oauth_plus.grants.server import provider
from oauth_plus.tests.browser import OAUTH, Browser, body
from oauth_plus.tests.every_door import asked_for
from oauth_plus.tests.factories import App, an_app, an_old_app, change, tamper
from oauth_plus.tests.journey import (
	Tokens,
	a_code,
	bearer,
	call,
	introspect,
	redeem,
	refresh,
	refused,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import events_of, rows_of, would_refuse
from oauth_plus.tests.scoping import a_scope, rule
from oauth_plus.tests.site import forget_all_that_redis_knows

TODOS, NOTES = "/api/resource/ToDo", "/api/resource/Note"
READ_TODOS, READ_NOTES = "doctype:ToDo:read", "doctype:Note:read"
SAME = ("access_token", "refresh_token", "scope")
BOTH = f"openid {READ_TODOS} {READ_NOTES}"


def userinfo(tokens: Tokens):
	return Browser().get(OAUTH + "openid_profile", headers=bearer(tokens.access_token))


def narrowed(scope: str = BOTH, to: str = f"openid {READ_TODOS}", **values) -> tuple[App, Tokens]:
	"""A grant that was used, and whose client was given less since."""
	app = an_app(scopes=scope, **values)
	tokens = sign_in(app)
	assert call(tokens.access_token, TODOS).status_code == 200, "it is remembered from now on"
	return change(app, scopes=to), tokens


def test_the_bearer_stops_at_once_where_its_client_may_not_go_any_more():
	_app, tokens = narrowed()
	assert call(tokens.access_token, TODOS).status_code == 200
	assert READ_NOTES in asked_for(call(tokens.access_token, NOTES))


def test_a_refresh_gives_no_more_than_the_client_may_have_and_says_so():
	"""RFC 6749 §5.1, §6"""
	app, tokens = narrowed()
	second = tokens_of(app, refresh(tokens))
	assert second.answer["scope"] == f"openid {READ_TODOS}"
	assert READ_NOTES in asked_for(call(second.access_token, NOTES))


def test_an_app_that_always_asks_for_what_it_was_given_is_answered_with_what_is_left():
	"""RFC 6749 §3.3: the server may ignore a part of what is asked for, and says so"""
	app, tokens = narrowed()
	again = refresh(tokens, scope=BOTH)
	second = tokens_of(app, again)
	assert second.answer["scope"] == f"openid {READ_TODOS}"
	repeated = body(refresh(tokens, scope=BOTH))
	assert {name: repeated[name] for name in SAME} == {name: body(again)[name] for name in SAME}
	assert refused(refresh(second, scope=READ_NOTES), "invalid_scope")


def test_a_grant_with_nothing_left_ends_with_the_next_refresh_or_waits_for_its_scopes():
	app, tokens = narrowed(READ_TODOS, "openid")
	assert refused(refresh(tokens), "invalid_grant")
	assert body(introspect(app, tokens.access_token)) == {"active": False}
	assert body(introspect(app, tokens.refresh_token)) == {"active": False}
	assert call(tokens.access_token, TODOS).status_code == 403
	change(app, scopes=READ_TODOS)
	assert call(tokens.access_token, TODOS).status_code == 200
	assert tokens_of(app, refresh(tokens)).answer["scope"] == READ_TODOS


def test_a_scope_that_is_given_back_is_the_grants_again():
	app, tokens = narrowed()
	second = tokens_of(app, refresh(tokens))
	assert {row.oauth_plus_granted_scopes for row in rows_of(app)} == {BOTH}
	change(app, scopes=BOTH)
	assert call(tokens.access_token, NOTES).status_code == 200
	assert tokens_of(app, refresh(second)).answer["scope"] == BOTH


def test_a_repeat_within_grace_carries_no_more_than_the_client_may_have_now():
	app = an_app(scopes=BOTH)
	tokens = sign_in(app)
	first = tokens_of(app, refresh(tokens))
	change(app, scopes="openid")
	again = tokens_of(app, refresh(tokens))
	assert again.access_token == first.access_token
	assert again.answer["scope"] == "openid"


def test_without_offline_access_the_refresh_token_is_the_last():
	"""OpenID Connect Core §11"""
	scope = f"openid offline_access {READ_TODOS}"
	_app, tokens = narrowed(scope, f"openid {READ_TODOS}", oauth_plus_refresh_tokens="With offline_access")
	answer = body(refresh(tokens))
	assert answer["scope"] == f"openid {READ_TODOS}"
	assert "refresh_token" not in answer


def test_a_code_gives_no_more_than_the_client_may_have_when_it_is_redeemed():
	app = an_app(scopes=BOTH)
	code, other = a_code(app), a_code(app, scope=READ_NOTES)
	change(app, scopes=f"openid {READ_TODOS}")
	assert tokens_of(app, redeem(app, code)).answer["scope"] == f"openid {READ_TODOS}"
	assert refused(redeem(app, other), "invalid_grant")


def test_of_everything_is_left_what_the_client_may_have():
	"""An administrator who narrows a client as Suggest Scopes proposes locks nobody out"""
	app, tokens = narrowed("all openid", f"openid {READ_TODOS}")
	assert READ_NOTES in asked_for(call(tokens.access_token, NOTES))
	assert body(introspect(app, tokens.access_token))["scope"] == f"openid {READ_TODOS}"
	assert tokens_of(app, refresh(tokens)).answer["scope"] == f"openid {READ_TODOS}"


def test_to_sign_in_is_no_part_of_everything():
	app = an_app(scopes="all openid")
	tokens = sign_in(app, scope="all")
	change(app, scopes=f"openid {READ_TODOS}")
	assert tokens_of(app, refresh(tokens)).answer["scope"] == READ_TODOS


def test_a_scope_within_one_that_the_client_may_have_is_its_own_until_the_record_says_otherwise():
	inner = a_scope(rule("DocType", "ToDo", "read"))
	outer = a_scope(contains=inner)
	app = an_app(scopes=outer)
	tokens = sign_in(app, scope=inner)
	assert call(tokens.access_token, TODOS).status_code == 200
	frappe.get_doc("OAuth Plus Scope", outer).update({"contains": ""}).save()
	frappe.db.commit()
	assert call(tokens.access_token, TODOS).status_code == 403
	assert refused(refresh(tokens), "invalid_grant")


def test_what_a_narrower_scope_leaves_of_a_wider_one_goes_on():
	inner, other = a_scope(rule("DocType", "ToDo", "read")), a_scope(rule("DocType", "Note", "read"))
	outer = a_scope(contains=f"{inner}\n{other}")
	_app, tokens = narrowed(outer, inner)
	assert call(tokens.access_token, TODOS).status_code == 200
	assert call(tokens.access_token, NOTES).status_code == 403


def test_claims_go_with_their_scopes():
	app = an_app(scopes="openid profile email roles")
	tokens = sign_in(app)
	assert {"email", "roles", "name"} <= body(userinfo(tokens)).keys()
	change(app, scopes="openid profile")
	assert not {"email", "roles"} & body(userinfo(tokens)).keys()
	assert "name" in body(userinfo(tokens))
	change(app, scopes="profile")
	assert refused(userinfo(tokens), "insufficient_scope", 403)


def test_introspection_tells_the_scope_that_is_left():
	"""RFC 7662 §2.2"""
	app, tokens = narrowed()
	for token in (tokens.access_token, tokens.refresh_token):
		assert body(introspect(app, token))["scope"] == f"openid {READ_TODOS}"


def test_another_app_that_asks_the_shared_validator_is_told_the_same():
	_app, tokens = narrowed()
	asked = ("/", "GET", None, bearer(tokens.access_token))
	assert provider().verify_request(*asked, scopes=[READ_TODOS])[0]
	assert not provider().verify_request(*asked, scopes=[READ_NOTES])[0]


def test_an_old_client_goes_on_and_what_it_would_lose_is_written_down():
	"""decisions.md, decision 6"""
	app = an_old_app(scopes=BOTH)
	tokens = sign_in(app)
	change(app, scopes=f"openid {READ_TODOS}")
	assert call(tokens.access_token, NOTES).status_code == 200
	assert body(introspect(app, tokens.access_token))["scope"] == BOTH
	second = tokens_of(app, refresh(tokens))
	assert second.answer["scope"] == BOTH
	assert would_refuse(app) == {"scope"}
	assert any(READ_NOTES in row.cause for row in events_of(app, outcome="Would Refuse"))


def test_a_client_that_is_off_is_not_watched():
	app = an_old_app(scopes=BOTH, oauth_plus_enforcement="Off")
	tokens = sign_in(app)
	change(app, scopes="openid")
	assert call(tokens.access_token, NOTES).status_code == 200
	assert tokens_of(app, refresh(tokens)).answer["scope"] == BOTH
	tasks.note_uses()
	assert would_refuse(app) == set()


@pytest.mark.parametrize("scope", ["all openid", BOTH])
def test_what_the_client_may_have_is_remembered_with_the_bearer(scope: str):
	"""A row that is changed past every document is seen after a minute, or when Redis has lost what it knew"""
	app = an_app(scopes=scope)
	token = sign_in(app).access_token
	assert call(token, TODOS).status_code == 200
	tamper(app, scopes="openid")
	assert call(token, TODOS).status_code == 200
	forget_all_that_redis_knows()
	assert READ_TODOS in asked_for(call(token, TODOS))
