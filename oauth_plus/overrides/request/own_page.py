"""Base of our page renderers: pages of this site, for users with a session in this browser."""

import frappe
from werkzeug.wrappers import Response

from oauth_plus.exceptions import Refusal
from oauth_plus.http.response import refusal_page
from oauth_plus.platform import readiness


class OwnPage:
	"""Renderer of one address. Frappe asks each renderer whether it renders a path."""

	address = ""

	def __init__(self, path: str, http_status_code: int | None = None) -> None:
		self.path = path

	def can_render(self) -> bool:
		return f"/{self.path}" == self.address

	def render(self) -> Response:
		"""Return the page, which no script of another site may read. Answers 503 while the site is being updated."""
		# Otherwise, Frappe's allow_cors would show it to scripts.
		frappe.local.request.environ.pop("HTTP_ORIGIN", None)
		try:
			readiness.require()
			with readiness.on_known_tables():
				return self.answer()
		except Refusal as refusal:
			return refusal_page(refusal)

	def answer(self) -> Response:
		"""Return the page."""
		raise NotImplementedError
