"""See frappe/modules/__init__.py."""

from frappe.model.import_doc import *
