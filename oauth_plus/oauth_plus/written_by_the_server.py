"""DocTypes to look at: a person reads them in Desk and over REST, and the store alone writes their rows."""

import frappe
from frappe.model.document import Document


class WrittenByTheServer(Document):
	"""The store writes rows, not Documents: whoever comes this way is somebody else, and is refused."""

	def refusal(self) -> str:
		"""Return why nobody makes, changes or renames a row (PermissionError)."""
		raise NotImplementedError

	def refusal_to_delete(self) -> str:
		"""Return why nobody deletes a row (PermissionError)."""
		return self.refusal()

	def validate(self) -> None:
		"""Throws PermissionError: rows are written by the server alone."""
		frappe.throw(self.refusal(), frappe.PermissionError)

	def db_insert(self, *args: object, **kwargs: object) -> None:
		"""Also as a row of another document, or where nothing is validated."""
		frappe.throw(self.refusal(), frappe.PermissionError)

	def db_update(self) -> None:
		"""Throws PermissionError: rows are written by the server alone."""
		frappe.throw(self.refusal(), frappe.PermissionError)

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		"""Throws PermissionError: the name is a digest or an id."""
		frappe.throw(self.refusal(), frappe.PermissionError)

	def on_trash(self) -> None:
		"""Throws PermissionError where the DocType allows no deletion."""
		frappe.throw(self.refusal_to_delete(), frappe.PermissionError)
