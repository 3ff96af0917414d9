"""What every endpoint has in common: its methods, and refusals as answers."""

from collections.abc import Callable
from functools import wraps

import frappe
from werkzeug.wrappers import Response

from oauth_plus.exceptions import Refusal, TemporarilyUnavailable, WrongMethod
from oauth_plus.http.response import refusal_page, refusal_response

ANY_METHOD = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]
"""Frappe answers a method that it does not let through with 403; we owe 405, so we let all through."""


def endpoint(
	*methods: str, for_people: bool = False
) -> Callable[[Callable[[], Response]], Callable[[], Response]]:
	"""Take these methods only, answer a Refusal in the right form, keep what was written even on a GET."""

	def decorate(answer: Callable[[], Response]) -> Callable[[], Response]:
		@wraps(answer)
		def answered() -> Response:
			frappe.local.flags.commit = True
			try:
				if frappe.request.method not in methods:
					raise WrongMethod(methods)
				response = answer()
			except Refusal as refusal:
				response = (refusal_page if for_people else refusal_response)(refusal)
			except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
				frappe.db.rollback()
				response = refusal_response(TemporarilyUnavailable("Try again"))
			frappe.local.oauth_plus_response = response  # for calls by `cmd`, which drop it
			return response

		return answered

	return decorate
