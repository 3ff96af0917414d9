"""Hooks on Social Login Key: Frappe's own names the address that this site goes by."""

from frappe.model.document import Document

from oauth_plus.store import settings


def forget(doc: Document, method: str | None = None) -> None:
	"""It may have changed."""
	settings.forget_base_url()
