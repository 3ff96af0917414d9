"""What stands on the client: scopes, defaults, roles, addresses, and how hard it is held to them (issue 4, item 5)."""

import frappe
import pytest

from oauth_plus import tasks
from oauth_plus.tests.browser import METHOD, OAUTH, Browser, body, browser_of, sent_to
from oauth_plus.tests.every_door import a_todo, lacking
from oauth_plus.tests.factories import (
	a_regular,
	a_user,
	an_app,
	an_old_app,
	change,
	signed_in,
	tamper,
	with_any_session,
)
from oauth_plus.tests.journey import ask, bearer, call, refresh, refused, revoke, sign_in, tokens_of
from oauth_plus.tests.ledger import events_of, recorded, would_refuse
from oauth_plus.tests.scoping import a_scope, rule
from oauth_plus.tests.site import configured, settings

TODOS, USERS, ME = "/api/resource/ToDo", "/api/resource/User", "/me"
SUGGEST = METHOD + "oauth_plus.api.clients.suggest_scopes"


# Words


@pytest.mark.parametrize(
	"parted", ["all openid email", "all\nopenid\nemail", "all\topenid\temail", "all, openid,email"]
)
def test_lists_of_existing_sites_are_read(parted):
	"""Item 6"""
	app = tamper(an_app(), scopes=parted)
	assert sign_in(app, scope="email openid").answer["scope"] == "email openid"


def test_an_unknown_scope_is_refused_and_an_old_client_goes_on_with_it():
	"""RFC 6749 §4.1.2.1, decisions.md, decision 6"""
	strict, old = tamper(an_app(), scopes="all nonsense"), tamper(an_old_app(), scopes="all nonsense")
	answer = sent_to(ask(with_any_session(), strict, scope="nonsense"))
	assert answer["error"] == "invalid_scope"
	assert sign_in(old, scope="nonsense").answer["scope"] == "nonsense"
	assert "scope" in would_refuse(old)


def test_a_client_with_an_unknown_scope_is_not_saved():
	with pytest.raises(frappe.ValidationError, match="nonsense"):
		an_app(scopes="openid nonsense")
	frappe.db.rollback()


def test_a_client_that_may_have_everything_may_ask_for_less():
	app = an_app(scopes="all openid")
	token = sign_in(app, scope="doctype:ToDo:read").access_token
	assert call(token, TODOS).status_code == 200
	assert lacking(call(token, USERS)) == {"doctype:User:read"}


@pytest.mark.parametrize("scope", ["profile", "email", "roles", "offline_access", "doctype:Nothing:read"])
def test_what_a_person_is_does_not_lie_in_everything(scope):
	assert sent_to(ask(with_any_session(), an_app(scopes="all"), scope=scope))["error"] == "invalid_scope"


def test_what_is_asked_for_by_nobody_is_what_the_client_gets_by_default():
	app = an_app(scopes="all openid email", oauth_plus_default_scopes="openid\nemail")
	assert sign_in(app, scope=None).answer["scope"] == "openid email"
	assert sign_in(an_app(scopes="openid all"), scope=None).answer["scope"] == "openid all"


def scopes_of(app) -> list[str]:
	return frappe.db.get_value("OAuth Client", app.client_id, "scopes").split()


def test_a_new_client_gets_the_scopes_that_new_clients_get():
	given = a_scope(rule("Page", "/given"), is_default=1)
	try:
		habit = {"openid", "profile", "email", "offline_access"}
		assert {given, *habit} <= set(scopes_of(an_app(scopes="all openid"))), "that is what stock fills in"
		assert scopes_of(an_app(scopes="email")) == ["email"]
	finally:
		frappe.delete_doc("OAuth Plus Scope", given)
		frappe.db.commit()


# Old clients


def test_an_old_client_goes_on_and_what_it_would_lack_is_written_down():
	app = an_old_app(scopes="openid")
	token = sign_in(app).access_token
	assert call(token, USERS).status_code == 200
	assert call(token, USERS).status_code == 200
	assert Browser().post(TODOS, {"description": "x"}, headers=bearer(token)).status_code == 200
	tasks.note_uses()
	lacks = [row for row in events_of(app, event="would_refuse") if row.reason == "scope"]
	assert {row.cause for row in lacks} == {
		"The scopes of the token do not cover DocType User (read)",
		"The scopes of the token do not cover DocType ToDo (create)",
	}
	assert len(lacks) == 2, "the same again is the same"
	assert any("doctype:User:read" in row.fix for row in lacks)
	assert {row.user for row in lacks} == {a_regular()}


def test_a_client_that_is_off_is_not_watched():
	app = an_old_app(scopes="openid", oauth_plus_enforcement="Off")
	assert call(sign_in(app).access_token, USERS).status_code == 200
	tasks.note_uses()
	assert "scope" not in would_refuse(app)


def test_a_call_that_was_refused_is_written_down_too():
	app = an_app(scopes="openid")
	assert lacking(call(sign_in(app).access_token, USERS)) == {"doctype:User:read"}
	tasks.note_uses()
	assert recorded(app, "call_refused", outcome="Refused", reason="insufficient_scope")


def test_a_client_is_held_to_its_scopes_as_soon_as_it_is_switched():
	app = an_old_app(scopes="openid")
	token = sign_in(app).access_token
	assert call(token, TODOS).status_code == 200
	change(app, oauth_plus_enforcement="Enforce", oauth_plus_id_token_signing="Site Key")
	assert lacking(call(token, TODOS)) == {"doctype:ToDo:read"}


def test_a_scope_that_is_changed_changes_what_a_token_may_do_at_once():
	word = a_scope(rule("DocType", "ToDo", "read"))
	token = sign_in(an_app(scopes=word)).access_token
	assert call(token, TODOS).status_code == 200
	document = frappe.get_doc("OAuth Plus Scope", word)
	document.update({"rules": [rule("DocType", "Note", "read")]}).save()
	frappe.db.commit()
	assert call(token, TODOS).status_code == 403
	assert call(token, "/api/resource/Note").status_code == 200


# Suggest scopes from use


def test_scopes_are_suggested_from_use():
	app, manager = an_old_app(scopes="openid all"), signed_in()
	token = sign_in(app).access_token
	call(token, TODOS)
	call(token, f"{TODOS}/{a_todo(a_regular())}")
	Browser().post(TODOS, {"description": "x"}, headers=bearer(token))
	call(token, USERS)
	tasks.note_uses()
	answer = body(manager.get(SUGGEST, {"client": app.client_id}))["message"]
	assert answer["scopes"] == ["openid", "doctype:ToDo:write", "doctype:User:read"]
	assert answer["unnamed"] == []
	change(
		app,
		scopes=" ".join(answer["scopes"]),
		oauth_plus_enforcement="Enforce",
		oauth_plus_id_token_signing="Site Key",
	)
	narrow = sign_in(app, scope=" ".join(answer["scopes"])).access_token
	assert call(narrow, TODOS).status_code == call(narrow, USERS).status_code == 200
	assert lacking(call(narrow, "/api/resource/Note")) == {"doctype:Note:read"}


def test_what_no_scope_names_is_told_beside_the_suggestion():
	app, manager = an_app(scopes="openid all"), signed_in()
	call(sign_in(app).access_token, "/about")
	tasks.note_uses()
	answer = body(manager.get(SUGGEST, {"client": app.client_id}))["message"]
	assert answer["scopes"] == ["openid"]
	assert answer["unnamed"] == ["Page /about"]


def test_use_of_long_ago_counts_no_more():
	app, manager = an_app(scopes="openid all"), signed_in()
	call(sign_in(app).access_token, TODOS)
	tasks.note_uses()
	frappe.db.set_value("OAuth Plus Scope Use", {"client": app.client_id}, "last_used", "2020-01-01")
	frappe.db.commit()
	assert body(manager.get(SUGGEST, {"client": app.client_id, "days": 30}))["message"]["scopes"] == [
		"openid"
	]


def test_a_suggestion_is_for_those_who_may_see_the_client():
	assert signed_in(a_user()).get(SUGGEST, {"client": an_app().client_id}).status_code == 403


# Addresses and roles


@pytest.mark.parametrize(
	("networks", "address", "is_let_in"),
	[
		("192.0.2.0/24", "192.0.2.7", True),
		("192.0.2.0/24", "198.51.100.7", False),
		("192.0.2.7", "192.0.2.7", True),
		("10.0.0.0/8\n2001:db8::/32", "2001:db8::1", True),
		("2001:db8::/32", "192.0.2.7", False),
	],
)
def test_a_client_calls_from_where_it_may(networks, address, is_let_in):
	app = an_app()
	tokens = sign_in(app)
	change(app, oauth_plus_networks=networks)
	here = {"X-Forwarded-For": address}
	answer = Browser().get(TODOS, headers=bearer(tokens.access_token) | here)
	form = {"grant_type": "refresh_token", "refresh_token": tokens.refresh_token, **app.credentials}
	refreshed = Browser().post(OAUTH + "get_token", form, headers=here)
	if is_let_in:
		assert answer.status_code == refreshed.status_code == 200
	else:
		assert refused(answer, "invalid_token", 401)
		assert refused(refreshed, "unauthorized_client")


def let_in(app, tokens, forwarded: str, peer: str) -> bool:
	here = {"headers": bearer(tokens.access_token), "environ_overrides": {"REMOTE_ADDR": peer}}
	here["headers"]["X-Forwarded-For"] = forwarded
	answer = Browser().get(TODOS, **here)
	assert answer.status_code in (200, 401), answer.text
	return answer.status_code == 200


def test_an_address_is_believed_from_a_proxy_alone():
	"""R59, B28, RFC 9700 §4.13: not from who opened the connection, nor what stands left of what a proxy saw"""
	app = an_app()
	tokens = sign_in(app)
	change(app, oauth_plus_networks="192.0.2.0/24")
	assert not let_in(app, tokens, "192.0.2.7", peer="203.0.113.9")
	assert not let_in(app, tokens, "192.0.2.7, 203.0.113.9", peer="127.0.0.1")
	assert let_in(app, tokens, "192.0.2.7", peer="127.0.0.1")
	assert let_in(app, tokens, "203.0.113.9, 192.0.2.7, 172.18.0.5", peer="172.18.0.3")
	assert let_in(app, tokens, "203.0.113.9", peer="192.0.2.7")


def test_a_site_names_its_proxies():
	app = an_app()
	tokens = sign_in(app)
	change(app, oauth_plus_networks="192.0.2.0/24")
	with configured(oauth_plus_trusted_proxies=["127.0.0.1", "203.0.113.0/24"]):
		assert let_in(app, tokens, "192.0.2.7, 203.0.113.9", peer="127.0.0.1")
	with configured(oauth_plus_trusted_proxies=[]):
		assert not let_in(app, tokens, "192.0.2.7", peer="127.0.0.1")


def test_what_is_no_network_is_not_saved():
	with pytest.raises(frappe.ValidationError, match="192"):
		an_app(oauth_plus_networks="192.0.2.0/33")
	frappe.db.rollback()


def test_who_lost_the_role_refreshes_no_more():
	person = a_user("System Manager")
	app = an_app(allowed_roles=[{"role": "System Manager"}])
	tokens = sign_in(app, signed_in(person))
	tokens = tokens_of(app, refresh(tokens))
	frappe.get_doc("User", person).remove_roles("System Manager")
	frappe.db.commit()
	assert refused(refresh(tokens), "invalid_grant")


# Administrator


def test_a_token_of_administrators_is_held_to_its_scope_at_the_door():
	"""Frappe asks no hook for Administrator: the first layer alone holds"""
	with settings(allow_administrator=1):
		token = sign_in(an_app(scopes="doctype:ToDo:read"), browser_of("Administrator")).access_token
		assert call(token, TODOS).status_code == 200
		assert lacking(call(token, USERS)) == {"doctype:User:read"}


# What is told beside a document


def test_a_form_tells_no_more_than_its_document():
	"""Item 4: linked titles and counts do not leak"""
	todo = a_todo(a_regular())
	frappe.get_doc("ToDo", todo).add_comment("Comment", "for the team alone")
	frappe.db.commit()
	path = f"{METHOD}frappe.desk.form.load.getdoc?doctype=ToDo&name={todo}"
	app = an_app(scopes="all openid")
	everything, narrow = (sign_in(app, scope=word).access_token for word in ("all", "doctype:ToDo:read"))
	assert "for the team alone" in call(everything, path).text
	answer = call(narrow, path)
	assert body(answer)["docs"][0]["name"] == todo
	assert "for the team alone" not in answer.text
	assert body(answer)["docinfo"]["comments"] == []
	assert body(answer)["docinfo"]["user_info"] == {}


def test_desks_list_comes_without_the_comments_on_its_rows():
	"""It asks for the column and for their number, and needs no scope for comments"""
	todo = a_todo(a_regular())
	frappe.get_doc("ToDo", todo).add_comment("Comment", "for the team alone")
	frappe.db.commit()
	path = f"{METHOD}frappe.desk.reportview.get"
	asked = {
		"doctype": "ToDo",
		"fields": '["`tabToDo`.`name`", "`tabToDo`.`_comments`"]',
		"filters": f'[["ToDo","name","=","{todo}"]]',
		"with_comment_count": 1,
	}
	app = an_app(scopes="all openid")
	everything, narrow = (sign_in(app, scope=word).access_token for word in ("all", "doctype:ToDo:read"))
	told = call(everything, path, query=asked)
	assert "for the team alone" in told.text
	answer = call(narrow, path, query=asked)
	assert answer.status_code == 200, answer.text[:300]
	listed = body(answer)["message"]
	row = dict(zip(listed["keys"], listed["values"][0], strict=True))
	assert row["name"] == todo
	assert row["_comments"] is None
	assert row["_comment_count"] is None


# Our own endpoints


def test_our_own_endpoints_ask_for_no_scope_but_openid():
	app = an_app(scopes="openid email")
	tokens = sign_in(app)
	profile = body(Browser().get(OAUTH + "openid_profile", headers=bearer(tokens.access_token)))
	assert profile["email"] == a_regular()
	assert "roles" not in profile
	assert "name" not in profile
	assert revoke(app, tokens.access_token).status_code == 200


def test_a_scope_gives_the_claims_that_it_names():
	"""OpenID Connect Core §5.4"""
	app = an_app(scopes="openid profile email roles all")
	for scope, there, absent in (
		("openid", "sub", "email"),
		("openid profile", "name", "email"),
		("openid roles", "roles", "name"),
		("openid all", "roles", "nothing"),
	):
		token = sign_in(app, scope=scope).access_token
		profile = body(Browser().get(OAUTH + "openid_profile", headers=bearer(token)))
		assert there in profile
		assert absent not in profile


def test_a_token_that_is_remembered_is_held_to_its_scopes_as_one_that_is_looked_up():
	app = an_app(scopes="openid")
	token = sign_in(app).access_token
	for _ in range(3):
		assert lacking(call(token, TODOS)) == {"doctype:ToDo:read"}
