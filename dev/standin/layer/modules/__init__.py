"""The wheel moved Frappe's `modules` package elsewhere; apps look for it under its old name."""

from frappe.model.module_utils import *
