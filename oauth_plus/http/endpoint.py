"""Decorator of every OAuth endpoint: checks the HTTP method, and returns refusals as responses."""

import time
from collections.abc import Callable
from functools import wraps

import frappe
from werkzeug.wrappers import Response

from oauth_plus.exceptions import Refusal, TemporarilyUnavailable, WrongAddress, WrongMethod
from oauth_plus.grants import refusal_events
from oauth_plus.http.persistence import persistently
from oauth_plus.http.response import complete_later, refusal_page, refusal_response
from oauth_plus.platform.prefetch import NOTHING, Prefetch, read_ahead
from oauth_plus.platform.request_state import state
from oauth_plus.rules.limits import LimitKind
from oauth_plus.store import metrics
from oauth_plus.store.limits import requests

ANY_METHOD = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]
"""HTTP methods that Frappe lets through. Frappe answers others with 403, but RFC 9110 requires 405, so we let all
through."""

Answer = Callable[[], Response]


def endpoint(
	*methods: str,
	judged: tuple[str, ...] = (),
	for_people: bool = False,
	refusal_event: str = "",
	prefetch: Prefetch = NOTHING,
	limit: LimitKind | None = None,
) -> Callable[[Answer], Answer]:
	"""Make an OAuth endpoint of a function.

	Other HTTP methods are refused with 405. A Refusal becomes a JSON response, or a page if `for_people` is set.
	Writes are committed even on a GET. The function checks the methods in `judged` itself. `refusal_event` is the
	event of a refusal, `prefetch` what the function reads from Redis, `limit` the kind of request that is counted.
	"""

	def decorate(answer: Answer) -> Answer:
		@wraps(answer)
		def answered(*_args: object, **_kwargs: object) -> Response:
			began, refused = time.perf_counter(), None
			frappe.local.flags.commit = True
			frappe.local.form_dict = frappe._dict()  # the recorder and error pages would show its secrets
			try:
				_require_own_address(answer.__name__)
				if frappe.request.method not in (*methods, *judged):
					raise WrongMethod(methods)
				read_ahead(prefetch)
				if limit:
					requests.begin(limit)
				if for_people and limit:
					requests.require_person(frappe.session.user)
				response = persistently(answer)
			except Refusal as refusal:
				refused = requests.instead_of(refusal)
				response = _refused(refused, refusal_event, for_people=for_people)
			state().response = response  # for calls by `cmd`, which drop the return value
			complete_later()
			metrics.note_request(answer.__name__, time.perf_counter() - began, refused)
			return response

		return answered

	return decorate


def _refused(refusal: Refusal, event: str, *, for_people: bool) -> Response:
	answered = refusal_events.record(event, refusal)
	return refusal_page(answered) if for_people else refusal_response(answered)


def _require_own_address(name: str) -> None:
	"""Raises WrongAddress unless the request was sent to Frappe's name of the endpoint, and TemporarilyUnavailable
	where our hook `before_request` has not seen it: this worker read the hooks just before the app was installed.

	Frappe also calls a method by a name that stands in a parameter (`upload_file`, searches, trees), and each of ours
	has a second name, its own: only a request to Frappe's name was prepared for it, with no CORS on what people see
	(RFC 9700 §2.6).
	"""
	if not state().is_prepared:
		raise TemporarilyUnavailable("The site is being updated: try again")
	if state().endpoint != name:
		raise WrongAddress
