"""The table of parameters, held against the methods that this Frappe has."""

import inspect
import re
from collections.abc import Callable

import frappe
import pytest
from frappe import handler

from oauth_plus.platform.doctypes import SITE
from oauth_plus.rules.calls.method_table import METHOD_ACCESS

REFUSED = {
	"frappe.client.get_list": {"debug"},
	"frappe.client.get_count": {"debug"},
	"frappe.client.get_value": {"debug"},
	"frappe.desk.form.load.getdoc": {"user"},
	"frappe.desk.form.load.get_docinfo": {"doc"},
	"frappe.desk.query_report.run": {"user"},
	"frappe.desk.query_report.export_query": {"export_in_background"},
	"frappe.desk.reportview.export_query": {"export_in_background", "report_name"},
	"frappe.desk.search.search_widget": {"for_link_validation"},
	"frappe.utils.print_format.download_pdf": {"doc"},
}
"""What Frappe has and no narrow token needs. A new parameter is refused, too, until somebody has read what it does."""

READ_FROM_FORM = re.compile(r"(?:form_dict|form_params)(?:\.(\w+)|\.(?:get|pop)\(\"(\w+)\"|\[\"(\w+)\"\])")

NO_PARAMETERS = {"get", "pop", "update", "as_list"}


def function_of(name: str) -> Callable | None:
	"""None where this Frappe has no such method."""
	try:
		return frappe.get_attr(name) if "." in name else getattr(handler, name)
	except AttributeError:
		return None


@pytest.mark.parametrize("name", METHOD_ACCESS)
def test_every_parameter_of_a_method_is_known_or_refused(name, site):
	received = SITE.received_by(name) or frozenset()
	assert received - METHOD_ACCESS[name].takes - REFUSED.get(name, set()) == set()


@pytest.mark.parametrize("name", METHOD_ACCESS)
def test_what_a_method_reads_from_the_form_is_known_or_refused(name, site):
	function = function_of(name)
	source = inspect.getsource(inspect.unwrap(function)) if function else ""
	read = {found for names in READ_FROM_FORM.findall(source) for found in names if found}
	assert read - METHOD_ACCESS[name].takes - REFUSED.get(name, set()) - NO_PARAMETERS == set()
