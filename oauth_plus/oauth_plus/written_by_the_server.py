"""Base class of DocTypes that users can only read, in Desk and over REST. Only the store writes their rows."""

import frappe
from frappe.model.document import Document


class WrittenByTheServer(Document):
	"""Document that refuses every write. The store writes rows without Documents, so a write comes from somebody
	else."""

	def refusal(self) -> str:
		"""Return the message of the PermissionError when somebody creates, changes or renames a row."""
		raise NotImplementedError

	def refusal_to_delete(self) -> str:
		"""Return the message of the PermissionError when somebody deletes a row."""
		return self.refusal()

	def validate(self) -> None:
		"""Throws PermissionError: only the server writes rows."""
		frappe.throw(self.refusal(), frappe.PermissionError)

	def db_insert(self, *args: object, **kwargs: object) -> None:
		"""Throws PermissionError, also for a child row, and where nothing is validated."""
		frappe.throw(self.refusal(), frappe.PermissionError)

	def db_update(self) -> None:
		"""Throws PermissionError: only the server writes rows."""
		frappe.throw(self.refusal(), frappe.PermissionError)

	def before_rename(self, old: str, new: str, merge: bool = False) -> None:
		"""Throws PermissionError: the name is a digest or an id."""
		frappe.throw(self.refusal(), frappe.PermissionError)

	def on_trash(self) -> None:
		"""Throws PermissionError if the DocType allows no deletion."""
		frappe.throw(self.refusal_to_delete(), frappe.PermissionError)
