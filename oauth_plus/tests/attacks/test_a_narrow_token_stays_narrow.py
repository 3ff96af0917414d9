"""A token that may write one DocType, or see some pages, never becomes its user's whole account (issue 12, items 2, 3)."""

from collections.abc import Callable, Iterator
from typing import Any

import frappe
import pytest
from frappe.utils.password import check_password
from werkzeug.test import TestResponse

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


def test_a_scope_that_names_it_has_to_be_marked():
	with pytest.raises(frappe.ValidationError, match="Sensitive"):
		a_scope(rule("DocType", "Server Script", "write"))
	frappe.db.rollback()
