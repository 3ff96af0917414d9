"""Scopes for common jobs in ERPNext, stored while ERPNext is installed. A rule for a DocType or method that the site
does not have allows nothing."""

from collections.abc import Iterable
from typing import Any

from oauth_plus.setup.erpnext_names import (
	CATALOGUE,
	OF_PARTIES,
	PARTIES,
	PRICES_AND_STOCK,
	REPORTS,
	SEEN_BY_ANALYSTS,
)

APP = "erpnext"

SEE = ("read", "print", "report")
EDIT = (*SEE, "write", "create")


def documents(*names: str, may: Iterable[str] = SEE, reads_links: bool = False) -> list[dict[str, Any]]:
	"""Return a rule for each DocType; `may` names the actions. A DocType need not exist."""
	return [{"doctype": name, "actions": list(may), "reads_links": reads_links} for name in names]


def methods(*names: str) -> list[dict[str, Any]]:
	"""Return a rule for each whitelisted method, by its dotted path. A method need not exist."""
	return [{"method": name} for name in names]


def reports(*names: str) -> list[dict[str, Any]]:
	"""Return a rule for each report, by its name. A report need not exist."""
	return [{"report": name} for name in names]


def pages(*names: str) -> list[dict[str, Any]]:
	"""Return two rules for each website page, by its path: for the page, and for all pages below it."""
	return [{"page": name} for path in names for name in (path, f"{path}/*")]


SCOPES: list[dict[str, Any]] = [
	{
		"scope": "erpnext:web_shop",
		"title": "Web shop",
		"description": "Show items, prices and stock; create customers, addresses, orders and payment requests.",
		"icon": "sell",
		"rules": [
			*documents(*CATALOGUE),
			*documents(*PARTIES, may=EDIT, reads_links=True),
			*documents("Quotation", "Sales Order", may=(*EDIT, "submit", "cancel"), reads_links=True),
			*documents("Sales Invoice", "Delivery Note", "Sales Taxes and Charges Template"),
			*methods(*PRICES_AND_STOCK, *OF_PARTIES),
			*methods(
				"erpnext.selling.doctype.quotation.quotation.make_sales_order",
				"erpnext.accounts.doctype.payment_request.payment_request.make_payment_request",
			),
		],
	},
	{
		"scope": "erpnext:field_sales",
		"title": "Field sales",
		"description": "Work on leads, opportunities and customers, and create quotations and orders.",
		"icon": "crm",
		"rules": [
			*documents(*CATALOGUE),
			*documents(*PARTIES, "Lead", may=(*EDIT, "attach"), reads_links=True),
			*documents("Opportunity", may=(*EDIT, "attach"), reads_links=True),
			*documents("Quotation", "Sales Order", may=(*EDIT, "submit", "attach"), reads_links=True),
			*documents("Event", "ToDo", may=EDIT),
			*documents("Sales Invoice", "Delivery Note", "Sales Taxes and Charges Template"),
			*methods(*PRICES_AND_STOCK, *OF_PARTIES),
			*methods(
				"erpnext.crm.doctype.lead.lead.get_lead_details",
				"erpnext.crm.doctype.lead.lead.make_customer",
				"erpnext.crm.doctype.lead.lead.make_opportunity",
				"erpnext.crm.doctype.lead.lead.make_quotation",
				"erpnext.crm.doctype.opportunity.opportunity.get_item_details",
				"erpnext.crm.doctype.opportunity.opportunity.make_customer",
				"erpnext.crm.doctype.opportunity.opportunity.make_quotation",
				"erpnext.selling.doctype.customer.customer.make_opportunity",
				"erpnext.selling.doctype.customer.customer.make_quotation",
				"erpnext.selling.doctype.quotation.quotation.make_sales_order",
			),
			*reports(
				"Accounts Receivable",
				"Customer Credit Balance",
				"Customer-wise Item Price",
				"Item Prices",
				"Stock Projected Qty",
			),
		],
	},
	{
		"scope": "erpnext:bi",
		"title": "Business intelligence",
		"description": "Read the accounts, stock, sales, purchases and projects that you may see, and run their reports.",
		"icon": "accounting",
		"rules": [
			*documents(*SEEN_BY_ANALYSTS),
			*reports(*REPORTS),
			*methods(
				"erpnext.accounts.utils.get_balance_on",
				"erpnext.accounts.utils.get_fiscal_year",
				"erpnext.setup.utils.get_exchange_rate",
				"erpnext.stock.utils.get_stock_balance",
			),
		],
	},
	{
		"scope": "erpnext:hr_self_service",
		"title": "Employee self-service",
		"description": "See your employee record, leave and pay; apply for leave, record your time, and claim expenses.",
		"icon": "hr",
		"rules": [
			*documents("Employee", "Holiday List", "Department", "Designation", "Leave Type", "Leave Period"),
			*documents("Leave Allocation", "Attendance", "Salary Slip", "Shift Assignment"),
			*documents("Activity Type", "Project", "Task", "Expense Claim Type"),
			*documents(
				"Leave Application", "Attendance Request", "Employee Checkin", may=EDIT, reads_links=True
			),
			*documents("Timesheet", may=(*EDIT, "submit"), reads_links=True),
			*documents("Expense Claim", "Employee Advance", may=(*EDIT, "attach"), reads_links=True),
			*methods(
				"hrms.hr.doctype.leave_application.leave_application.get_leave_balance_on",
				"hrms.hr.doctype.leave_application.leave_application.get_leave_details",
				"hrms.hr.doctype.leave_application.leave_application.get_number_of_leave_days",
			),
		],
	},
	{
		"scope": "erpnext:customer_portal",
		"title": "Customer portal",
		"description": "See your quotations, orders, deliveries, invoices and projects, and report issues.",
		"icon": "customer",
		"rules": [
			*documents("Quotation", "Sales Order", "Delivery Note", "Sales Invoice", "Project", "Task"),
			*documents("Issue", may=(*EDIT, "attach"), reads_links=True),
			*pages("/quotations", "/orders", "/shipments", "/invoices", "/issues", "/project"),
		],
	},
]
