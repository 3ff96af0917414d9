"""socket.io asks for its user with the token of the handshake; somebody mistypes a method."""

import pytest

from oauth_plus.tests.browser import METHOD, body
from oauth_plus.tests.factories import a_user, an_app, signed_in
from oauth_plus.tests.journey import call, refused, sign_in

REALTIME = METHOD + "frappe.realtime."


@pytest.fixture
def narrow():
	app = an_app(scopes="openid doctype:ToDo:read")
	return sign_in(app, signed_in(a_user("System Manager")), scope="openid doctype:ToDo:read").access_token


@pytest.mark.parametrize("scope", ["all openid", "openid"])
def test_a_socket_is_told_whose_it_is(scope):
	answer = call(sign_in(an_app(), scope=scope).access_token, REALTIME + "get_user_info")
	assert body(answer)["message"]["user"]


def test_a_token_that_may_read_a_doctype_can_subscribe_to_it(narrow):
	import frappe.realtime

	known = [
		name
		for name in ("can_subscribe_doctype", "can_subscribe_doc", "has_permission")
		if hasattr(frappe.realtime, name)
	]
	assert known
	todo = frappe.get_doc({"doctype": "ToDo", "description": "x"}).insert(ignore_permissions=True)
	note = frappe.get_doc({"doctype": "Note", "title": frappe.generate_hash(), "public": 1}).insert(
		ignore_permissions=True
	)
	frappe.db.commit()
	for name in known:
		named = "name" if name == "has_permission" else "docname"
		asked = {"doctype": "ToDo"} | ({named: todo.name} if name != "can_subscribe_doctype" else {})
		other = {"doctype": "Note"} | ({named: note.name} if name != "can_subscribe_doctype" else {})
		assert call(narrow, REALTIME + name, query=asked).status_code == 200, name
		assert refused(call(narrow, REALTIME + name, query=other), "insufficient_scope", 403)


@pytest.mark.parametrize(
	"path", ["openid_profile", "frappe.nothing.here", "no.such.app", "frappe.auth.nothing"]
)
def test_a_wrong_address_is_not_told_as_a_scope(narrow, path):
	assert refused(call(narrow, METHOD + path), "invalid_request", 404)


def test_a_method_that_is_there_is():
	app = an_app(scopes="openid")
	token = sign_in(app, scope="openid").access_token
	assert refused(call(token, METHOD + "frappe.client.get_count?doctype=ToDo"), "insufficient_scope", 403)
	assert refused(
		call(token, METHOD + "frappe.utils.global_search.search?text=a"), "insufficient_scope", 403
	)
