"""ERPNext for real: each scope that comes with it does its whole job at Enforce and nothing beside it; what is
suggested after a day under `all` is accepted (issue 13, item 14). Collected where ERPNext is installed; its setup
has run."""

import io
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import frappe
import pytest
from frappe.utils import add_days, nowdate
from werkzeug.test import TestResponse

from oauth_plus import tasks
from oauth_plus.tests.browser import METHOD, Browser, body
from oauth_plus.tests.every_door import asked_for, lacking
from oauth_plus.tests.factories import a_user, an_app, an_old_app, change, signed_in
from oauth_plus.tests.journey import bearer, sign_in

RESOURCE = "/api/resource/"


@dataclass
class Company:
	"""What a shop needs to be there."""

	name: str
	item: str
	price_list: str
	customer: str
	seller: str
	analyst: str
	employee: str
	customer_user: str


@pytest.fixture(scope="module")
def company(site) -> Company:
	frappe.set_user("Administrator")
	name = frappe.db.get_value("Company", {})
	tag = secrets.token_hex(3)
	warehouse = frappe.db.get_value("Warehouse", {"company": name, "is_group": 0})
	item = made(
		"Item",
		item_code=f"Lamp {tag}",
		item_group="Products",
		stock_uom="Nos",
		is_stock_item=1,
		item_defaults=[{"company": name, "default_warehouse": warehouse}],
	)
	price_list = frappe.db.get_value("Price List", {"selling": 1, "enabled": 1})
	made("Item Price", item_code=item, price_list=price_list, price_list_rate=20)
	customer = made("Customer", customer_name=f"Shelf {tag}", customer_type="Company")
	seller = a_user(
		"Sales User", "Sales Manager", "Sales Master Manager", "Stock User", "Accounts User", "Item Manager"
	)
	analyst = a_user(
		"Accounts Manager", "Sales Manager", "Stock Manager", "Stock User", "Purchase Manager", "Analytics"
	)
	worker = a_user("Employee", "Projects User")
	made(
		"Employee",
		first_name="Test",
		gender="Female",
		date_of_birth="1990-01-01",
		date_of_joining="2020-01-01",
		company=name,
		user_id=worker,
	)
	buyer = a_user("Customer")
	links = [{"link_doctype": "Customer", "link_name": customer}]
	made(
		"Contact",
		first_name="Buyer",
		user=buyer,
		links=links,
		email_ids=[{"email_id": buyer, "is_primary": 1}],
	)
	frappe.db.commit()
	return Company(name, item, price_list, customer, seller, analyst, worker, buyer)


def made(doctype: str, **values: Any) -> str:
	return frappe.get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True).name


class Caller:
	"""An app with a token of one person, held to these scopes."""

	def __init__(self, user: str, scope: str, app: Any = None) -> None:
		self.app = app or an_app(scopes=f"openid {scope}")
		self.token = sign_in(self.app, signed_in(user), scope=scope).access_token

	def get(self, path: str, **query: Any) -> Any:
		return read(Browser().get(path, query, headers=bearer(self.token)))

	def post(self, path: str, form: dict[str, Any]) -> Any:
		sent = {name: each if isinstance(each, str) else json.dumps(each) for name, each in form.items()}
		return read(Browser().post(path, sent, headers=bearer(self.token)))

	def make(self, doctype: str, **values: Any) -> dict[str, Any]:
		answer = Browser().post(RESOURCE + doctype, json=values, headers=bearer(self.token))
		return read(answer)["data"]

	def put(self, doctype: str, name: str, **values: Any) -> dict[str, Any]:
		return read(self.open("PUT", doctype, name, json=values))["data"]

	def open(self, verb: str, doctype: str, name: str = "", **kwargs: Any) -> TestResponse:
		path = f"{RESOURCE}{doctype}/{name}" if name else RESOURCE + doctype
		return Browser().open(path, verb, headers=bearer(self.token), **kwargs)

	def call(self, method: str, /, **form: Any) -> Any:
		return self.post(METHOD + method, form).get("message")

	def mapped(self, method: str, source: str) -> dict[str, Any]:
		"""What Desk's buttons under Create ask for."""
		return self.call("frappe.model.mapper.make_mapped_doc", method=method, source_name=source)

	def attach(self, doctype: str, name: str) -> dict[str, Any]:
		file = (io.BytesIO(b"a photo of a shelf"), f"{secrets.token_hex(4)}.txt")
		form = {"doctype": doctype, "docname": name, "is_private": "1", "file": file}
		answer = Browser().post(f"{METHOD}upload_file", form, headers=bearer(self.token))
		return read(answer)["message"]

	def may_not(self, verb: str, doctype: str, name: str = "", **kwargs: Any) -> bool:
		return lacking(self.open(verb, doctype, name, **kwargs)) is not None


def read(answer: TestResponse) -> Any:
	assert answer.status_code in (200, 202), f"{answer.status_code}: {lacking(answer)} {answer.text[:1500]}"
	return body(answer)


def line(company: Company) -> dict[str, Any]:
	return {"item_code": company.item, "qty": 2, "rate": 20, "delivery_date": add_days(nowdate(), 7)}


def an_order(company: Company, customer: str) -> dict[str, Any]:
	return {
		"company": company.name,
		"customer": customer,
		"delivery_date": add_days(nowdate(), 7),
		"order_type": "Sales",
		"items": [line(company)],
	}


def details(company: Company, customer: str) -> dict[str, Any]:
	return {
		"item_code": company.item,
		"company": company.name,
		"customer": customer,
		"doctype": "Sales Order",
		"currency": frappe.db.get_value("Company", company.name, "default_currency"),
		"conversion_rate": 1,
		"price_list": company.price_list,
		"price_list_currency": frappe.db.get_value("Price List", company.price_list, "currency"),
		"plc_conversion_rate": 1,
		"qty": 1,
	}


# The jobs


def sells_on_the_web(shop: Caller, company: Company) -> None:
	assert shop.get(RESOURCE + "Item", fields='["name","item_name","image"]', filters='[["disabled","=",0]]')[
		"data"
	]
	assert shop.get(RESOURCE + "Item Price", fields='["item_code","price_list_rate"]')["data"]
	shop.get(RESOURCE + "Bin", fields='["item_code","actual_qty"]')
	customer = shop.make("Customer", customer_name=f"Web {secrets.token_hex(3)}", customer_type="Individual")[
		"name"
	]
	links = [{"link_doctype": "Customer", "link_name": customer}]
	where = {"address_line1": "Long Road 1", "city": "Mumbai", "country": "India", "links": links}
	shop.make("Address", address_title=customer, address_type="Shipping", **where)
	shop.make("Contact", first_name="Ada", links=links)
	found = shop.call("erpnext.stock.get_item_details.get_item_details", args=details(company, customer))
	assert found["price_list_rate"] == 20
	party = "erpnext.accounts.party.get_party_details"
	assert shop.call(party, party=customer, party_type="Customer", company=company.name)["customer_name"]
	order = shop.make("Sales Order", **an_order(company, customer))["name"]
	assert shop.put("Sales Order", order, docstatus=1)["status"] == "To Deliver and Bill"
	assert shop.get(f"{RESOURCE}Sales Order/{order}")["data"]["grand_total"] >= 40
	printed = Browser().get(
		"/printview", {"doctype": "Sales Order", "name": order}, headers=bearer(shop.token)
	)
	assert printed.status_code == 200
	assert order in printed.text
	assert shop.call("frappe.client.cancel", doctype="Sales Order", name=order)["docstatus"] == 2


def sells_in_the_field(phone: Caller, company: Company) -> None:
	lead = phone.make(
		"Lead",
		first_name="Grace",
		company_name=f"Field {secrets.token_hex(3)}",
		email_id=f"{secrets.token_hex(4)}@example.com",
	)["name"]
	assert phone.attach("Lead", lead)["attached_to_name"] == lead
	customer = phone.mapped("erpnext.crm.doctype.lead.lead.make_customer", lead)
	customer = phone.make("Customer", **stripped(customer))["name"]
	chance = phone.make(
		"Opportunity", opportunity_from="Customer", party_name=customer, company=company.name
	)["name"]
	phone.mapped("erpnext.crm.doctype.opportunity.opportunity.make_quotation", chance)
	quotation = phone.make(
		"Quotation", quotation_to="Customer", party_name=customer, company=company.name, items=[line(company)]
	)["name"]
	phone.put("Quotation", quotation, docstatus=1)
	order = phone.mapped("erpnext.selling.doctype.quotation.quotation.make_sales_order", quotation)
	order = phone.make("Sales Order", **stripped(order), delivery_date=add_days(nowdate(), 7))["name"]
	phone.put("Sales Order", order, docstatus=1)
	phone.attach("Sales Order", order)
	phone.make("Event", subject="Visit", starts_on=f"{nowdate()} 10:00:00", event_type="Private")
	credit = {"company": company.name, "customer": customer}
	owed = phone.call("frappe.desk.query_report.run", report_name="Customer Credit Balance", filters=credit)
	assert "columns" in owed


def stripped(document: dict[str, Any]) -> dict[str, Any]:
	"""As a client sends a mapped document: without the marks of one that was never saved."""
	return {
		name: value
		for name, value in document.items()
		if value not in (None, "")
		and not name.startswith("__")
		and name not in ("name", "owner", "docstatus", "doctype", "delivery_date")
	}


def analyses(desk: Caller, company: Company) -> None:
	for doctype in (
		"GL Entry",
		"Sales Invoice",
		"Customer",
		"Stock Ledger Entry",
		"Purchase Order",
		"Account",
	):
		desk.get(RESOURCE + doctype, fields='["name"]', limit_page_length=5)
	desk.call("frappe.client.get_count", doctype="Sales Order")
	year = {"company": company.name, "from_date": "2026-01-01", "to_date": "2026-12-31"}
	for report, filters in (
		("General Ledger", {**year, "group_by": "Group by Voucher (Consolidated)"}),
		("Sales Register", year),
		(
			"Accounts Receivable",
			{
				"company": company.name,
				"report_date": nowdate(),
				"ageing_based_on": "Due Date",
				"range": "30, 60, 90, 120",
			},
		),
		("Stock Projected Qty", {"company": company.name}),
	):
		said = desk.call("frappe.desk.query_report.run", report_name=report, filters=filters)
		assert "columns" in said, report


def serves_herself(phone: Caller, company: Company) -> None:
	[me] = phone.get(RESOURCE + "Employee", filters=f'[["user_id","=","{company.employee}"]]')["data"]
	hours = {
		"activity_type": "Execution",
		"hours": 2,
		"from_time": f"{nowdate()} 08:00:00",
		"to_time": f"{nowdate()} 10:00:00",
	}
	sheet = phone.make("Timesheet", employee=me["name"], company=company.name, time_logs=[hours])["name"]
	assert phone.put("Timesheet", sheet, note="done")["note"] == "done"


def looks_after_orders(portal: Caller, company: Company) -> None:
	for page in ("/orders", "/invoices", "/quotations", "/shipments"):
		answer = Browser().get(page, headers=bearer(portal.token))
		assert answer.status_code == 200, (page, lacking(answer), answer.text[-500:])
	agent = Caller(a_user("Support Team"), "erpnext:customer_portal")  # whom the company lets make issues
	issue = agent.make("Issue", subject="The lamp is dark", customer=company.customer)["name"]
	assert agent.get(f"{RESOURCE}Issue/{issue}")["data"]["subject"]
	assert agent.attach("Issue", issue)


JOBS: dict[str, tuple[Callable[[Caller, Company], None], str]] = {
	"erpnext:web_shop": (sells_on_the_web, "seller"),
	"erpnext:field_sales": (sells_in_the_field, "seller"),
	"erpnext:bi": (analyses, "analyst"),
	"erpnext:hr_self_service": (serves_herself, "employee"),
	"erpnext:customer_portal": (looks_after_orders, "customer_user"),
}


@pytest.mark.parametrize("word", JOBS)
def test_a_scope_that_comes_with_erpnext_does_its_whole_job(company: Company, word: str):
	job, person = JOBS[word]
	job(Caller(getattr(company, person), word), company)


BESIDE: dict[str, tuple[tuple[str, str], ...]] = {
	"erpnext:web_shop": (("GET", "Supplier"), ("GET", "GL Entry"), ("POST", "Sales Invoice"), ("POST", "Item"), ("GET", "User"), ("DELETE", "Customer"), ("GET", "Customer Group"), ("GET", "Account")),
	"erpnext:field_sales": (("GET", "Purchase Order"), ("POST", "Item Price"), ("POST", "Sales Invoice"), ("DELETE", "Lead"), ("GET", "Company"), ("GET", "User")),
	"erpnext:bi": (("POST", "Journal Entry"), ("POST", "Customer"), ("DELETE", "Customer"), ("GET", "Employee"), ("GET", "User"), ("GET", "Salary Slip")),
	"erpnext:hr_self_service": (("POST", "Employee"), ("GET", "Sales Order"), ("DELETE", "Timesheet"), ("GET", "User"), ("POST", "Salary Slip")),
	"erpnext:customer_portal": (("POST", "Sales Order"), ("GET", "Customer"), ("GET", "Supplier"), ("DELETE", "Issue"), ("GET", "User")),
}  # fmt: skip


@pytest.mark.parametrize(
	("word", "verb", "doctype"), [(word, *each) for word, beside in BESIDE.items() for each in beside]
)
def test_and_nothing_beside_it(company: Company, word: str, verb: str, doctype: str):
	caller = Caller(getattr(company, JOBS[word][1]), word)
	name = "x" if verb == "DELETE" else ""
	assert caller.may_not(verb, doctype, name, **({"json": {"x": "y"}} if verb == "POST" else {}))


def test_a_report_that_the_scope_does_not_name_is_not_run(company: Company):
	caller = Caller(company.analyst, "erpnext:bi")
	form = {"report_name": "Salary Register", "filters": "{}"}
	answer = Browser().post(METHOD + "frappe.desk.query_report.run", form, headers=bearer(caller.token))
	assert lacking(answer) is not None


def test_the_tutorials_requests_work_on_customer(company: Company):
	"""Frappe's REST tutorial, by an old client with `all`"""
	caller = Caller(company.seller, "all", an_old_app(scopes="all openid"))
	name = caller.make("Customer", customer_name=f"Tutorial {secrets.token_hex(3)}")["name"]
	assert caller.get(f"{RESOURCE}Customer/{name}")["data"]["customer_type"]
	assert caller.put("Customer", name, customer_details="changed")["customer_details"] == "changed"
	listed = caller.get(RESOURCE + "Customer", fields='["name"]', filters=f'[["name","=","{name}"]]')
	assert listed["data"] == [{"name": name}]
	assert caller.call("frappe.client.get_value", doctype="Customer", filters=name, fieldname="customer_name")
	assert caller.open("DELETE", "Customer", name).status_code in (200, 202)


# One after the other, and all at once


def test_an_order_needs_more_than_its_own_scope_and_all_of_it_is_told_at_once(company: Company):
	app = an_app(scopes="all openid")
	narrow = Caller(company.seller, "doctype:Sales%20Order:write", app)
	answer = narrow.open("POST", "Sales Order", json=an_order(company, company.customer))
	told = asked_for(answer)
	assert {"doctype:Sales%20Order:write", "doctype:Customer:read"} <= told
	wider = Caller(company.seller, " ".join(told), app)
	assert wider.make("Sales Order", **an_order(company, company.customer))["name"]


@pytest.mark.parametrize("word", ["erpnext:web_shop", "erpnext:field_sales"])
def test_what_is_suggested_after_a_day_under_all_is_accepted(company: Company, word: str):
	"""Where helper methods were called, as one scope that is made of it"""
	job, person = JOBS[word]
	user, app, made_of_it = (
		getattr(company, person),
		an_app(scopes="all openid"),
		f"use.{secrets.token_hex(4)}",
	)
	job(Caller(user, "all", app), company)
	tasks.note_uses()
	form = {"client": app.client_id, "scope": made_of_it, "title": "From use"}
	made_scope = read(signed_in().post(METHOD + "oauth_plus.api.clients.make_scope", form))["message"]
	assert made_scope["unnamed"] == []
	change(app, scopes=" ".join(made_scope["scopes"]))
	job(Caller(user, made_of_it, app), company)
	frappe.delete_doc("OAuth Plus Scope", made_of_it)
	frappe.db.commit()


def test_words_suggested_after_a_day_of_rest_calls_are_accepted(company: Company):
	app = an_app(scopes="all openid")

	def day(caller: Caller) -> None:
		caller.get(RESOURCE + "Item", fields='["name"]')
		order = caller.make("Sales Order", **an_order(company, company.customer))["name"]
		caller.put("Sales Order", order, docstatus=1)
		caller.attach("Sales Order", order)

	day(Caller(company.seller, "all", app))
	tasks.note_uses()
	suggest = METHOD + "oauth_plus.api.clients.suggest_scopes"
	found = read(signed_in().get(suggest, {"client": app.client_id}))["message"]
	assert found["unnamed"] == []
	change(app, scopes=" ".join(found["scopes"]))
	day(Caller(company.seller, " ".join(found["scopes"]), app))
