"""Base of our page renderers: pages of this site, for users with a session in this browser."""

import frappe
from werkzeug.wrappers import Response


class OwnPage:
	"""Renderer of one address. Frappe asks each renderer whether it renders a path."""

	address = ""

	def __init__(self, path: str, http_status_code: int | None = None) -> None:
		self.path = path

	def can_render(self) -> bool:
		return f"/{self.path}" == self.address

	def render(self) -> Response:
		"""Return the page, which no script of another site may read."""
		# Otherwise, Frappe's allow_cors would show it to scripts.
		frappe.local.request.environ.pop("HTTP_ORIGIN", None)
		return self.answer()

	def answer(self) -> Response:
		"""Return the page."""
		raise NotImplementedError
