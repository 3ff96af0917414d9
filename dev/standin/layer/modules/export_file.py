"""See frappe/modules/__init__.py."""

from frappe.model.export import *
