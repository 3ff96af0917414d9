"""OAuth Clients as they stand on a form that nobody has saved: read into a Document, and never written."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model import numeric_fieldtypes
from frappe.model.document import Document

from oauth_plus.rules.client_faults import Fault
from oauth_plus.store.clients import client_faults, client_lifetimes, client_type
from oauth_plus.store.clients.client_faults import JUDGED
from oauth_plus.store.clients.client_fields import DOCTYPE, auth_method_field

LEFT_OUT = ("name", "client_secret")

NUMBERS = (*numeric_fieldtypes, "Duration")


def draft(client_id: str, values: Mapping[str, Any]) -> tuple[Document, tuple[Fault, ...]]:
	"""Return a stored client, or a new one without an id, with these values of its form, and with what saving makes of
	them; and all its faults. What is no text and no number is left out. Raises DoesNotExistError."""
	document = frappe.get_doc(DOCTYPE, client_id) if client_id else frappe.new_doc(DOCTYPE)
	if client_id:
		document.load_doc_before_save()
	for name in {*JUDGED, auth_method_field()}.difference(LEFT_OUT) & values.keys():
		value = values[name]
		if isinstance(value, int | float) and document.meta.get_field(name).fieldtype not in NUMBERS:
			value = str(value)
		if value is None or isinstance(value, str | int | float):
			document.set(name, value)
	client_type.settle(document)
	client_type.settle_profile(document)
	of_lifetimes = client_lifetimes.settle(document)
	return document, (*of_lifetimes, *client_faults.faults_of(document))
