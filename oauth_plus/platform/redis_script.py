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

	def run(self, keys: Sequence[bytes], arguments: Sequence[Any]) -> Any:
		"""Return what the script returns. Raises the errors of Redis."""
		try:
			return redis.Redis.evalsha(frappe.cache, self.digest, len(keys), *keys, *arguments)
		except redis.exceptions.NoScriptError:  # Redis was restarted
			return redis.Redis.eval(frappe.cache, self.text, len(keys), *keys, *arguments)
