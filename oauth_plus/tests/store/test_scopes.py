"""Scopes as records: words that are there by themselves, words that somebody makes, and what is remembered."""

import frappe
import pytest

from oauth_plus.rules.resource_access import Kind
from oauth_plus.rules.scope_definition import Rule
from oauth_plus.store.scopes import scope_cache, scope_lookup
from oauth_plus.tests.scoping import a_scope, rule


def test_the_words_of_old_are_there():
	"""Issue 4, item 2"""
	found = scope_lookup.known(["all", "openid", "profile", "email", "offline_access", "roles"])
	assert [scope.name for scope in found] == ["all", "openid", "profile", "email", "offline_access", "roles"]
	assert all(scope.title and scope.sentence for scope in found)
	assert scope_lookup.find("all").is_sensitive
	assert scope_lookup.find("openid").is_default


def test_a_scope_for_one_doctype_is_there_without_a_record():
	scope = scope_lookup.find("doctype:ToDo:read")
	assert scope.rules == (Rule(Kind.DOCTYPE, "ToDo", frozenset({"read", "print", "report"})),)
	assert "ToDo" in scope.title
	assert "ToDo" in scope.sentence
	assert scope_lookup.find("doctype:OAuth%20Client:read").is_sensitive


@pytest.mark.parametrize(
	"word",
	[
		"doctype:Nothing:read",
		"doctype:todo:read",
		"doctype:ToDo:share",
		"doctype:ToDo",
		"ALL",
		"nothing",
		"",
	],
)
def test_other_words_mean_nothing(word):
	assert scope_lookup.find(word) is None


def test_a_scope_that_somebody_makes_is_known_at_once_and_gone_at_once():
	name = a_scope(rule("DocType", "ToDo", "read"), rule("Method", "frappe.ping"))
	assert scope_lookup.find(name).rules == (
		Rule(Kind.DOCTYPE, "ToDo", frozenset({"read"})),
		Rule(Kind.METHOD, "frappe.ping"),
	)
	frappe.get_doc("OAuth Plus Scope", name).update({"title": "Another"}).save()
	frappe.db.commit()
	assert scope_lookup.find(name).title == "Another"
	frappe.delete_doc("OAuth Plus Scope", name)
	frappe.db.commit()
	assert scope_lookup.find(name) is None


@pytest.mark.parametrize(
	"word", ["two words", 'quo"te', "back\\slash", "a,b", "ümlaut", "x" * 141, "doctype:x:y"]
)
def test_what_no_scope_may_be_called_is_refused(word):
	"""RFC 6749 §3.3"""
	with pytest.raises(frappe.ValidationError):
		a_scope(rule("DocType", "ToDo", "read"), scope=word)
	frappe.db.rollback()


def test_scopes_that_contain_each_other_are_refused():
	"""Issue 4, item 1"""
	inner = a_scope(rule("DocType", "ToDo", "read"))
	middle = a_scope(contains=inner)
	outer = a_scope(contains=middle)
	document = frappe.get_doc("OAuth Plus Scope", inner)
	for loop in (outer, middle, inner):
		with pytest.raises(frappe.ValidationError):
			document.update({"contains": loop}).save()
		frappe.db.rollback()
		document.reload()
	assert {scope.name for scope in scope_lookup.held_by([outer])} == {outer, middle, inner}


def test_what_is_not_there_cannot_be_contained():
	with pytest.raises(frappe.ValidationError):
		a_scope(contains="nothing")
	frappe.db.rollback()


def test_a_rule_says_what_may_be_done():
	with pytest.raises(frappe.ValidationError):
		a_scope(rule("DocType", "ToDo"))
	frappe.db.rollback()


def test_what_a_standard_scope_opens_is_not_edited_and_how_it_is_called_is():
	document = frappe.get_doc("OAuth Plus Scope", "email")
	with pytest.raises(frappe.ValidationError):
		document.append("rules", rule("DocType", "User", "read")) and document.save()
	frappe.db.rollback()
	document.reload()
	document.update({"title": "Your address"}).save()
	assert scope_lookup.find("email").title == "Your address"
	frappe.db.rollback()
	with pytest.raises(frappe.ValidationError):
		frappe.delete_doc("OAuth Plus Scope", "email")
	frappe.db.rollback()


def test_a_rule_is_changed_on_its_scope_alone():
	"""Frappe's REST saves a row by itself before its document, which then has nothing to compare it with"""
	row = frappe.db.get_value("OAuth Plus Scope Rule", {"parent": "openid"})
	rule_of_openid = frappe.get_doc("OAuth Plus Scope Rule", row)
	rule_of_openid.target = "*"
	with pytest.raises(frappe.PermissionError):
		rule_of_openid.save()
	with pytest.raises(frappe.PermissionError):
		frappe.delete_doc("OAuth Plus Scope Rule", row)
	frappe.db.rollback()
	assert scope_lookup.find("openid").rules[0].target == "frappe.auth.get_logged_user"


def test_what_is_remembered_is_not_asked_of_the_database_again():
	before = scope_lookup.find("email").title
	frappe.db.set_value("OAuth Plus Scope", "email", "title", "Changed past every hook")
	assert scope_lookup.find("email").title == before
	scope_cache.invalidate()
	assert scope_lookup.find("email").title == "Changed past every hook"
	frappe.db.rollback()
	assert scope_lookup.find("email").title == before
