"""Scripts that Redis runs as one command, in one round trip."""

import hashlib
from collections.abc import Sequence
from typing import Any

import frappe
import redis


class Script:
	"""A Lua script, which Redis knows by its digest once it has run (EVALSHA)."""

	def __init__(self, text: str) -> None:
		self.text = text
		self.digest = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()

	def run(self, keys: Sequence[bytes], arguments: Sequence[Any], connection: Any = None) -> Any:
		"""Return what the script returns. A thread without a site brings its connection. Raises the errors of Redis."""
		connection = connection or frappe.cache
		try:
			return redis.Redis.evalsha(connection, self.digest, len(keys), *keys, *arguments)
		except redis.exceptions.NoScriptError:  # Redis was restarted
			return redis.Redis.eval(connection, self.text, len(keys), *keys, *arguments)
