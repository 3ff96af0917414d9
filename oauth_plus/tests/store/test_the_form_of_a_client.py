"""The order of the form of an OAuth Client, as Frappe's meta has it on this version."""

import json
from collections.abc import Iterator

import frappe
import pytest

from oauth_plus.platform import form_properties
from oauth_plus.setup import client_form, custom_fields, form_order, install
from oauth_plus.setup.fields.shown import SHOWN
from oauth_plus.store import client_lookup
from oauth_plus.store.clients import client_fields
from oauth_plus.store.clients.client_fields import DOCTYPE, auth_method_field
from oauth_plus.tests.factories import an_app

BREAKS = ("Section Break", "Column Break", "Tab Break")

ORDER = {"doc_type": DOCTYPE, "property": "field_order"}

QUESTIONS = [
	"Who Is It?",
	"How Does It Prove Itself?",
	"Where May It Send People?",
	"What May It Do, and for Whom?",
	"How Long?",
	"How Has It Behaved?",
]
"""Sections that are never folded, in their order."""


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


def folded() -> set[str]:
	"""The labels of the sections that Desk folds away."""
	return {field.label for field in frappe.get_meta(DOCTYPE).fields if field.get("collapsible")}


def test_the_form_asks_six_questions_in_their_order():
	assert [label for label in sections() if label in QUESTIONS] == QUESTIONS
	assert not folded() & set(QUESTIONS)


def test_each_question_has_its_fields():
	found = sections()
	assert found["Who Is It?"][:4] == [
		"app_name",
		"oauth_plus_client_type",
		"oauth_plus_enabled",
		"client_id",
	]
	assert found["How Does It Prove Itself?"] == [auth_method_field(), "client_secret", "oauth_plus_networks"]
	assert found["Where May It Send People?"][0] == "redirect_uris"
	assert found["What May It Do, and for Whom?"][:3] == ["scopes", "oauth_plus_open_to", "allowed_roles"]
	assert found["How Long?"][0] == "oauth_plus_access_lifetime"
	assert found["How Has It Behaved?"] == ["oauth_plus_enforcement"]


def test_what_is_rarely_needed_is_folded_away_below_its_question():
	places = list(sections())
	for label, question in (
		("Stronger Proof: Keys, Pushed Requests, DPoP", "How Does It Prove Itself?"),
		("After Signing Out", "Where May It Send People?"),
		("Consent Page", "What May It Do, and for Whom?"),
		("Without a User at a Browser", "What May It Do, and for Whom?"),
		("Gateways", "What May It Do, and for Whom?"),
		("Single Sign-On", "What May It Do, and for Whom?"),
		("Grant and Response Type", "What May It Do, and for Whom?"),
		("Codes, Grace Period and Long Lifetimes", "How Long?"),
		("Limits", "How Long?"),
	):
		assert label in folded(), label
		above = [place for place in places[: places.index(label)] if place in QUESTIONS]
		assert above[-1] == question, label
	assert set(sections()["Grant and Response Type"]) == {"grant_type", "response_type"}


def test_every_field_of_this_app_has_a_place_that_was_chosen():
	"""A new field without one would stand after the last question"""
	ours = {field["fieldname"] for field in custom_fields.OAUTH_CLIENT}
	assert ours <= set(form_order.ORDER)
	assert set(SHOWN) <= ours


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
	assert set(empty) <= {"", "sb_1", "section_break_ggiv", "Client Metadata"}


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
	assert fields()[:2] == ["app_name", "oauth_plus_client_type"]


def test_lifetimes_of_a_site_from_before_keep_their_values_as_durations():
	"""They were whole numbers of seconds"""
	app = an_app(oauth_plus_access_lifetime=5_400)
	lifetimes = {"dt": DOCTYPE, "fieldname": ("in", list(client_fields.LIFETIMES.values()))}
	frappe.db.set_value("Custom Field", lifetimes, {"fieldtype": "Int", "non_negative": 1})
	frappe.clear_cache(doctype=DOCTYPE)
	frappe.db.updatedb(DOCTYPE)
	assert frappe.get_meta(DOCTYPE).get_field("oauth_plus_access_lifetime").fieldtype == "Int"
	install.add_customisations()
	frappe.db.commit()
	frappe.clear_cache(doctype=DOCTYPE)
	fieldtypes = {
		frappe.get_meta(DOCTYPE).get_field(name).fieldtype for name in client_fields.LIFETIMES.values()
	}
	assert fieldtypes == {"Duration"}
	stored = frappe.db.get_value(DOCTYPE, app.client_id, list(client_fields.LIFETIMES.values()))
	assert stored == (5_400, 0, 0, 0)
	found = client_lookup.find_fresh(app.client_id)
	assert found.lifetimes == {"access": 5_400}
