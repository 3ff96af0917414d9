"""Issue 12, item 7: a token or a code is made by the server, or by the code of an app, never by a person's permissions;
and no bearer acts as Administrator unless Settings say so."""

import secrets
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from frappe.model.rename_doc import rename_doc
from frappe.modules.import_file import import_file_by_path
from frappe.permissions import add_permission, reset_perms

from oauth_plus import tasks
from oauth_plus.grants.server import provider
from oauth_plus.rules import secret
from oauth_plus.tests import handed_out
from oauth_plus.tests.browser import METHOD, body, browser_of
from oauth_plus.tests.factories import App, a_regular, a_user, an_app, change, signed_in
from oauth_plus.tests.journey import (
	Proof,
	Tokens,
	a_code,
	acts_as,
	bearer,
	introspect,
	redeem,
	refresh,
	refused,
	revoke,
	sign_in,
	tokens_of,
)
from oauth_plus.tests.ledger import events_of, every_value, recorded, rows_of
from oauth_plus.tests.site import settings

TOKEN, CODE = "OAuth Bearer Token", "OAuth Authorization Code"
SCOPE = "all openid"


@pytest.fixture(scope="module", autouse=True)
def everything_is_permitted(site) -> Iterator[None]:
	"""The Permission Manager gives System Managers all that there is."""
	for doctype in (TOKEN, CODE):
		add_permission(doctype, "System Manager", 0)
		row = {"parent": doctype, "role": "System Manager", "permlevel": 0}
		frappe.db.set_value("Custom DocPerm", row, {"read": 1, "write": 1, "create": 1, "delete": 1})
		frappe.db.set_value("DocType", doctype, "allow_rename", 1)
		frappe.clear_cache(doctype=doctype)
	frappe.db.commit()
	yield
	for doctype in (TOKEN, CODE):
		reset_perms(doctype)
		frappe.db.set_value("DocType", doctype, "allow_rename", 0)
		frappe.clear_cache(doctype=doctype)
	frappe.db.commit()


def a_secret(length: int = 48) -> str:
	"""As apps make them."""
	return handed_out.note(secrets.token_hex(length // 2))


def planted(doctype: str, app: App, value: str, **changes: Any) -> dict[str, Any]:
	own = {
		TOKEN: {"access_token": value, "status": "Active", "expires_in": 3600},
		CODE: {"authorization_code": value, "validity": "Valid"},
	}
	common = {"client": app.client_id, "user": "Administrator", "scopes": SCOPE}
	ends = {"expiration_time": str(frappe.utils.add_to_date(None, hours=1))}
	return {"doctype": doctype} | common | ends | own[doctype] | changes


INSERTS = {
	"REST": lambda browser, doc: browser.post(f"/api/resource/{doc['doctype']}", json=doc),
	"REST v2": lambda browser, doc: browser.post(f"/api/v2/document/{doc['doctype']}", json=doc),
	"frappe.client.insert": lambda browser, doc: browser.post(
		METHOD + "frappe.client.insert", {"doc": frappe.as_json(doc)}
	),
	"Desk": lambda browser, doc: browser.post(
		METHOD + "frappe.desk.form.save.savedocs",
		{"doc": frappe.as_json(doc | {"__islocal": 1, "name": "new-1"}), "action": "Save"},
	),
	"flags of its own": lambda browser, doc: browser.post(
		f"/api/resource/{doc['doctype']}", json=doc | {"flags": {"ignore_permissions": True}}
	),
}

by_doctype = pytest.mark.parametrize("doctype", [TOKEN, CODE])


@by_doctype
@pytest.mark.parametrize("insert", INSERTS.values(), ids=INSERTS)
def test_a_row_that_comes_through_permissions_is_refused(doctype: str, insert):
	app, raw, browser = an_app(oauth_plus_enforcement="Off"), a_secret(), signed_in()
	for value in (raw, secret.digest(raw)):
		answer = insert(browser, planted(doctype, app, value, user=a_regular()))
		assert answer.status_code in (403, 417), answer.text
		assert "Nobody can create them here" in answer.text
	assert rows_of(app, doctype) == []
	assert acts_as(raw) is None


def test_administrator_plants_none_either():
	app, raw = an_app(oauth_plus_enforcement="Off"), a_secret()
	answer = INSERTS["REST"](browser_of("Administrator"), planted(TOKEN, app, raw))
	assert answer.status_code == 403, answer.text
	assert rows_of(app) == []


FORGERIES = {
	TOKEN: {
		"access_token": secret.digest("known"),
		"refresh_token": secret.digest("known"),
		"user": "Administrator",
		"scopes": "all",
		"expiration_time": "2099-01-01 00:00:00",
		"oauth_plus_expires_at": 4_000_000_000.5,
		"oauth_plus_granted_scopes": "all",
		"oauth_plus_generation": 2,
		"oauth_plus_dpop_jkt": "x" * 43,
		"creation": "2020-01-01 00:00:00",
	},
	CODE: {
		"authorization_code": secret.digest("known"),
		"user": "Administrator",
		"scopes": "all",
		"expiration_time": "2099-01-01 00:00:00",
		"oauth_plus_expires_at": 4_000_000_000.5,
		"code_challenge": Proof().challenge,
		"oauth_plus_redirect_uri": "https://evil.example.com/",
		"oauth_plus_dpop_jkt": "x" * 43,
	},
}


@pytest.mark.parametrize(
	("doctype", "column"), [(doctype, column) for doctype, each in FORGERIES.items() for column in each]
)
def test_no_column_is_changed_through_permissions(doctype: str, column: str):
	app, manager = an_app(scopes="openid all"), signed_in()
	name = secret.digest(sign_in(app, scope="openid").access_token if doctype == TOKEN else a_code(app))
	frappe.db.rollback()
	before = frappe.get_doc(doctype, name).as_dict()
	answer = manager.open(f"/api/resource/{doctype}/{name}", "PUT", json={column: FORGERIES[doctype][column]})
	frappe.db.rollback()
	assert frappe.get_doc(doctype, name).as_dict() == before, answer.text


@by_doctype
def test_a_form_that_ends_it_is_saved_and_one_that_begins_it_again_is_not(doctype: str):
	app, manager = an_app(), signed_in()
	tokens, code = sign_in(app), a_code(app)
	name = secret.digest(tokens.access_token if doctype == TOKEN else code)
	column = "status" if doctype == TOKEN else "validity"
	live, ended = ("Active", "Revoked") if doctype == TOKEN else ("Valid", "Invalid")
	save = METHOD + "frappe.desk.form.save.savedocs"
	form = body(manager.get(f"/api/resource/{doctype}/{name}"))["data"]
	answer = manager.post(save, {"doc": frappe.as_json(form | {column: ended}), "action": "Save"})
	assert answer.status_code == 200, answer.text
	assert manager.open(f"/api/resource/{doctype}/{name}", "PUT", json={column: live}).status_code == 403
	if doctype == TOKEN:
		assert acts_as(tokens.access_token) is None
	else:
		assert refused(redeem(app, code), "invalid_grant")


@by_doctype
def test_nothing_is_renamed_into_a_token_that_somebody_knows(doctype: str):
	"""Frappe would write the new name into the column that names the row"""
	app, manager = an_app(), signed_in()
	name = secret.digest(sign_in(app).access_token if doctype == TOKEN else a_code(app))
	new = secret.digest("known")
	renamed = {"doctype": doctype, "docname": name, "name": new}
	manager.post(METHOD + "frappe.model.rename_doc.update_document_title", renamed)
	called = {"dt": doctype, "dn": name, "method": "rename"}
	args = frappe.as_json({"name": new, "validate_rename": False, "force": True})
	manager.post(METHOD + "run_doc_method", called | {"args": args})
	with pytest.raises(frappe.PermissionError):
		rename_doc(doctype, name, new, force=True, ignore_permissions=True)
	frappe.db.rollback()
	assert not frappe.db.exists(doctype, new)
	assert frappe.db.exists(doctype, name)


# R10: an app that mints tokens by itself


def minted(app: App, user: str, **changes: Any):
	"""Server code of another app."""
	values = planted(TOKEN, app, a_secret(), user=user) | {"refresh_token": a_secret()} | changes
	document = frappe.get_doc(values).insert(ignore_permissions=True)
	frappe.db.commit()
	return document


@pytest.mark.parametrize("length", [20, 48, 64])
def test_a_token_that_an_app_mints_works_at_once_and_lies_there_as_a_digest(length: int):
	app, raw, refresh_token = an_app(), a_secret(length), a_secret(length)
	document = minted(app, a_regular(), access_token=raw, refresh_token=refresh_token)
	assert acts_as(raw) == a_regular()
	assert (document.access_token, document.refresh_token) == (raw, refresh_token)
	assert document.name == secret.digest(raw)
	assert not {raw, refresh_token} & every_value(TOKEN)
	assert body(introspect(app, raw))["active"] is True
	second = tokens_of(app, refresh(Tokens(app, raw, refresh_token, {})))
	assert second.answer["scope"] == SCOPE
	assert acts_as(second.access_token) == a_regular()
	third = tokens_of(app, refresh(second))
	assert acts_as(third.access_token) == a_regular()


def test_a_document_that_is_saved_again_keeps_its_token():
	app = an_app()
	document = minted(app, a_regular())
	raw, refresh_token = document.access_token, document.refresh_token
	document.scopes = "openid"
	document.save(ignore_permissions=True)
	frappe.db.commit()
	assert (document.access_token, document.refresh_token) == (raw, refresh_token)
	assert not {raw, refresh_token} & every_value(TOKEN)
	assert acts_as(raw) == a_regular()
	document.reload()
	assert document.access_token == secret.digest(raw)
	document.save(ignore_permissions=True)
	frappe.db.commit()
	assert acts_as(raw) == a_regular()
	document.db_set("status", "Revoked")
	assert acts_as(raw) is None


def test_a_new_refresh_token_that_code_writes_into_a_row_is_digested_too():
	"""A new access token is none: Frappe keeps the column that names the row as it is"""
	app = an_app()
	document, refresh_token = minted(app, a_regular()), a_secret(64)
	raw = document.access_token
	document.update({"refresh_token": refresh_token}).save(ignore_permissions=True)
	frappe.db.commit()
	assert document.refresh_token == refresh_token
	assert refresh_token not in every_value(TOKEN)
	assert acts_as(raw) == a_regular()
	assert refresh(Tokens(app, raw, refresh_token, {})).status_code == 200


def test_an_apps_row_has_no_part_in_another_grant():
	app = an_app()
	tokens = sign_in(app)
	stored = frappe.get_doc(TOKEN, secret.digest(tokens.access_token)).as_dict()
	raw = a_secret()
	frappe.get_doc(stored | {"name": None, "access_token": raw, "refresh_token": None}).insert(
		ignore_permissions=True
	)
	frappe.db.commit()
	revoke(app, tokens.refresh_token)
	assert acts_as(tokens.access_token) is None
	assert acts_as(raw) == a_regular(), "it is a grant of its own"
	revoke(app, raw)
	assert acts_as(raw) is None


def test_a_code_that_an_app_mints_is_redeemed_and_lies_there_as_a_digest():
	app, raw = an_app(), a_secret()
	proof = Proof()
	values = planted(CODE, app, raw, user=a_regular())
	asked = {
		"redirect_uri_bound_to_authorization_code": app.redirect_uri,
		"code_challenge": proof.challenge,
		"code_challenge_method": "s256",
	}
	document = frappe.get_doc(values | asked).insert(ignore_permissions=True)
	frappe.db.commit()
	assert document.authorization_code == raw
	assert raw not in every_value(CODE)
	tokens = tokens_of(app, redeem(app, raw, proof))
	assert acts_as(tokens.access_token) == a_regular()


def test_the_verifier_of_a_plain_challenge_is_not_stored():
	"""RFC 7636 §4.2"""
	app, raw, proof = an_app(oauth_plus_enforcement="Warn"), a_secret(), Proof()
	asked = {"code_challenge": proof.verifier, "code_challenge_method": "plain"}
	frappe.get_doc(planted(CODE, app, raw, user=a_regular()) | asked).insert(ignore_permissions=True)
	frappe.db.commit()
	assert proof.verifier not in every_value(CODE)
	assert redeem(app, raw, proof).status_code == 200


# Decision 12


def test_no_bearer_acts_as_administrator_however_it_came_about():
	"""decisions.md, decision 12"""
	app = an_app()
	document = minted(app, "Administrator")
	raw = document.access_token
	assert acts_as(raw) is None
	assert body(introspect(app, raw)) == {"active": False}
	assert not provider().verify_request("/", "GET", None, bearer(raw), scopes=["all"])[0]
	assert refused(refresh(Tokens(app, raw, document.refresh_token, {})), "invalid_grant")
	tasks.note_uses()
	assert recorded(app, "call_refused", outcome="Refused", reason="administrator_token")


def test_settings_allow_administrator_and_disallow_it_at_once():
	"""A bearer that is remembered is no exception"""
	app = an_app()
	raw = minted(app, "Administrator").access_token
	with settings(allow_administrator=1):
		assert acts_as(raw) == acts_as(raw) == "Administrator"
		assert body(introspect(app, raw))["active"] is True
	assert acts_as(raw) is None


def test_an_old_client_goes_on_as_administrator_and_is_watched():
	"""decisions.md, decision 6"""
	app = an_app(oauth_plus_enforcement="Warn")
	raw = minted(app, "Administrator").access_token
	assert acts_as(raw) == acts_as(raw) == "Administrator"
	tasks.note_uses()
	[event] = events_of(app, outcome="Would Refuse", reason="administrator_token")
	assert event.user == "Administrator"
	change(app, oauth_plus_enforcement="Off")
	assert acts_as(raw) == "Administrator"


def test_a_name_in_other_letters_is_nobody():
	person = a_user()
	for user in ("administrator", "ADMINISTRATOR ", person.upper()):
		raw = minted(an_app(oauth_plus_enforcement="Off"), person).access_token
		frappe.db.set_value(TOKEN, secret.digest(raw), "user", user)
		frappe.db.commit()
		assert acts_as(raw) is None


# Past the document events (the second attack)


@by_doctype
def test_no_web_form_makes_one(doctype: str):
	"""It asks for no permissions, and takes its fields from whoever sends them"""
	app, raw = an_app(oauth_plus_enforcement="Off"), a_secret()
	document = frappe.get_doc(planted(doctype, app, raw, user=a_regular()))
	frappe.flags.in_web_form = True
	try:
		with pytest.raises(frappe.PermissionError):
			document.insert(ignore_permissions=True)
	finally:
		frappe.flags.in_web_form = False
		frappe.db.rollback()
	assert acts_as(raw) is None


def test_no_package_brings_one(tmp_path):
	"""Imports validate nothing"""
	app, raw = an_app(oauth_plus_enforcement="Off"), a_secret()
	for doctype, name in ((TOKEN, raw), ("OAuth Plus Consent", "forged"), ("OAuth Plus Event", "forged")):
		document = planted(TOKEN, app, raw, user=a_regular()) | {"doctype": doctype, "name": name}
		path = tmp_path / "document.json"
		path.write_text(frappe.as_json(document))
		try:
			with pytest.raises(frappe.PermissionError):
				import_file_by_path(str(path), force=True)
		finally:
			frappe.flags.in_import = False
			frappe.db.rollback()
		assert not frappe.db.exists(doctype, name)
	assert acts_as(raw) is None


@pytest.mark.parametrize(
	("doctype", "values"),
	[
		(TOKEN, {}),
		("OAuth Plus Consent", {"client": "x"}),
		("OAuth Plus Event", {"event": "token_issued"}),
		("OAuth Plus Signing Key", {"kid": "x", "status": "Published"}),
		("OAuth Plus Grant", {"client": "x"}),
	],
)
def test_no_row_of_ours_is_a_row_of_another_document(doctype: str, values: dict[str, Any]):
	"""A Property Setter makes a table of it, and Frappe asks nobody about the rows of a table"""
	app, raw = an_app(oauth_plus_enforcement="Off"), a_secret()
	setter = {
		"doctype": "Property Setter",
		"doctype_or_field": "DocField",
		"doc_type": "Note",
		"field_name": "seen_by",
		"property": "options",
		"property_type": "Data",
		"value": doctype,
	}
	made = frappe.get_doc(setter).insert(ignore_permissions=True)
	frappe.clear_cache(doctype="Note")
	before = frappe.db.count(doctype)
	row = planted(TOKEN, app, secret.digest(raw), user=a_regular()) if doctype == TOKEN else values
	row = {name: app.client_id if name == "client" else value for name, value in row.items()}
	try:
		note = {"doctype": "Note", "title": frappe.generate_hash(), "seen_by": [row | {"doctype": doctype}]}
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc(note).insert(ignore_permissions=True)
		frappe.db.rollback()
		assert frappe.db.count(doctype) == before
	finally:
		frappe.db.delete("Property Setter", {"name": made.name})
		frappe.clear_cache(doctype="Note")
		frappe.db.commit()
	assert acts_as(raw) is None


def test_a_token_stays_whose_it_is_whoever_saves_it():
	"""A Notification sets properties and asks for no permissions"""
	app, other = an_app(), a_user()
	tokens = sign_in(app)
	for field, value in (("user", other), ("client", an_app().client_id), ("scopes", "all roles")):
		document = frappe.get_doc(TOKEN, secret.digest(tokens.access_token))
		document.set(field, value)
		with pytest.raises(frappe.PermissionError):
			document.save(ignore_permissions=True)
		frappe.db.rollback()
	assert acts_as(tokens.access_token) == a_regular()


def test_a_row_that_is_at_odds_with_its_grant_is_no_token():
	app, other = an_app(), a_user()
	tokens = sign_in(app)
	frappe.db.sql(
		"UPDATE `tabOAuth Bearer Token` SET user = %s WHERE access_token = %s",
		(other, secret.digest(tokens.access_token)),
	)
	frappe.db.commit()
	assert acts_as(tokens.access_token) is None
	assert acts_as(tokens_of(app, refresh(tokens)).access_token) == a_regular(), (
		"the grant is still its person's"
	)


def test_a_copied_row_makes_no_token_of_a_digest():
	app = an_app()
	tokens = sign_in(app)
	digest = secret.digest(tokens.access_token)
	copy = frappe.copy_doc(frappe.get_doc(TOKEN, digest))
	with pytest.raises(frappe.PermissionError):
		copy.insert(ignore_permissions=True)
	frappe.db.rollback()
	assert acts_as(digest) is None


def test_a_row_that_code_writes_by_itself_is_digested_too():
	"""`db_insert` calls no event"""
	app, raw = an_app(), a_secret()
	document = frappe.get_doc(planted(TOKEN, app, raw, user=a_regular()))
	document.name = raw
	document.db_insert()
	frappe.db.commit()
	assert rows_of(app)[0].access_token == secret.digest(raw)
	assert acts_as(raw) == a_regular()
	frappe.db.delete(TOKEN, {"name": raw})  # a name of that code's own choosing, which a dump would show
	frappe.db.commit()


@pytest.mark.parametrize("doctype", [TOKEN, CODE, "OAuth Plus Grant"])
def test_no_workflow_writes_into_them(doctype: str):
	"""It writes its first state into every row that has none"""
	state = frappe.generate_hash(length=10)
	frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": state}).insert(
		ignore_permissions=True
	)
	step = {"state": state, "allow_edit": "System Manager"}
	move = {"state": state, "action": "Approve", "next_state": state, "allowed": "System Manager"}
	workflow = {
		"doctype": "Workflow",
		"workflow_name": state,
		"document_type": doctype,
		"workflow_state_field": "refresh_token",
	}
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(workflow | {"states": [step], "transitions": [move]}).insert(ignore_permissions=True)
	frappe.db.rollback()


def test_people_who_are_merged_bring_no_grants_along():
	"""Consent is given by a person, and for themselves"""
	app, one, other = an_app(), a_user(), a_user()
	tokens = sign_in(app, signed_in(one))
	rename_doc("User", one, other, merge=True, force=True, show_alert=False)
	frappe.db.commit()
	assert acts_as(tokens.access_token) is None
	assert refused(refresh(tokens), "invalid_grant")
	theirs = {"user": other, "client": app.client_id, "withdrawn": ("is", "not set")}
	assert not frappe.get_all("OAuth Plus Consent", theirs)


def test_clients_are_not_merged():
	one, other = an_app(), an_app()
	frappe.db.set_value("DocType", "OAuth Client", "allow_rename", 1)
	frappe.clear_cache(doctype="OAuth Client")
	try:
		with pytest.raises(frappe.PermissionError):
			rename_doc("OAuth Client", one.client_id, other.client_id, merge=True, show_alert=False)
	finally:
		frappe.db.rollback()
		frappe.db.set_value("DocType", "OAuth Client", "allow_rename", 0)
		frappe.clear_cache(doctype="OAuth Client")
		frappe.db.commit()
