"""Texts that a database takes, since JSON may hold others (RFC 8259 §8.2), and that Desk shows without harm."""

import re

UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def is_storable(text: str) -> bool:
	"""Return whether a text has neither NUL nor halves of characters, with which a question to a database fails."""
	return not UNSTORABLE.search(text)


def storable(text: str) -> str:
	"""Return a text with the sign for what is no character (U+FFFD) in place of each that no database takes."""
	return UNSTORABLE.sub("\ufffd", text)


def without_markup(text: str) -> str:
	"""Return a text of a stranger, storable, with another sign in place of `<`. Desk's reports show a column as HTML, and
	trust that it was cleaned when a form was saved."""
	return storable(text).replace("<", "‹")
