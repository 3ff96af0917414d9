"""A token that may write one DocType, or see some pages, never becomes its user's whole account (issue 12, items 2,
3)."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from frappe.utils.password import check_password, set_encrypted_password
from werkzeug.test import TestResponse

from oauth_plus.store.events import refused_calls
from oauth_plus.store.scopes.scope_records import DeclaredScope
from oauth_plus.tests.browser import METHOD, Browser
from oauth_plus.tests.every_door import lacking
from oauth_plus.tests.factories import a_user, an_app, signed_in
from oauth_plus.tests.journey import bearer, sign_in
from oauth_plus.tests.scoping import a_scope, rule

USER, EVERYTHING = "/api/resource/User/", ("read", "write", "create", "delete")
NEW_PASSWORD = "another-Donkey-9-generator"


@pytest.fixture
def manager() -> str:
	return a_user("System Manager")


@pytest.fixture
def scope_of() -> Iterator[Callable[..., str]]:
	"""Scopes that go again: other tests ask which of all scopes are the narrowest."""
	made = []

	def make(*rules: dict[str, Any], **values: Any) -> str:
		made.append(a_scope(*rules, **values))
		return made[-1]

	yield make
	for word in made:
		frappe.delete_doc("OAuth Plus Scope", word, force=True)
	frappe.db.commit()


def token_for(user: str, *words: str) -> str:
	scope = " ".join(words)
	return sign_in(an_app(scopes=f"all openid {scope}"), signed_in(user), scope=scope).access_token


def send(token: str, path: str, method: str = "GET", **sent: Any) -> TestResponse:
	return Browser().open(path, method=method, headers=bearer(token), **sent)


@pytest.mark.parametrize(
	"path", ["/_test/../app", "/_test/%2e%2e/app", "/_test/%252e%252e/app", "/_test/..%5capp"]
)
def test_a_page_is_reached_by_no_way_round(manager, scope_of, path):
	token = token_for(manager, scope_of(rule("Page", "/_test/*")))
	answer = send(token, path)
	assert answer.status_code == 403, answer.text[:300]
	assert "csrf_token" not in answer.text


@pytest.mark.parametrize(
	"values",
	[
		{"new_password": NEW_PASSWORD},
		{"api_key": "0123456789abcde"},
		{"api_secret": "0123456789abcde"},
		{"roles": [{"role": "System Manager"}, {"role": "Accounts Manager"}]},
		{"reset_password_key": "0" * 64},
		{"user_type": "Website User"},
		{"social_logins": [{"provider": "frappe", "userid": "somebody else's"}]},
	],
	ids=lambda values: next(iter(values)),
)
def test_who_may_write_users_writes_no_credentials(manager, values):
	token = token_for(manager, "doctype:User:write")
	answer = send(token, USER + manager, method="PUT", json=values)
	assert answer.status_code == 403, answer.text[:300]
	assert lacking(answer) == {"all"}
	frappe.db.rollback()
	with pytest.raises(frappe.AuthenticationError):
		check_password(manager, NEW_PASSWORD)
	assert not frappe.db.get_value("User", manager, "api_key")


def test_who_may_write_users_writes_what_else_they_are(manager):
	token = token_for(manager, "doctype:User:write")
	answer = send(
		token, USER + manager, method="PUT", json={"bio": "Likes borders", "phone": "+44 20 7946 0000"}
	)
	assert answer.status_code == 200, answer.text[:300]
	frappe.db.rollback()
	assert frappe.db.get_value("User", manager, "bio") == "Likes borders"


@pytest.mark.parametrize(
	"method", ["frappe.client.set_value", "frappe.client.save", "frappe.client.bulk_update"]
)
def test_no_other_door_leads_there(manager, method):
	token = token_for(manager, "doctype:User:write")
	arguments = {
		"frappe.client.set_value": {
			"doctype": "User",
			"name": manager,
			"fieldname": "api_key",
			"value": "x" * 15,
		},
		"frappe.client.save": {
			"doc": frappe.get_doc("User", manager).as_dict(convert_dates_to_str=True) | {"api_key": "x" * 15}
		},
		"frappe.client.bulk_update": {
			"docs": frappe.as_json([{"doctype": "User", "docname": manager, "api_key": "x" * 15}])
		},
	}[method]
	send(token, METHOD + method, method="POST", json=frappe.parse_json(frappe.as_json(arguments)))
	frappe.db.rollback()
	assert not frappe.db.get_value("User", manager, "api_key")


def test_a_pattern_of_methods_makes_no_api_key(manager, scope_of):
	token = token_for(manager, scope_of(rule("Method", "frappe.core.*")))
	answer = send(
		token, f"{METHOD}frappe.core.doctype.user.user.generate_keys", method="POST", json={"user": manager}
	)
	assert answer.status_code == 403
	frappe.db.rollback()
	assert not frappe.db.get_value("User", manager, "api_key")


@pytest.mark.parametrize(
	("doctype", "values"),
	[
		("Role", {"role_name": "Narrow"}),
		(
			"Property Setter",
			{"doctype_or_field": "DocType", "doc_type": "ToDo", "property": "title_field", "value": "x"},
		),
		("Webhook", {"webhook_doctype": "ToDo", "request_url": "https://attacker.example.com"}),
		("User Permission", {"user": "Administrator", "allow": "ToDo", "for_value": "x"}),
	],
)
def test_nothing_that_gives_access_is_made_by_a_pattern(manager, scope_of, doctype, values):
	token = token_for(
		manager, f"doctype:{doctype.replace(' ', '%20')}:write", scope_of(rule("DocType", "*", *EVERYTHING))
	)
	before = frappe.db.count(doctype)
	answer = send(token, f"/api/resource/{doctype}", method="POST", json=values)
	assert answer.status_code == 403, answer.text[:300]
	frappe.db.rollback()
	assert frappe.db.count(doctype) == before


def test_a_scope_that_is_marked_and_names_it_opens_it(manager, scope_of):
	token = token_for(manager, scope_of(rule("DocType", "Role", *EVERYTHING), is_sensitive=1))
	answer = send(
		token,
		"/api/resource/Role",
		method="POST",
		json={"role_name": f"Made {frappe.generate_hash(length=6)}"},
	)
	assert answer.status_code == 200, answer.text[:300]


def test_a_row_of_roles_is_nobodys_by_the_way(manager, scope_of):
	"""Frappe asks for the permission on the user alone; a tree's method takes any document."""
	token = token_for(
		manager, "doctype:User:write", scope_of(rule("Method", "frappe.*"), rule("DocType", "*", *EVERYTHING))
	)
	before = frappe.get_roles(manager)
	row = {"doctype": "Has Role", "parenttype": "User", "parentfield": "roles", "parent": manager}
	answer = send(
		token,
		f"{METHOD}frappe.desk.treeview.add_node",
		method="POST",
		json={**row, "role": "Accounts Manager", "is_root": "false"},
	)
	assert answer.status_code == 403, answer.text[:300]
	frappe.db.rollback()
	assert frappe.get_roles(manager) == before


def test_what_runs_methods_opens_the_method_that_it_runs(manager, scope_of):
	"""`make_mapped_doc` hands one argument to whatever it is told"""
	word = scope_of(rule("Method", "frappe.model.mapper.make_mapped_doc"))
	token = token_for(manager, word)
	path = f"{METHOD}frappe.model.mapper.make_mapped_doc"
	for method in (
		"frappe.core.doctype.user.user.generate_keys",
		"frappe.client.get_list",
		"frappe.client.get",
	):
		answer = send(token, path, method="POST", json={"method": method, "source_name": manager})
		assert answer.status_code == 403, answer.text[:300]
	frappe.db.rollback()
	assert not frappe.db.get_value("User", manager, "api_key")


def test_a_method_has_one_name_whichever_module_has_it(manager, scope_of):
	"""A module that imports a method has it under a name of its own"""
	token = token_for(manager, scope_of(rule("Method", "oauth_plus_alias.*"), rule("Method", "frappe.*")))
	name = "frappe.utils.data.oauth_plus_alias"
	frappe.utils.data.oauth_plus_alias = frappe.get_attr("frappe.core.doctype.user.user.generate_keys")
	try:
		answer = send(token, METHOD + name, method="POST", json={"user": manager})
	finally:
		del frappe.utils.data.oauth_plus_alias
	assert answer.status_code == 403, answer.text[:300]


def test_a_user_is_renamed_by_no_scope_for_methods(manager, scope_of):
	"""The next password would go to the new address"""
	token = token_for(manager, "doctype:User:write", scope_of(rule("Method", "frappe.*")))
	new = f"{frappe.generate_hash(length=8)}@attacker.example.com"
	answer = send(
		token,
		f"{METHOD}frappe.model.rename_doc.update_document_title",
		method="POST",
		json={"doctype": "User", "docname": manager, "name": new, "merge": 0},
	)
	assert answer.status_code == 403, answer.text[:300]
	frappe.db.rollback()
	assert frappe.db.exists("User", manager)
	assert not frappe.db.exists("User", new)


def test_a_password_is_not_emptied_either(manager, scope_of):
	token = token_for(manager, scope_of(rule("DocType", "*", *EVERYTHING)))
	set_encrypted_password("User", manager, "x" * 15, "api_secret")
	frappe.db.set_value("User", manager, "api_secret", "*" * 15)
	frappe.db.commit()
	answer = send(token, USER + manager, method="PUT", json={"api_secret": ""})
	assert answer.status_code == 403, answer.text[:300]


def test_a_password_of_asterisks_is_a_password(manager):
	"""The mask stands for a password that is kept; Frappe sets a new one whatever it consists of"""
	token = token_for(manager, "doctype:User:write")
	victim = a_user("Website Manager")
	answer = send(token, USER + victim, method="PUT", json={"new_password": "*" * 14})
	assert answer.status_code == 403, answer.text[:300]


def test_mails_are_not_read_by_a_pattern(manager, scope_of):
	"""A link to reset a password stands in them"""
	scopes = (
		"doctype:Email%20Queue:read",
		scope_of(rule("DocType", "*", "read"), rule("Module", "Email", "read")),
	)
	token = token_for(manager, *scopes)
	for path in ("/api/resource/Email Queue", f"{METHOD}frappe.client.get_count?doctype=Email Queue"):
		assert send(token, path).status_code == 403, path


def test_a_document_that_is_sent_along_runs_nothing(manager, scope_of):
	"""A webhook's template is run to be shown, and by a method that shows it"""
	token = token_for(
		manager,
		"doctype:Webhook:read",
		scope_of(rule("Method", "Webhook.*"), rule("DocType", "*", "read", "print")),
	)
	webhook = {
		"doctype": "Webhook",
		"name": "x",
		"webhook_doctype": "ToDo",
		"webhook_json": "{{ frappe.db.sql('select 1') }}",
	}
	for path, arguments in (
		("frappe.www.printview.get_html_and_style", {"doc": frappe.as_json(webhook)}),
		("run_doc_method", {"docs": frappe.as_json(webhook), "method": "generate_preview"}),
	):
		answer = Browser().get(METHOD + path, query=arguments, headers=bearer(token))
		assert answer.status_code == 403, answer.text[:300]


@pytest.mark.parametrize(
	("method", "sent"),
	[
		(
			"frappe.desk.doctype.system_console.system_console.execute_code",
			{"doc": '{"doctype": "System Console", "type": "SQL", "console": "select 1"}'},
		),
		(
			"frappe.core.page.permission_manager.permission_manager.update",
			{"doctype": "Note", "role": "All", "permlevel": 0, "ptype": "delete", "value": 1},
		),
		(
			"frappe.core.doctype.user_permission.user_permission.clear_user_permissions",
			{"user": "x", "for_doctype": "ToDo"},
		),
		("frappe.utils.backups.get_backup_encryption_key", {}),
		("frappe.share.add", {"doctype": "ToDo", "name": "x", "everyone": 1}),
		(
			"frappe.model.mapper.map_docs",
			{"method": "frappe.client.get_password", "source_names": '["User"]', "target_doc": "x"},
		),
		("uploadfile", {"method": "frappe.desk.query_report.export_query"}),
	],
	ids=lambda value: value if isinstance(value, str) else "",
)
def test_no_pattern_of_methods_becomes_the_site(manager, scope_of, method, sent):
	token = token_for(manager, scope_of(rule("Method", "*"), rule("DocType", "*", *EVERYTHING)))
	answer = send(token, METHOD + method, method="POST", json=sent)
	assert answer.status_code == 403, answer.text[:300]


def test_no_backup_is_fetched_by_a_pattern(manager, scope_of):
	token = token_for(manager, scope_of(rule("Method", "*"), rule("Page", "*")))
	assert send(token, "/backups/x.sql.gz").status_code == 403


def test_a_user_is_renamed_by_no_method_of_the_document(manager, scope_of):
	token = token_for(manager, scope_of(rule("DocType", "*", *EVERYTHING), rule("Method", "User.*")))
	new = f"{frappe.generate_hash(length=8)}@attacker.example.com"
	answer = send(token, USER + manager, method="POST", json={"run_method": "rename", "name": new})
	assert answer.status_code == 403, answer.text[:300]
	frappe.db.rollback()
	assert frappe.db.exists("User", manager)


def test_comments_have_their_name_in_any_letter_case(manager):
	token = token_for(manager, "doctype:ToDo:read")
	for path in (
		"frappe.desk.search.search_widget?doctype=ToDo&txt=&searchfield=_Comments&ignore_user_permissions=1",
		'frappe.client.get_count?doctype=ToDo&filters={"_Comments":["like","%a%"]}',
		"frappe.client.get_list?doctype=ToDo&order_by=_Comments",
	):
		assert send(token, METHOD + path).status_code == 403, path


def test_a_row_is_not_taken_from_another_document(manager, scope_of):
	"""Frappe writes a row by its name, whoever's it is"""
	token = token_for(manager, "doctype:Contact:write")
	address = frappe.get_doc(
		{
			"doctype": "Address",
			"address_title": frappe.generate_hash(length=8),
			"address_line1": "x",
			"city": "x",
			"country": frappe.get_all("Country", limit=1, pluck="name")[0],
			"links": [{"link_doctype": "User", "link_name": manager}],
		}
	).insert(ignore_permissions=True)
	contact = frappe.get_doc({"doctype": "Contact", "first_name": "Row"}).insert(ignore_permissions=True)
	frappe.db.commit()
	row = {"name": address.links[0].name, "link_doctype": "User", "link_name": manager}
	answer = send(token, f"/api/resource/Contact/{contact.name}", method="PUT", json={"links": [row]})
	assert answer.status_code == 403, answer.text[:300]
	frappe.db.rollback()
	assert frappe.db.get_value("Dynamic Link", row["name"], "parent") == address.name


def test_a_link_is_not_told_by_its_title(manager, scope_of):
	"""Frappe looks it up in whatever is linked to"""
	token = token_for(manager, "doctype:Contact:write")
	person = a_user("Website Manager")
	frappe.db.set_value("User", person, {"first_name": "Secretly", "full_name": "Secretly Named"})
	frappe.db.commit()
	frappe.clear_document_cache("User", person)
	values = {"first_name": "Row", "links": [{"link_doctype": "User", "link_name": person}]}
	answer = send(token, "/api/resource/Contact", method="POST", json=values)
	assert answer.status_code == 200, answer.text[:300]
	assert "Secretly" not in answer.text


def test_a_form_brings_no_scripts_and_print_formats(manager, scope_of):
	token = token_for(manager, "doctype:ToDo:read")
	made = frappe.get_doc(
		{
			"doctype": "Print Format",
			"name": frappe.generate_hash(length=8),
			"doc_type": "ToDo",
			"custom_format": 1,
			"print_format_type": "Jinja",
			"html": "for designers alone",
		}
	).insert(ignore_permissions=True)
	frappe.db.commit()
	try:
		answer = send(token, f"{METHOD}frappe.desk.form.load.getdoctype?doctype=ToDo")
		assert answer.status_code == 200
		assert "for designers alone" not in answer.text
	finally:
		made.delete(ignore_permissions=True)
		frappe.db.commit()


def test_desk_is_no_page_of_a_pattern(manager, scope_of):
	token = token_for(manager, scope_of(rule("Page", "*")))
	for path in ("/app", "/app/todo", "/desk", "/desk/todo"):
		answer = send(token, path)
		assert answer.status_code in (301, 302, 403), path
		assert "csrf_token" not in answer.text


def test_the_first_page_is_not_desk(manager, scope_of):
	"""`/` shows what the administrator chose, or the user's role"""
	frappe.db.set_value("Role", "System Manager", "home_page", "app")
	frappe.db.commit()
	frappe.clear_cache()
	try:
		token = token_for(manager, scope_of(rule("Page", "/")))
		answer = send(token, "/")
		assert answer.status_code == 403, answer.text[:300]
	finally:
		frappe.db.set_value("Role", "System Manager", "home_page", None)
		frappe.db.commit()
		frappe.clear_cache()


def test_who_is_refused_is_told_what_would_help(manager, scope_of):
	"""No scope for documents opens it, so nobody is sent to look for one"""
	token = token_for(manager, "doctype:Role:write")
	send(token, "/api/resource/Role", method="POST", json={"role_name": "x"})
	frappe.db.rollback()
	refused_calls.write_down()
	event = frappe.get_last_doc("OAuth Plus Event", filters={"user": manager, "event": "call_refused"})
	assert "marked Sensitive and names the DocType Role" in event.fix


def test_an_apps_scope_that_names_it_is_marked_for_it():
	read = DeclaredScope.read("library", {"scope": "x", "rules": [{"doctype": "Role", "actions": ["write"]}]})
	assert read.values["is_sensitive"] == 1
	read = DeclaredScope.read("library", {"scope": "x", "rules": [{"doctype": "Role", "actions": ["read"]}]})
	assert read.values["is_sensitive"] == 0


def test_a_scope_that_names_it_has_to_be_marked():
	with pytest.raises(frappe.ValidationError, match="Sensitive"):
		a_scope(rule("DocType", "Server Script", "write"))
	frappe.db.rollback()
