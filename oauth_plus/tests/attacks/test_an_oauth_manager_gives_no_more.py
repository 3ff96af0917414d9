"""An OAuth Manager gives no client more than they have, by whatever way they write it."""

import json
from collections.abc import Callable
from typing import Any

import frappe
import pytest
from werkzeug.test import TestResponse

from oauth_plus.platform import sql
from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.factories import a_machine, a_user, an_app, an_old_app, change, tamper
from oauth_plus.tests.journey import acts_as, by_itself, refused, sign_in
from oauth_plus.tests.managing import (
	CLIENT,
	OWN,
	READS_ERRORS,
	READS_TODOS,
	an_oauth_manager,
	creates,
	edits,
	own_client,
)

EVIL = "https://evil.example.net/callback"


@pytest.fixture(scope="module")
def manager(site) -> Browser:
	return an_oauth_manager()


@pytest.fixture(scope="module")
def own(manager: Browser) -> str:
	"""A client that they made."""
	return own_client(manager)


def as_stored(client_id: str, field: str) -> Any:
	frappe.db.rollback()
	return frappe.db.get_value(CLIENT, client_id, field)


def says(answer: TestResponse) -> str:
	return frappe.utils.strip_html(answer.text)


# What they may do


def test_they_make_a_client_of_what_they_may_read(manager, own):
	assert as_stored(own, "scopes").split() == OWN.split()
	changes = {"redirect_uris": "https://other.example.com/cb", "oauth_plus_networks": "192.0.2.0/24"}
	assert edits(manager, own, **changes).status_code == 200


def test_what_frappe_suggests_is_not_taken_for_their_choice(manager):
	"""The form of a new client holds `all openid`"""
	scopes = as_stored(own_client(manager, scopes="all openid"), "scopes").split()
	assert "all" not in scopes
	assert "openid" in scopes


def test_they_give_what_another_role_of_theirs_reads(site):
	role = frappe.get_doc({"doctype": "Role", "role_name": "Reader of Errors", "desk_access": 1}).insert()
	frappe.permissions.add_permission("Error Log", role.name, 0)
	frappe.db.commit()
	try:
		with_it = an_oauth_manager(role.name)
		assert creates(with_it, scopes=READS_ERRORS).status_code == 200
		assert creates(with_it, scopes="doctype:Error%20Log:write").status_code == 403
	finally:
		frappe.permissions.reset_perms("Error Log")
		frappe.delete_doc("Role", role.name, force=True)
		frappe.db.commit()


def test_they_only_take_away_from_a_client_that_has_more(manager):
	app = an_app(scopes="all openid", skip_authorization=1, oauth_plus_service_user=a_user())
	assert edits(manager, app.client_id, app_name="Renamed").status_code == 200
	assert edits(manager, app.client_id, redirect_uris=EVIL).status_code == 403
	assert edits(manager, app.client_id, scopes="openid").status_code == 200
	assert edits(manager, app.client_id, redirect_uris=EVIL).status_code == 403, "it still asks nobody"
	assert edits(manager, app.client_id, skip_authorization=0, oauth_plus_service_user="").status_code == 200
	assert edits(manager, app.client_id, redirect_uris="https://new.example.com/cb").status_code == 200


def test_they_disable_a_client_that_has_more_and_cannot_enable_it(manager):
	app = an_app()
	assert edits(manager, app.client_id, oauth_plus_enabled=0).status_code == 200
	assert edits(manager, app.client_id, oauth_plus_enabled=1).status_code == 403
	assert as_stored(app.client_id, "oauth_plus_enabled") == 0


def test_they_set_an_old_client_to_enforce_and_not_back(manager):
	app = an_old_app(scopes="openid")
	assert edits(manager, app.client_id, oauth_plus_enforcement="Enforce").status_code == 200
	assert edits(manager, app.client_id, oauth_plus_enforcement="Warn").status_code == 403


def test_they_end_grants(manager):
	tokens = sign_in(an_app())
	answer = manager.post(METHOD + "oauth_plus.api.grants.end_grants", {"client": tokens.app.client_id})
	assert body(answer)["message"] == 1
	assert acts_as(tokens.access_token) is None


# Each field by which a client would have more, and each way to write it

GIVES_MORE = {
	"scopes": f"openid all {READS_TODOS}",
	"skip_authorization": 1,
	"oauth_plus_service_user": "",
	"oauth_plus_enforcement": "Off",
	"oauth_plus_introspects_all": 1,
	"oauth_plus_exchanges_tokens": 1,
	"oauth_plus_private_http": 1,
	"oauth_plus_exceptions": '{"scope": "Off"}',
	"oauth_plus_backchannel_private": 1,
	"oauth_plus_above_a_year": 1,
	"oauth_plus_registration_token": "0" * 64,
	"oauth_plus_registration": "The App Itself",
	"oauth_plus_document_url": "https://evil.example.net/client.json",
	"owner": "Administrator",
}


def value_of(field: str) -> Any:
	return a_user("System Manager") if field == "oauth_plus_service_user" else GIVES_MORE[field]


def form(own: str, field: str, value: Any) -> dict[str, Any]:
	"""The document as a form of Desk sends it."""
	frappe.db.rollback()
	return json.loads(frappe.get_doc(CLIENT, own).as_json()) | {field: value}


WAYS: dict[str, Callable[[Browser, str, str, Any], TestResponse]] = {
	"PUT": lambda by, own, field, value: edits(by, own, **{field: value}),
	"PUT v2": lambda by, own, field, value: by.open(
		f"/api/v2/document/{CLIENT}/{own}", "PATCH", json={field: value}
	),
	"set_value": lambda by, own, field, value: by.post(
		METHOD + "frappe.client.set_value",
		{"doctype": CLIENT, "name": own, "fieldname": json.dumps({field: value})},
	),
	"save": lambda by, own, field, value: by.post(
		METHOD + "frappe.client.save", {"doc": json.dumps(form(own, field, value))}
	),
	"bulk_update": lambda by, own, field, value: by.post(
		METHOD + "frappe.client.bulk_update",
		{"docs": json.dumps([{"doctype": CLIENT, "docname": own, field: value}])},
	),
	"Desk": lambda by, own, field, value: by.post(
		METHOD + "frappe.desk.form.save.savedocs",
		{"doc": json.dumps(form(own, field, value)), "action": "Save"},
	),
	"insert": lambda by, own, field, value: creates(by, **{field: value}),
	"insert_many": lambda by, own, field, value: by.post(
		METHOD + "frappe.client.insert_many",
		{
			"docs": json.dumps(
				[{"doctype": CLIENT, "app_name": "Many", "redirect_uris": EVIL, "scopes": OWN, field: value}]
			)
		},
	),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("field", GIVES_MORE)
def test_no_field_gives_more_than_they_have(manager, own, field, way):
	value, before, count = (
		value_of(field),
		as_stored(own, field),
		frappe.db.count(CLIENT, {field: GIVES_MORE[field]}),
	)
	answer = WAYS[way](manager, own, field, value)
	assert as_stored(own, field) == before
	if field != "oauth_plus_service_user":
		assert frappe.db.count(CLIENT, {field: GIVES_MORE[field]}) == count, "and no other client has it"
	if way in ("PUT", "insert") and field != "owner":
		assert answer.status_code == 403
		assert frappe.get_meta(CLIENT).get_label(field) in says(answer), "the sentence names the field"


@pytest.mark.parametrize(
	"scope", ["all", READS_ERRORS, "doctype:User:read", "doctype:ToDo:read doctype:Role:write"]
)
def test_no_scope_gives_more_than_they_have(manager, own, scope):
	assert edits(manager, own, scopes=scope).status_code == 403
	assert creates(manager, scopes=scope).status_code == 403


@pytest.mark.parametrize(
	"rule",
	[
		{"kind": "DocType", "target": "Error Log", "can_read": 1},
		{"kind": "DocType", "target": "*", "can_read": 1},
		{"kind": "Module", "target": "Core", "can_read": 1},
		{"kind": "Method", "target": "frappe.client.get_count"},
		{"kind": "Report", "target": "ToDo"},
	],
)
def test_no_ready_scope_gives_more_neither_by_itself_nor_inside_another(manager, own, rule):
	name = f"ready.{frappe.generate_hash(length=8)}"
	ready = frappe.get_doc(
		{"doctype": "OAuth Plus Scope", "scope": name, "title": name, "rules": [rule]}
	).insert()
	outer = {"doctype": "OAuth Plus Scope", "scope": f"{name}.outer", "title": name, "contains": name}
	around = frappe.get_doc(outer).insert()
	frappe.db.commit()
	try:
		for word in (ready.name, around.name):
			answer = edits(manager, own, scopes=f"openid {word}")
			assert answer.status_code == 403
			assert word in says(answer)
	finally:
		around.delete()
		ready.delete()
		frappe.db.commit()


def test_a_widened_scope_does_not_make_their_edits_pass(manager):
	"""A System Manager has given the client more since: they cannot send its users elsewhere"""
	mine = own_client(manager)
	frappe.get_doc(CLIENT, mine).update({"scopes": "openid all"}).save(ignore_permissions=True)
	frappe.db.commit()
	assert edits(manager, mine, redirect_uris=EVIL).status_code == 403
	assert edits(manager, mine, oauth_plus_jwks='{"keys": []}').status_code == 403
	assert edits(manager, mine, oauth_plus_client_type="Public").status_code == 403


def test_a_role_of_another_client_is_not_given_or_taken_row_by_row(manager):
	app = an_app(allowed_roles=[{"role": "System Manager"}])
	row = {"doctype": "OAuth Client Role", "parent": app.client_id, "parenttype": CLIENT}
	row |= {"parentfield": "allowed_roles", "role": "All"}
	assert manager.open("/api/resource/OAuth Client Role", "POST", json=row).status_code == 403
	manager.post(METHOD + "frappe.client.insert", {"doc": json.dumps(row)})
	frappe.db.rollback()
	[there] = frappe.get_all("OAuth Client Role", {"parent": app.client_id}, pluck="name")
	answer = manager.open(f"/api/resource/OAuth Client Role/{there}", "PUT", json={"role": "All"})
	assert answer.status_code == 403
	assert manager.open(f"/api/resource/OAuth Client Role/{there}", "DELETE").status_code == 403
	theirs = {"allowed_roles": [{"name": there, "role": "All"}]}
	edits(manager, own_client(manager), **theirs)
	frappe.db.rollback()
	assert frappe.get_all("OAuth Client Role", {"parent": app.client_id}, pluck="role") == ["System Manager"]


def test_a_client_is_not_renamed_or_copied_over_another(manager, own):
	app = an_app()
	said = {"doctype": CLIENT, "old": own, "new": app.client_id}
	assert manager.post(METHOD + "frappe.rename_doc", said).status_code >= 400
	copy = form(app.client_id, "app_name", "Copy") | {"__islocal": 1}
	manager.post(METHOD + "frappe.client.insert", {"doc": json.dumps(copy)})
	frappe.db.rollback()
	assert frappe.db.count(CLIENT, {"app_name": "Copy"}) == 0


def test_an_import_is_for_those_who_may_import(manager):
	said = {"doctype": "Data Import", "reference_doctype": CLIENT, "import_type": "Insert New Records"}
	assert manager.open("/api/resource/Data Import", "POST", json=said).status_code == 403


def test_an_import_of_theirs_meets_the_same_check(manager, site):
	"""What Data Import does for somebody whom a Custom DocPerm lets import"""
	user = frappe.db.get_value("User", {"name": a_user("OAuth Manager")})
	frappe.set_user(user)
	frappe.flags.in_import = True
	try:
		document = {"doctype": CLIENT, "app_name": "Imported", "redirect_uris": EVIL, "scopes": "all"}
		with pytest.raises(frappe.PermissionError, match="Scopes"):
			frappe.get_doc(document).insert(ignore_permissions=True)
	finally:
		frappe.flags.in_import = False
		frappe.set_user("Administrator")
		frappe.db.rollback()


# Beside the client


@pytest.mark.parametrize(
	("path", "values"),
	[
		("OAuth Plus Scope", {"scope": "wide", "title": "Wide"}),
		("OAuth Plus Resource", {"title": "Wide", "address": "https://api.example.com"}),
		("Role", {"role_name": "Wide"}),
		("Custom DocPerm", {"parent": "OAuth Bearer Token", "role": "OAuth Manager", "read": 1}),
		("User Permission", {"user": "Administrator", "allow": "User", "for_value": "Administrator"}),
		("DocShare", {"share_doctype": CLIENT, "share_name": "x", "user": "Administrator", "write": 1}),
		("OAuth Bearer Token", {"access_token": "0" * 64, "user": "Administrator"}),
		("OAuth Authorization Code", {"authorization_code": "0" * 64, "user": "Administrator"}),
		("OAuth Plus Initial Access Token", {"label": "x"}),
		("Property Setter", {"doc_type": CLIENT, "property": "x", "value": "y"}),
		(
			"Report",
			{"report_name": "x", "ref_doctype": "OAuth Bearer Token", "report_type": "Report Builder"},
		),
		("Server Script", {"name": "x", "script_type": "API", "api_method": "x", "script": "1"}),
	],
)
def test_nothing_else_is_theirs_to_make(manager, path, values):
	frappe.db.rollback()
	before = frappe.db.count(path)
	assert manager.open(f"/api/resource/{path}", "POST", json=values).status_code in (403, 417)
	frappe.db.rollback()
	assert frappe.db.count(path) == before


def test_settings_and_scopes_are_not_theirs_to_change(manager):
	for path, values in (
		("OAuth Plus Settings/OAuth Plus Settings", {"allow_administrator": 1}),
		("OAuth Plus Scope/openid", {"is_default": 0}),
		("OAuth Provider Settings/OAuth Provider Settings", {"skip_authorization": "Auto"}),
	):
		assert manager.open(f"/api/resource/{path}", "PUT", json=values).status_code == 403, path
	said = {
		"doctype": "OAuth Plus Settings",
		"name": "OAuth Plus Settings",
		"fieldname": "client_registration",
	}
	assert manager.post(METHOD + "frappe.client.set_value", said | {"value": "Open"}).status_code == 403
	assert frappe.db.get_single_value("OAuth Plus Settings", "allow_administrator") == 0


def test_their_own_roles_are_not_theirs_to_add_to(manager):
	user = body(manager.get(METHOD + "frappe.auth.get_logged_user"))["message"]
	roles = [{"role": "System Manager"}]
	manager.open(f"/api/resource/User/{user}", "PUT", json={"roles": roles})
	manager.post(METHOD + "frappe.core.doctype.user.user.update_roles", {"role_profile": "x"})
	frappe.db.rollback()
	assert "System Manager" not in frappe.get_roles(user)


def test_a_scope_from_use_is_for_system_managers(manager, own):
	frappe.db.delete("OAuth Plus Scope Use", {"client": own})
	use = {
		"client": own,
		"kind": "Method",
		"target": "frappe.client.get_count",
		"last_used": frappe.utils.now(),
	}
	sql.insert("OAuth Plus Scope Use", frappe.generate_hash(length=10), use | {"action": "", "way": "Asked"})
	said = {"client": own, "scope": "mine.wide"}
	assert manager.post(METHOD + "oauth_plus.api.clients.make_scope", said).status_code == 403
	frappe.db.rollback()
	assert not frappe.db.exists("OAuth Plus Scope", "mine.wide")


def test_a_machine_of_a_system_manager_is_not_theirs_to_take_over(manager):
	"""They would give it a key of their own, or end nothing and know its secret"""
	app = a_machine(a_user("System Manager"), scopes="openid")
	for values in (
		{"oauth_plus_jwks": '{"keys": []}'},
		{"oauth_plus_jwks_uri": "https://evil.example.net/keys"},
		{"client_secret": "chosen-by-somebody-else-0123456789"},
	):
		assert edits(manager, app.client_id, **values).status_code >= 400, values
	assert by_itself(app).status_code == 200


def test_a_client_that_was_tampered_with_is_not_theirs_to_use(manager, own):
	"""The row is judged as it will be stored, not as the form shows it"""
	app = change(an_app(scopes="openid"))
	tamper(app, oauth_plus_enforcement="Off")
	assert edits(manager, app.client_id, redirect_uris=EVIL).status_code == 403


def test_an_app_name_holds_no_script_in_the_refusal(manager, own):
	answer = edits(manager, own, scopes="openid <script>alert(1)</script>")
	assert answer.status_code >= 400
	assert "<script>" not in answer.text


def test_the_service_user_of_a_system_manager_stays_one(manager):
	app = an_app(oauth_plus_service_user=a_user())
	assert edits(manager, app.client_id, oauth_plus_service_user=a_user()).status_code == 403
	assert edits(manager, app.client_id, oauth_plus_service_user="").status_code == 200
	assert refused(by_itself(app), "unauthorized_client")
