"""Work that a thread of this process does a second later, once for all requests until then.

It is done too when the process ends in order. What a process has not done when it is killed is lost.
"""

import atexit
import contextlib
import os
import threading
from collections.abc import Callable
from typing import Any

import frappe

SECONDS = 1.0


class Later:
	"""One kind of work. The thread has no site, so `do` gets a connection to Redis, and uses only this."""

	def __init__(self, do: Callable[[Any], None]) -> None:
		self._do = do
		self._waiting: int | None = None
		atexit.register(self._at_exit)

	def soon(self) -> None:
		"""Have it done within a second. A process that was forked meanwhile begins a thread of its own."""
		if self._waiting == os.getpid():
			return
		timer = threading.Timer(SECONDS, self.now, [frappe.cache])
		timer.daemon = True
		with contextlib.suppress(RuntimeError):  # no thread is left: the next one to ask tries again
			timer.start()
			self._waiting = os.getpid()

	def now(self, connection: Any = None) -> None:
		"""Do it at once."""
		self._waiting = None  # first: what is added from here on waits for a thread of its own
		self._do(connection or frappe.cache)

	def _at_exit(self) -> None:
		if frappe.cache:
			self.now()
