"""The order of the form of an OAuth Client, as Frappe's meta has it on this version."""

import json
from collections.abc import Iterator

import frappe
import pytest

from oauth_plus.platform import form_properties
from oauth_plus.setup import client_form, custom_fields, install
from oauth_plus.store.clients.client_fields import DOCTYPE, auth_method_field

BREAKS = ("Section Break", "Column Break", "Tab Break")

ORDER = {"doc_type": DOCTYPE, "property": "field_order"}

FIRST = ["app_name", "redirect_uris", "default_redirect_uri", "scopes", "oauth_plus_open_to", "allowed_roles"]
"""What a person fills in to make a client."""


def fields(*, with_breaks: bool = False) -> list[str]:
	"""In the order of the form."""
	shown = (field for field in frappe.get_meta(DOCTYPE).fields if not field.hidden)
	return [field.fieldname for field in shown if with_breaks or field.fieldtype not in BREAKS]


def sections() -> dict[str, list[str]]:
	"""The fields of each section by its label; one without a label, by its name."""
	found: dict[str, list[str]] = {"": []}
	for field in frappe.get_meta(DOCTYPE).fields:
		if field.fieldtype == "Section Break":
			found[field.label or field.fieldname] = []
		elif field.fieldtype not in BREAKS and not field.hidden:
			found[list(found)[-1]].append(field.fieldname)
	return found


def test_the_form_begins_with_what_a_person_fills_in_first():
	assert fields()[:6] == FIRST
	assert sections()[""] == FIRST


def test_what_the_app_needs_comes_next():
	assert fields()[6:8] == ["client_id", "client_secret"]
	assert list(sections())[1:3] == ["Credentials", "Protection"]


def test_each_section_of_ours_holds_its_fields():
	found = sections()
	assert found["Protection"][:6] == [
		"oauth_plus_enabled",
		"oauth_plus_client_type",
		auth_method_field(),
		"oauth_plus_jwks",
		"oauth_plus_jwks_uri",
		"oauth_plus_enforcement",
	]
	assert found["Lifetimes and Rotation"][0] == "oauth_plus_access_lifetime"
	assert "oauth_plus_keeps_access_tokens" in found["Lifetimes and Rotation"]
	assert found["Consent Page"] == [
		"oauth_plus_maker",
		"skip_authorization",
		"oauth_plus_logo",
		"oauth_plus_requires_all_scopes",
	]
	assert set(found["Advanced Settings"]) == {"grant_type", "response_type"}


def test_no_field_is_lost_and_none_comes_twice():
	there = fields(with_breaks=True)
	assert len(there) == len(set(there))
	ours = custom_fields.custom_fields(has_own_auth_method="oauth_plus_" not in auth_method_field())
	assert {field["fieldname"] for field in ours[DOCTYPE] if not field.get("hidden")} <= set(there)
	stock = frappe.get_all("DocField", filters={"parent": DOCTYPE, "hidden": 0}, pluck="fieldname")
	assert set(stock) <= set(there)


def test_every_break_of_frappes_that_is_left_over_stands_at_the_end():
	"""A section or a column without fields is not shown"""
	empty = [label for label, its in sections().items() if not its]
	assert set(empty) <= {"sb_1", "section_break_ggiv"}


@pytest.fixture
def order_of_somebody_else(site) -> Iterator[list[str]]:
	"""An administrator has put the fields into another order, by Customize Form."""
	order = sorted(fields(with_breaks=True))
	values = {"doctype": DOCTYPE, "doctype_or_field": "DocType", "property": "field_order"}
	frappe.make_property_setter(values | {"value": json.dumps(order)}, is_system_generated=False)
	frappe.db.commit()
	yield order
	frappe.db.delete("Property Setter", ORDER)
	install.add_customisations()
	frappe.db.commit()
	frappe.clear_cache(doctype=DOCTYPE)


def test_an_order_that_an_administrator_chose_stays(order_of_somebody_else: list[str]):
	install.add_customisations()
	form_properties.let_go_of_order(DOCTYPE, custom_fields.MODULE)
	[value] = frappe.get_all("Property Setter", filters=ORDER, pluck="value")
	assert json.loads(value) == order_of_somebody_else


def test_a_migration_brings_a_newer_order_of_ours():
	older = json.dumps(["client_id", "app_name"])
	frappe.db.set_value("Property Setter", ORDER, "value", older)
	install.add_customisations()
	frappe.db.commit()
	[row] = frappe.get_all("Property Setter", filters=ORDER, fields=["value", "module"])
	assert json.loads(row.value) == client_form.field_order()[DOCTYPE]
	assert row.module == custom_fields.MODULE
	frappe.clear_cache(doctype=DOCTYPE)
	assert fields()[:6] == FIRST
