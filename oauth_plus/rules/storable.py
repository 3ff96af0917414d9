"""Texts that a database takes: JSON may hold others (RFC 8259 §8.2)."""

import re

SURROGATE = re.compile("[\ud800-\udfff]")


def is_storable(text: str) -> bool:
	"""Return whether a text has neither NUL nor halves of characters, with which a question to a database fails."""
	return "\0" not in text and not SURROGATE.search(text)
