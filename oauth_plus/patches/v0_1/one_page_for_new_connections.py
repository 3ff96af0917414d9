import frappe


def execute() -> None:
	"""Delete the second page that opened New Connection."""
	frappe.delete_doc_if_exists("Page", "oauth-new-connection", force=True)
