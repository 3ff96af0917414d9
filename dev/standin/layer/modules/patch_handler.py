"""See frappe/modules/__init__.py."""

from frappe.patches import *
from frappe.patches import _patch_mode as _patch_mode
