"""Bearer requests everywhere (RFC 6750), beside the other ways in that Frappe has."""

import base64
import time

import frappe
import pytest
import time_machine

from oauth_plus.tests import neighbour
from oauth_plus.tests.browser import METHOD, OAUTH, Browser, body
from oauth_plus.tests.factories import (
	a_private_file,
	a_regular,
	a_user,
	an_api_key,
	an_app,
	change,
	signed_in,
)
from oauth_plus.tests.journey import acts_as, bearer, call, refused, revoke, sign_in

WHO = METHOD + "frappe.auth.get_logged_user"

DOORS = {
	"method": WHO,
	"v1": "/api/v1/method/frappe.auth.get_logged_user",
	"v2": "/api/v2/method/frappe.auth.get_logged_user",
	"cmd": "/?cmd=frappe.auth.get_logged_user",
	"resource": "/api/resource/ToDo",
	"document": "/api/v2/document/ToDo",
	"page": "/me",
	"file": "the private file",
	"nowhere": "/no/such/page",
}


@pytest.fixture
def private_file():
	with a_private_file(a_regular(), b"for Alice only") as path:
		yield path


def path_of(door: str, private_file: str) -> str:
	return private_file if door == "file" else DOORS[door]


def say_no(tokens) -> dict[str, object]:
	"""Every way in which a good token turns bad, as something to do before the request."""
	return {
		"expired": lambda: time_machine.travel(time.time() + 3601),
		"revoked": lambda: revoke(tokens.app, tokens.refresh_token),
		"client_disabled": lambda: change(tokens.app, oauth_plus_enabled=0),
		"client_deleted": lambda: _delete("OAuth Client", tokens.app.client_id),
	}


def _disable(user: str) -> None:
	document = frappe.get_doc("User", user)
	document.enabled = 0
	document.save(ignore_permissions=True)
	frappe.db.commit()


def _delete(doctype: str, name: str) -> None:
	frappe.delete_doc(doctype, name, force=True, ignore_permissions=True)
	frappe.db.commit()


def basic(name: str, secret: str) -> dict[str, str]:
	return {"Authorization": f"Basic {base64.b64encode(f'{name}:{secret}'.encode()).decode()}"}


# A good token


@pytest.mark.parametrize("door", ["method", "v1", "v2", "cmd"])
def test_a_good_token_acts_as_its_user_at_every_method(door):
	answer = call(sign_in(an_app()).access_token, DOORS[door])
	assert answer.status_code == 200
	assert a_regular() in answer.text


@pytest.mark.parametrize("path", ["/api/resource/ToDo", "/api/v1/resource/ToDo", "/api/v2/document/ToDo"])
def test_a_good_token_reads_and_writes_documents_as_its_user(path):
	"""A body goes through unharmed, and no token against forgery is asked for"""
	token = sign_in(an_app()).access_token
	made = Browser().open(path, "POST", json={"description": "by an app"}, headers=bearer(token))
	assert made.status_code in (200, 201), made.text
	row = body(made)["data"]
	assert row["owner"] == a_regular()
	assert row["description"] == "by an app"
	assert body(call(token, f"{path}/{row['name']}"))["data"]["owner"] == a_regular()


def test_a_good_token_opens_a_web_page_as_its_user():
	assert Browser().get("/me").status_code != 200
	answer = call(sign_in(an_app()).access_token, "/me")
	assert answer.status_code == 200
	assert "Test Person" in answer.text


def test_a_good_token_opens_a_private_file_of_its_user(private_file):
	assert Browser().get(private_file).status_code == 403
	answer = call(sign_in(an_app()).access_token, private_file)
	assert answer.status_code == 200
	assert answer.data == b"for Alice only"


def test_a_good_token_gets_no_more_than_its_user_may(private_file):
	stranger = sign_in(an_app(), signed_in(a_user())).access_token
	assert call(stranger, private_file).status_code == 403
	assert call(stranger, "/api/resource/OAuth Client").status_code == 403


@pytest.mark.parametrize("header", ["bearer {}", "BEARER {}", "Bearer  {}", "Bearer {} "])
def test_the_scheme_is_read_without_regard_to_case_or_spaces(header):
	"""RFC 9110 §11.1"""
	token = sign_in(an_app()).access_token
	answer = Browser().get(WHO, headers={"Authorization": header.format(token)})
	assert body(answer)["message"] == a_regular()


def test_a_token_beside_a_session_acts_as_its_own_user_and_leaves_the_session_alone():
	token = sign_in(an_app(), signed_in(a_regular("Bob"))).access_token
	alice = signed_in()
	with time_machine.travel(time.time() + 1000):  # v15 prolongs a session every ten minutes
		assert body(alice.get(WHO, headers=bearer(token)))["message"] == a_regular("Bob")
	assert body(alice.get(WHO))["message"] == a_regular()


# A bad one


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("reason", ["expired", "revoked", "client_disabled", "client_deleted"])
def test_a_token_that_turned_bad_is_refused_everywhere(door, reason, private_file):
	"""P2, P4, RFC 6750 §3.1"""
	tokens = sign_in(an_app())
	path = path_of(door, private_file)
	undo = say_no(tokens)[reason]()
	if reason == "expired":
		with undo:
			answer = call(tokens.access_token, path)
	else:
		answer = call(tokens.access_token, path)
	assert refused(answer, "invalid_token", 401)
	assert answer.headers["WWW-Authenticate"].startswith('Bearer error="invalid_token"')


@pytest.mark.parametrize("what", ["disabled", "deleted"])
@pytest.mark.parametrize("door", DOORS)
def test_the_token_of_a_person_who_is_gone_is_refused_everywhere(door, what, private_file):
	"""C8"""
	person = a_user("System Manager")
	token = sign_in(an_app(), signed_in(person)).access_token
	assert acts_as(token) == person
	if what == "deleted":
		_delete("User", person)
	else:
		_disable(person)
	answer = call(token, path_of(door, private_file))
	assert refused(answer, "invalid_token", 401)
	assert answer.headers["WWW-Authenticate"].startswith('Bearer error="invalid_token"')


NOBODYS = ["unknown", "x" * 5000, "%00", "a'or'1", "", "Ã©", "\tx"]


@pytest.mark.parametrize("token", NOBODYS, ids=range(len(NOBODYS)))
@pytest.mark.parametrize("door", ["method", "v2", "cmd", "resource", "page", "file"])
def test_a_token_that_nobody_knows_or_could_know_is_refused_everywhere(door, token, private_file):
	"""P2, P4, RFC 6750 §3.1"""
	answer = call(token, path_of(door, private_file))
	assert refused(answer, "invalid_token", 401)
	assert answer.headers["WWW-Authenticate"].startswith('Bearer error="invalid_token"')


@pytest.mark.parametrize("header", ["Bearer", "Bearer a b", "Bearer '; drop table x; --", "Bearer\ta"])
@pytest.mark.parametrize("door", ["method", "v2", "resource", "page"])
def test_a_malformed_header_lets_nobody_in(door, header):
	"""P4: Frappe takes such a request for a guest's"""
	answer = Browser().get(DOORS[door], headers={"Authorization": header})
	assert refused(answer, "invalid_token", 401)


def test_a_token_with_another_letter_case_is_another_token():
	"""C3: the database compares case-blind, we do not"""
	token = sign_in(an_app()).access_token
	assert refused(call(token.swapcase()), "invalid_token", 401)


def test_what_lies_in_the_database_is_no_token():
	"""C3, H9"""
	tokens = sign_in(an_app())
	row = frappe.get_all(
		"OAuth Bearer Token",
		filters={"client": tokens.app.client_id},
		fields=["name", "access_token", "refresh_token"],
	)[0]
	for stored in row.values():
		assert refused(call(stored), "invalid_token", 401)


def test_a_refresh_token_or_a_code_is_no_access_token():
	tokens = sign_in(an_app())
	assert refused(call(tokens.refresh_token), "invalid_token", 401)


# Others' ways in


@pytest.mark.parametrize("door", ["method", "v2", "cmd", "resource", "page", "file"])
def test_a_bearer_that_is_none_of_ours_is_left_to_the_auth_hook_of_another_app(door, private_file):
	path = path_of(door, private_file)
	assert call(neighbour.TOKEN, path).status_code == 401
	with neighbour.installed(a_regular()):
		assert call(neighbour.TOKEN, path).status_code == 200
		assert refused(call("unknown", path), "invalid_token", 401)
		assert acts_as(neighbour.TOKEN) == a_regular()
	assert call(neighbour.TOKEN, path).status_code == 401


def test_a_bearer_of_ours_is_settled_before_other_apps_are_asked():
	tokens = sign_in(an_app(), signed_in(a_regular("Bob")))
	with neighbour.installed(a_regular()):
		assert acts_as(tokens.access_token) == a_regular("Bob")
		revoke(tokens.app, tokens.access_token)
		assert refused(call(tokens.access_token), "invalid_token", 401)


@pytest.mark.parametrize(
	"path", [WHO, "/api/v2/method/frappe.auth.get_logged_user", "/api/resource/ToDo", "/me"]
)
def test_the_api_key_of_a_user_still_works(path):
	"""P1: `token key:secret`, and Basic wherever no client authenticates"""
	key, secret = an_api_key(a_regular())
	for headers in ({"Authorization": f"token {key}:{secret}"}, basic(key, secret)):
		assert Browser().get(path, headers=headers).status_code == 200
	for headers in ({"Authorization": f"token {key}:wrong"}, basic(key, "wrong"), basic("nobody", secret)):
		assert Browser().get(path, headers=headers).status_code == 401


def test_an_api_key_acts_as_its_user():
	"""P1"""
	key, secret = an_api_key(a_regular())
	answer = Browser().get(WHO, headers=basic(key, secret))
	assert body(answer)["message"] == a_regular()


def test_an_api_key_is_no_client():
	"""P1: where clients authenticate, Basic names a client"""
	key, secret = an_api_key(a_regular())
	form = {"token": "x", "refresh_token": "x", "grant_type": "refresh_token"}
	for method in ("get_token", "revoke_token", "introspect_token"):
		answer = Browser().post(OAUTH + method, form, headers=basic(key, secret))
		assert refused(answer, "invalid_client", 401)


def test_a_client_is_no_user():
	"""P1, B17: its secret opens nothing but the endpoints for clients"""
	app = an_app()
	assert Browser().get(WHO, headers=app.basic).status_code == 401


def test_nobody_slips_past_the_api_key_by_naming_a_clients_method_beside_another():
	"""P1: `cmd` decides what runs, so it decides what Basic means"""
	app = an_app()
	answer = Browser().post(OAUTH + "get_token", {"cmd": "frappe.auth.get_logged_user"}, headers=app.basic)
	assert answer.status_code in (400, 401)
	assert "message" not in body(answer)


def test_a_revoked_token_is_called_revoked():
	"""RFC 6750 §3.1: the description helps the developer who reads it"""
	app = an_app()
	token = sign_in(app).access_token
	revoke(app, token)
	assert body(call(token))["error_description"] == "The access token was revoked"


@pytest.fixture
def connections(monkeypatch) -> list[object]:
	"""Each connection to the database that a request has made meanwhile."""
	made, kind = [], type(frappe.local.db)
	connect = kind.connect

	def counted(database, *args, **kwargs):
		made.append(database)
		return connect(database, *args, **kwargs)

	monkeypatch.setattr(kind, "connect", counted)
	return made


def test_a_remembered_bearer_needs_no_database_to_be_let_in(connections):
	"""Issue 3: no SELECT when cached, never a write; nor is there anything to undo"""
	token = sign_in(an_app()).access_token
	assert acts_as(token) == a_regular()
	connections.clear()
	assert acts_as(token) == a_regular()
	assert connections == []


def test_what_a_reading_request_writes_is_undone_all_the_same(connections):
	"""As Frappe does with every GET"""
	token = sign_in(an_app()).access_token
	assert acts_as(token) == a_regular()
	connections.clear()
	undone = []
	kind = type(frappe.local.db)
	rollback = kind.rollback
	kind.rollback = lambda database, **how: (undone.append(database), rollback(database, **how))[1]
	try:
		answer = Browser().get("/api/resource/ToDo", headers=bearer(token))
	finally:
		kind.rollback = rollback
	assert answer.status_code == 200
	assert len(connections) == 1
	assert connections[0] in undone
