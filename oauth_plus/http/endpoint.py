"""What every endpoint has in common: its methods, and refusals as answers."""

from collections.abc import Callable
from functools import wraps
from traceback import clear_frames
from types import TracebackType

import frappe
from werkzeug.wrappers import Response

from oauth_plus.exceptions import Refusal, TemporarilyUnavailable, WrongAddress, WrongMethod
from oauth_plus.http.response import complete_later, refusal_page, refusal_response
from oauth_plus.platform import readiness, transaction
from oauth_plus.platform.request_state import state
from oauth_plus.store import events

ANY_METHOD = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"]
"""Frappe answers a method that it does not let through with 403; we owe 405, so we let all through."""

ATTEMPTS = 3
"""When the database breaks a tie between two requests, the loser is answered as if it had come later."""


def endpoint(
	*methods: str, judged: tuple[str, ...] = (), for_people: bool = False, refusal_event: str = ""
) -> Callable[[Callable[[], Response]], Callable[[], Response]]:
	"""Take these methods only, answer a Refusal in the right form, keep what was written even on a GET. Of those that are
	`judged`, the function says by itself whether it takes them. `refusal_event` is the event that a refusal is recorded as.

	Frappe also calls a method by a name that stands in a parameter (`upload_file`, searches, trees), and each of
	ours has a second name, its own: only a request to Frappe's name was prepared for it, with no CORS on what
	people see (RFC 9700 §2.6), so all others are refused.
	"""
	explain = refusal_page if for_people else refusal_response

	def decorate(answer: Callable[[], Response]) -> Callable[[], Response]:
		@wraps(answer)
		def answered(*_args: object, **_kwargs: object) -> Response:
			frappe.local.flags.commit = True
			frappe.local.form_dict = frappe._dict()  # recorder and error pages would show its secrets
			try:
				if state().endpoint != answer.__name__:
					raise WrongAddress
				if frappe.request.method not in (*methods, *judged):
					raise WrongMethod(methods)
				response = _persistently(answer)
			except Refusal as refusal:
				if refusal_event:
					events.record_refusal(refusal_event, refusal, refusal.client_id)
				response = explain(refusal)
			state().response = response  # for calls by `cmd`, which drop it
			complete_later()
			return response

		return answered

	return decorate


class ScrubTracebacks:
	"""Frappe's Error Log shows the variables of every frame of what broke: ours hold credentials, and are emptied
	before it looks (RFC 9700 §4.9.2)."""

	def __enter__(self) -> None:
		pass

	def __exit__(
		self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
	) -> None:
		seen = []
		while error is not None and error not in seen:  # a chain of errors may bite its tail
			clear_frames(error.__traceback__)
			seen.append(error)
			error = error.__context__


def _persistently(answer: Callable[[], Response]) -> Response:
	"""Again, from a fresh look at the database, when a deadlock or a changed row undid the first try."""
	for _attempt in range(ATTEMPTS):
		try:
			with readiness.on_known_tables(), ScrubTracebacks():
				return answer()
		except transaction.CONFLICTS:
			transaction.undo()
	raise TemporarilyUnavailable("The site is busy: try again")
