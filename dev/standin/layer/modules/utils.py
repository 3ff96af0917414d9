"""See frappe/modules/__init__.py."""

from frappe.model.module_utils import *
